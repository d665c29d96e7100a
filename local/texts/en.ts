/** What the local platform says to the person who starts it, in English. */
export const en = {
  title: 'Xueyuan on this machine',
  install: 'AWS emulator and OpenSearch are installed',
  startServers: 'The emulator runs, OpenSearch is starting',
  build: 'The stacks and their functions are built',
  deploy: 'The stacks are deployed',
  unchanged: 'unchanged',
  stacks: '{count} stacks',
  engineReady: 'OpenSearch is ready',
} as const;

export type Catalogue = Readonly<Record<keyof typeof en, string>>;
