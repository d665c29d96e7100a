import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CommandError, run } from '../../../local/command.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'command-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function shell(script: string, limitSeconds = 20) {
  const log = join(folder, 'a.log');
  return run({ command: 'sh', args: ['-c', script], log, limitSeconds });
}

test('given a command that succeeds, then all that it wrote is in its log', async () => {
  await shell('echo out; echo err >&2');
  expect(readFileSync(join(folder, 'a.log'), 'utf8')).toBe('out\nerr\n');
});

test('given a command that fails, then the error shows it, its status and its last lines', async () => {
  const failing = shell('echo the reason; exit 3');
  await expect(failing).rejects.toThrow(CommandError);
  await expect(failing).rejects.toThrow(/ended with 3/);
  await expect(failing).rejects.toThrow(/the reason/);
});

test('given a command that takes too long, then it is ended with all that it started', async () => {
  const began = performance.now();
  const late = shell('sleep 60 & sleep 60; wait', 0.2);
  await expect(late).rejects.toThrow(/did not end within 0\.2 s/);
  expect(performance.now() - began).toBeLessThan(10_000);
});

test('given a command that does not exist, then the error names it', async () => {
  const log = join(folder, 'a.log');
  const failing = run({ command: 'no-such', args: [], log, limitSeconds: 5 });
  await expect(failing).rejects.toThrow(/no-such/);
});
