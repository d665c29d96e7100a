import { resolve } from 'node:path';
import { bringUp, takeDown } from '../../local/bring-up.ts';
import { throwawayInstance } from '../../local/instance.ts';
import { readPlatformFile, TestStack } from '../../local/platform-file.ts';
import { testStackOf } from '../../local/platform-of.ts';
import { progressOn } from '../../local/progress.ts';
import { speaker } from '../../local/text.ts';

/** A stack for a command, and what to call when it is no longer needed. */
export type BorrowedStack = readonly [TestStack, () => Promise<unknown>];

/**
 * The kept stack that `file` describes, or without one a stack of its own,
 * which its end takes down; its progress goes to standard error.
 */
export async function borrowStack(file?: string): Promise<BorrowedStack> {
  return file ? [kept(file), async () => undefined] : own();
}

function kept(file: string): TestStack {
  const stack = readPlatformFile(resolve(file), TestStack);
  if (stack) return stack;
  throw new Error(`There is no ${file}; run "npm run test:stack".`);
}

async function own(): Promise<BorrowedStack> {
  const instance = await throwawayInstance();
  const end = () => takeDown(instance);
  try {
    await bringUp(instance, progressOn(process.stderr), speaker(process.env));
    return [await testStackOf(instance), end];
  } catch (error) {
    await end();
    throw error;
  }
}
