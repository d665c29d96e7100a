import { cpus, totalmem } from 'node:os';
import { apiClient, type Client } from '../../local/client.ts';
import { ownOptions } from '../../local/options.ts';
import type { TestStack } from '../../local/platform-file.ts';
import { signIn } from '../../local/sign-in.ts';
import { borrowStack } from '../support/borrowed-stack.ts';
import { testDistrict } from '../support/district.ts';
import { benchBundles } from './bundles.ts';
import { benchCandidates } from './candidates.ts';
import { benchDeciding } from './deciding.ts';
import { type Figure, isWithin, row } from './figure.ts';
import { benchFiltering } from './filtering.ts';
import { benchMe } from './me.ts';
import { benchReading } from './reading.ts';
import { benchRecovering } from './recovering.ts';
import { benchRosters } from './rosters.ts';
import { benchSealing, benchVerifying } from './sealing.ts';
import { benchSearchable } from './searchable.ts';

/**
 * Prints the figures as the table of docs/benchmarks.md: `npm run bench`, or
 * `npm run bench -- --stack .local/test-stack.json` on a stack that is kept.
 * Ends with status 1 when a bound is missed. With `--rosters` nothing but the
 * roster of 20,000 people is measured, which takes a quarter of an hour.
 */
const { values } = ownOptions({
  stack: { type: 'string', isFile: true },
  rosters: { type: 'boolean' },
});

const [stack, end] = await borrowStack(values.stack);
try {
  const figures = values.rosters
    ? await benchRoster(stack)
    : [
        ...benchBundles(),
        ...benchDeciding(),
        ...(await benchVerifying()),
        ...(await benchStack(stack)),
        ...(await benchSealing(stack)),
        ...(await benchRecovering(stack)),
        ...(await benchCandidates(stack)),
      ];
  report(figures);
  process.exitCode = figures.every(isWithin) ? 0 : 1;
} finally {
  await end();
}
process.exit();

async function benchStack(stack: TestStack): Promise<Figure[]> {
  Object.assign(process.env, stack.environment);
  const { organisations, people } = await testDistrict(stack);
  const tokenOf = async (role: string): Promise<string> => {
    const found = people.find(
      (person) => person.role === role && person.place === 'school',
    );
    if (!found) throw new Error(`The test district has no ${role}.`);
    return (await signIn(stack, found)).accessToken;
  };
  const client = async (role: string): Promise<Client> => {
    const accessToken = await tokenOf(role);
    return apiClient({ apiUrl: stack.apiUrl, token: async () => accessToken });
  };
  const { figures, resource } = await benchSearchable({
    apiUrl: stack.apiUrl,
    teacher: await client('teacher'),
    librarian: await client('librarian'),
    holder: organisations.school,
  });
  return [
    ...(await benchMe(await tokenOf('teacher'))),
    ...(await benchReading(resource)),
    ...(await benchFiltering(stack.engineUrl)),
    ...figures,
  ];
}

async function benchRoster(stack: TestStack): Promise<Figure[]> {
  Object.assign(process.env, stack.environment);
  const { organisations, people } = await testDistrict(stack);
  const operator = people.find(({ role }) => role === 'operator');
  if (!operator) throw new Error('The test district has no operator.');
  // A token counts for 15 minutes: as long as all this may take.
  let token = (await signIn(stack, operator)).accessToken;
  const client = apiClient({
    apiUrl: stack.apiUrl,
    token: async ({ renew }) => {
      if (renew) token = (await signIn(stack, operator)).accessToken;
      return token;
    },
  });
  return benchRosters(client, {
    bureau: organisations.bureau,
    logGroup: `/xueyuan/${stack.environment.STAGE}/rosters/on-roster-requested`,
    worker: `xueyuan-${stack.environment.STAGE}-rosters-on-roster-requested`,
  });
}

function report(figures: readonly Figure[]): void {
  const gigabytes = Math.round(totalmem() / 1024 ** 3);
  const machine = `${cpus().length} cores, ${gigabytes} GB, Node ${process.version}`;
  const day = new Date().toISOString().slice(0, 10);
  const lines = [
    `${day}, ${machine}`,
    '',
    '| figure | measured | bound | |',
    '| --- | --- | --- | --- |',
    ...figures.map(row),
  ];
  const missed = figures.filter((figure) => !isWithin(figure)).length;
  process.stdout.write(`${lines.join('\n')}\n\n`);
  process.stdout.write(`${figures.length} figures, ${missed} bounds missed\n`);
}
