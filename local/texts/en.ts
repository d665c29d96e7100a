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
  testStackReady:
    'The test stack is ready. Run: XUEYUAN_TEST_STACK={file} npx vitest run --project e2e',
  testStackStopped: 'The test stack has stopped.',
} as const;

export type Catalogue = Readonly<Record<keyof typeof en, string>>;
