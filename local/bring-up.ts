import { synthesisedStacks } from './assembly.ts';
import type { Server } from './background.ts';
import {
  type Addresses,
  addressesOf,
  deploy,
  deployedHash,
  synthesise,
} from './deploy.ts';
import { installEmulator, startEmulator, stopEmulator } from './emulator.ts';
import { closeGaps } from './emulator-gaps.ts';
import {
  engineReady,
  installEngine,
  startEngine,
  stopEngine,
} from './engine.ts';
import type { Instance } from './instance.ts';
import type { Progress } from './progress.ts';
import type { Say } from './text.ts';

/** What runs when an instance is up. */
export type Running = Addresses & {
  readonly emulator: Server;
  readonly engine: Server;
};

/**
 * Brings an instance up: both servers and all stacks. OpenSearch starts while
 * the stacks are built, and is ready before they are deployed, since a deploy
 * makes the first index. Stacks that the emulator still has from
 * the last time, unchanged, are not deployed again.
 */
export async function bringUp(
  instance: Instance,
  { step }: Progress,
  say: Say,
): Promise<Running> {
  await step(say('install'), async () => {
    await Promise.all([installEmulator(), installEngine()]);
  });
  const [emulator, engine] = await step(say('startServers'), () =>
    Promise.all([startEmulator(instance), startEngine(instance)]),
  );
  const made = await step(say('build'), () => synthesise(instance));
  await step(say('engineReady'), () => engineReady(instance, engine));
  await step(say('deploy'), async ({ note }) => {
    const stacks = synthesisedStacks(made.assembly);
    if ((await deployedHash(instance)) === made.hash) {
      await closeGaps(instance, stacks);
      return note(say('unchanged'));
    }
    await deploy(instance, made);
    note(say('stacks', { count: stacks.length }));
  });
  const addresses = await addressesOf(instance);
  return { ...addresses, emulator, engine };
}

/** Deploys what has changed in the code into an instance that is up. */
export async function redeploy(
  instance: Instance,
  { step }: Progress,
  say: Say,
): Promise<Addresses> {
  const made = await step(say('build'), () => synthesise(instance));
  await step(say('deploy'), async ({ note }) => {
    const count = await deploy(instance, made);
    note(say('stacks', { count }));
  });
  return addressesOf(instance);
}

/** Stops an instance's servers, the emulator first: it saves its state. */
export async function takeDown(
  instance: Instance,
): Promise<{ readonly emulator: string; readonly engine: string }> {
  const emulator = await stopEmulator(instance);
  const engine = await stopEngine(instance);
  return { emulator, engine };
}
