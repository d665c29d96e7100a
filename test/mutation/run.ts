import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { CommandError, run } from '../../local/command.ts';
import { callsFile } from '../../local/emulator.ts';
import { root } from '../../local/instance.ts';
import { ownOptions } from '../../local/options.ts';
import { writePlatformFile } from '../../local/platform-file.ts';
import { recordedCalls } from '../grants/calls.ts';
import {
  type Grant,
  grantsIn,
  putPolicy,
  type RolePolicy,
  rolePolicies,
  sentence,
  without,
} from '../grants/policies.ts';
import { borrowStack } from '../support/borrowed-stack.ts';

/** A whole e2e run takes five minutes; on a loaded machine several times that. */
const runLimitSeconds = 3_600;

/**
 * Takes grants away from functions' roles, one at a time, and sees e2e tests
 * fail: `npm run test:mutation [-- --sample N] [--seed TEXT] [--all]
 * [--only TEXT] [--stack FILE] [TEST FILE …]`. A sample of ten of the grants that
 * these files, or all e2e tests, use; another with another seed; only those with
 * a text in them, as a function's name; on a stack of its own or one that is
 * kept. Ends with status 1 when the tests fail though nothing is taken,
 * or pass though something is.
 */
const { positionals, values } = ownOptions(
  {
    sample: { type: 'string', default: '10', whole: { least: 1 } },
    seed: { type: 'string', default: '1' },
    all: { type: 'boolean' },
    only: { type: 'string', default: '' },
    stack: { type: 'string', isFile: true },
  },
  { positionals: Number.POSITIVE_INFINITY },
);

const files = positionals.length > 0 ? positionals : ['test/e2e'];

const [stack, end] = await borrowStack(values.stack);
const log = join(stack.folder, 'logs', 'mutation.log');
const description = join(stack.folder, 'mutation.json');
writePlatformFile(description, stack);
try {
  process.exitCode = (await survivors()) === 0 ? 0 : 1;
} finally {
  await end();
}
process.exit();

type Mutant = { readonly policy: RolePolicy; readonly grant: Grant };

/** How many grants may be taken away and no test fails. */
async function survivors(): Promise<number> {
  tell('The e2e tests run once with all that is granted.');
  const before = await failure();
  if (before) throw new Error(`They fail as it is. ${before}`);
  const used = new Set(recordedCalls(stack).map(sentence));
  const mutants = (await rolePolicies(stack))
    .flatMap((policy) => grantsIn(policy).map((grant) => ({ policy, grant })))
    .filter(({ grant }) => used.has(sentence(grant)))
    .filter(({ grant }) => sentence(grant).includes(values.only));
  const sample = sampled(mutants);
  tell(`${sample.length} of ${mutants.length} grants that were used:`);
  let survived = 0;
  for (const mutant of sample) {
    const isNoticed = await breaks(mutant);
    if (!isNoticed) survived += 1;
    tell(
      `${isNoticed ? 'breaks' : 'NOTHING FAILS'}  ${sentence(mutant.grant)}`,
    );
  }
  tell(`${sample.length - survived} broke something, ${survived} did not`);
  return survived;
}

/** Whether a test fails without a grant, and because it was denied. */
async function breaks({ policy, grant }: Mutant): Promise<boolean> {
  await putPolicy(stack, without(policy, grant));
  try {
    const isRed = (await failure()) !== undefined;
    const isDenied = recordedCalls(stack).some(
      ({ allowed, role, action }) =>
        !allowed && role === grant.role && action === grant.action,
    );
    return isRed && isDenied;
  } finally {
    await putPolicy(stack, policy);
  }
}

/** How the first e2e test fails that fails now, and ends the run with it. */
async function failure(): Promise<string | undefined> {
  rmSync(callsFile(stack), { force: true });
  try {
    await run({
      command: join(root, 'node_modules', '.bin', 'vitest'),
      args: ['run', '--project', 'e2e', '--bail', '1', ...files],
      cwd: root,
      environment: { ...process.env, XUEYUAN_TEST_STACK: description },
      log,
      limitSeconds: runLimitSeconds,
    });
    return undefined;
  } catch (error) {
    if (error instanceof CommandError) return error.message;
    throw error;
  }
}

/** The mutants whose turn the seed says it is, or all. */
function sampled(mutants: readonly Mutant[]): Mutant[] {
  const place = ({ grant }: Mutant) =>
    createHash('sha256')
      .update(values.seed + sentence(grant))
      .digest('hex');
  const shuffled = mutants.toSorted((a, b) => (place(a) < place(b) ? -1 : 1));
  return values.all ? shuffled : shuffled.slice(0, Number(values.sample));
}

function tell(line: string): void {
  process.stdout.write(`${line}\n`);
}
