import {
  appendFileSync,
  existsSync,
  globSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import type { RunnerTask } from 'vitest';
import * as z from 'zod';
import { root } from '../../local/instance.ts';
import type { TestStack } from '../../local/platform-file.ts';

/** The files of the e2e project. */
export const e2eFiles = 'test/{store,e2e}/**/*.test.ts';

const Ran = z.strictObject({ file: z.string(), passed: z.boolean() });

/** Forgets the run before, if the stack is kept. */
export function beginRun(stack: TestStack): void {
  rmSync(ranFile(stack), { force: true });
}

/** Notes how a file's tests ended. */
export function noteRan(
  stack: TestStack,
  file: string,
  tests: RunnerTask,
): void {
  const line = { file: relative(root, file), passed: hasPassed(tests) };
  appendFileSync(ranFile(stack), `${JSON.stringify(line)}\n`);
}

/** The e2e files of which not all tests have run and passed in this run. */
export function notPassed(stack: TestStack | undefined): string[] {
  const passed = new Set(stack && passedFiles(stack));
  return globSync(e2eFiles, { cwd: root }).filter((file) => !passed.has(file));
}

function passedFiles(stack: TestStack): string[] {
  const file = ranFile(stack);
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => Ran.parse(JSON.parse(line)))
    .filter(({ passed }) => passed)
    .map((ran) => ran.file);
}

function hasPassed(task: RunnerTask): boolean {
  if (task.type === 'suite') return task.tasks.every(hasPassed);
  return task.result?.state === 'pass';
}

function ranFile({ folder }: TestStack): string {
  return join(folder, 'ran.ndjson');
}
