import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../../../local/instance.ts';

const execute = promisify(execFile);

/** A checkout with the starter and one script. */
let checkout: string;
beforeAll(() => {
  checkout = mkdtempSync(join(tmpdir(), 'checkout-'));
  const local = join(checkout, 'local');
  mkdirSync(local);
  cpSync(join(root, 'local', 'run.mjs'), join(local, 'run.mjs'));
  const script = 'const words: string[] = process.argv.slice(2);\n';
  writeFileSync(join(local, 'hello.ts'), `${script}console.log(words);\n`);
});
afterAll(() => rmSync(checkout, { recursive: true }));

const hello = () =>
  execute(process.execPath, ['local/run.mjs', 'hello', '--loud', 'x'], {
    cwd: checkout,
  });

test('given a checkout without packages, then both languages say what to run first', async () => {
  await expect(hello()).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/先运行：npm ci\n.*First run: npm ci/),
  });
});

test('given a checkout with packages, then the script runs with its own arguments', async () => {
  const bin = join(checkout, 'node_modules', '.bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'cdk'), '');
  const { stdout } = await hello();
  expect(stdout).toBe("[ '--loud', 'x' ]\n");
});
