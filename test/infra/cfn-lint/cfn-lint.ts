import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../../local/command.ts';
import { type Installation, installed } from '../../../local/install.ts';
import { cacheFolder, root } from '../../../local/instance.ts';

const requirements = join(root, 'test/infra/cfn-lint/requirements.txt');

/** From a slow package cache on a loaded machine it takes a minute. */
const installLimitSeconds = 600;

/** Judging all templates of a stage takes some ten seconds on an idle core. */
const judgeLimitMs = 600_000;

const installation: Installation = {
  name: 'cfn-lint',
  pins: requirements,
  fill: async (folder) => {
    const log = join(cacheFolder, 'logs', 'install-cfn-lint.log');
    const limits = { log, limitSeconds: installLimitSeconds };
    await run({ command: 'python3', args: ['-m', 'venv', folder], ...limits });
    await run({
      command: join(folder, 'bin', 'python'),
      args: ['-m', 'pip', 'install', '--quiet', '-r', requirements],
      ...limits,
    });
  },
};

/**
 * That a dependency is said twice: the CDK writes one on a role with its policy
 * beside what follows from the role's ARN, and that does no harm.
 */
const ignored = 'W3005';

/** A template for a Region, as it would be deployed there. */
export type Judged = {
  readonly name: string;
  readonly region: string;
  readonly template: unknown;
};

/**
 * What cfn-lint finds in templates, a line each, by what each one's Region has.
 * Installs it the first time, pinned, into a virtual environment of its own;
 * Python with `venv` must be there, as for the local platform.
 */
export async function findingsOf(all: readonly Judged[]): Promise<string[]> {
  const python = join(await installed(installation), 'bin', 'python');
  const folder = mkdtempSync(join(tmpdir(), 'xueyuan-cfn-lint-'));
  try {
    const found: string[] = [];
    for (const region of new Set(all.map((one) => one.region))) {
      const here = join(folder, region);
      mkdirSync(here);
      const files = all
        .filter((one) => one.region === region)
        .map(({ name, template }) => {
          const file = join(here, `${name}.json`);
          writeFileSync(file, JSON.stringify(template));
          return file;
        });
      found.push(...(await judge(python, region, files)));
    }
    return found.map((line) => line.replaceAll(`${folder}/`, ''));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Ends with a status above 0 when it finds something, or cannot judge. */
function judge(
  python: string,
  region: string,
  files: readonly string[],
): Promise<string[]> {
  // Its script names the folder that it was installed in before it was moved.
  const start = 'import sys; from cfnlint.runner import main; sys.exit(main())';
  const how = ['--format', 'parseable', '--ignore-checks', ignored];
  const args = ['-c', start, ...how, '--regions', region, '--', ...files];
  const options = { timeout: judgeLimitMs, maxBuffer: 64 * 1024 * 1024 };
  return new Promise((done) => {
    execFile(python, args, options, (error, stdout, stderr) => {
      const lines = `${stdout}${stderr}`.split('\n').filter(Boolean);
      if (error && lines.length === 0) lines.push(error.message);
      done(lines);
    });
  });
}
