import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import type { TestProject } from 'vitest/node';
import { isAlive } from '../../local/background.ts';
import { bringUp, takeDown } from '../../local/bring-up.ts';
import {
  type Instance,
  root,
  throwawayInstance,
  throwawayInstances,
} from '../../local/instance.ts';
import { readPlatformFile, TestStack } from '../../local/platform-file.ts';
import { testStackOf } from '../../local/platform-of.ts';
import { progressOn } from '../../local/progress.ts';
import { speaker } from '../../local/text.ts';
import { answerOf } from '../../local/wait.ts';
import { type TestDistrict, testDistrict } from './district.ts';
import { beginRun } from './ran.ts';

declare module 'vitest' {
  interface ProvidedContext {
    stack: TestStack;
    district: TestDistrict | { readonly failure: string };
  }
}

/**
 * Gives e2e tests a whole platform as `inject('stack')`: its own, on free ports
 * and thrown away afterwards, or the one whose description the variable
 * `XUEYUAN_TEST_STACK` names (see docs/local-platform.md).
 */
export default async function setup(project: TestProject) {
  const kept = process.env.XUEYUAN_TEST_STACK;
  if (kept) {
    await provide(project, await keptStack(kept));
    return undefined;
  }
  await sweep();
  const instance = await throwawayInstance();
  try {
    await bringUp(instance, progressOn(process.stdout), speaker(process.env));
    await provide(project, await testStackOf(instance));
  } catch (error) {
    // Its folder stays: the message names logs in it.
    await takeDown(instance);
    throw error;
  }
  return () => throwAway(instance);
}

async function provide(project: TestProject, stack: TestStack): Promise<void> {
  beginRun(stack);
  // Provided to all projects: `grants` judges what e2e tests did in it.
  project.vitest.provide('stack', stack);
  const district = await testDistrict(stack).catch((error: unknown) => ({
    failure: error instanceof Error ? error.message : String(error),
  }));
  project.provide('district', district);
}

/** Ends what runs left that were killed before they could do it themselves. */
async function sweep(): Promise<void> {
  for (const { instance, owner } of throwawayInstances()) {
    if (!isAlive(owner)) await throwAway(instance);
  }
}

async function throwAway(instance: Instance): Promise<void> {
  await takeDown(instance);
  rmSync(instance.folder, { recursive: true, force: true });
}

async function keptStack(file: string): Promise<TestStack> {
  const stack = readPlatformFile(resolve(root, file), TestStack);
  const isUp =
    stack && (await answerOf(`${stack.emulatorUrl}/_ministack/ready`));
  if (stack && isUp) return stack;
  throw new Error(
    `XUEYUAN_TEST_STACK is "${file}", but no such stack is up. Run "npm run test:stack" first, or leave the variable out.`,
  );
}
