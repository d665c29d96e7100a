import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { afterEach, expect, test } from 'vitest';
import { emulatorClient } from '../../local/aws.ts';
import { runningServer, wasKilled } from '../../local/background.ts';
import {
  hasSavedState,
  startEmulator,
  stopEmulator,
} from '../../local/emulator.ts';
import {
  emulatorUrl,
  type Instance,
  throwawayInstance,
} from '../../local/instance.ts';
import { readMark, setMark } from '../../local/parameters.ts';

const region = 'us-east-1';
const instances: Instance[] = [];

async function ownInstance(): Promise<Instance> {
  const instance = await throwawayInstance();
  instances.push(instance);
  return instance;
}

afterEach(async () => {
  for (const instance of instances.splice(0)) {
    await stopEmulator(instance);
    rmSync(instance.folder, { recursive: true, force: true });
  }
});

test('given an emulator that was stopped, when it starts again, then what it held is there', async () => {
  const instance = await ownInstance();
  await startEmulator(instance);
  await setMark(instance, region, 'deployed', 'something');
  expect(await stopEmulator(instance)).toBe('stopped');
  expect(hasSavedState(instance)).toBe(true);
  await startEmulator(instance);
  expect(await readMark(instance, region, 'deployed')).toBe('something');
});

test('given positions of stream consumers that were saved, when the emulator starts, then they are forgotten and all else is kept', async () => {
  const instance = await ownInstance();
  await startEmulator(instance);
  // Only services that were asked something are saved.
  const lambda = new LambdaClient(
    emulatorClient(emulatorUrl(instance), region),
  );
  await lambda.send(new ListFunctionsCommand());
  await stopEmulator(instance);
  const file = join(instance.folder, 'emulator', 'state', 'lambda.json');
  const saved = JSON.parse(readFileSync(file, 'utf8'));
  const payload = { ...saved.payload, dynamodb_stream_positions: { a: 118 } };
  writeFileSync(file, JSON.stringify({ ...saved, payload }));
  await startEmulator(instance);
  const read = JSON.parse(readFileSync(file, 'utf8'));
  expect(read).toEqual({
    ...saved,
    payload: { ...saved.payload, dynamodb_stream_positions: {} },
  });
});

test('given an emulator that was killed, then that is known, and stopping it again does no harm', async () => {
  const instance = await ownInstance();
  const { pid } = await startEmulator(instance);
  expect(wasKilled(instance, 'emulator')).toBe(false);
  process.kill(pid, 'SIGKILL');
  await expect.poll(() => runningServer(instance, 'emulator')).toBeUndefined();
  expect(wasKilled(instance, 'emulator')).toBe(true);
  expect(await stopEmulator(instance)).toBe('not-running');
});

test('given a port that somebody took meanwhile, when the emulator is to start, then it does not take the other for itself', async () => {
  const instance = await ownInstance();
  await startEmulator(instance);
  const other = { ...instance, folder: `${instance.folder}-other` };
  const failing = startEmulator(other);
  await expect(failing).rejects.toThrow(/Port \d+ is taken/);
  rmSync(other.folder, { recursive: true, force: true });
});
