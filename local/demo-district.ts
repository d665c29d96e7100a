import { loadDemo } from './demo/load-demo.ts';
import { readDistrict } from './demo/read-demo.ts';
import { demoPassword, firstOperator } from './first-operator.ts';
import type { Instance } from './instance.ts';
import { journalFile } from './kept.ts';
import { readMark, setMark } from './parameters.ts';
import { type Platform, StartedPlatform } from './platform-file.ts';
import type { Progress } from './progress.ts';
import type { Say } from './text.ts';

const Accounts = StartedPlatform.shape.accounts;

/** Who sets the demo district up; its own operator is one of its people. */
const founder = { username: 'first-operator', name: '首任运维' };

/**
 * Loads the demo district through the public API, if this platform has not got
 * it yet. Gives one account of each role.
 */
export async function demoDistrict(
  instance: Instance,
  platform: Platform,
  { step }: Progress,
  say: Say,
): Promise<StartedPlatform['accounts']> {
  const { region } = platform;
  const loaded = await readMark(instance, region, 'demo');
  if (loaded) return Accounts.parse(JSON.parse(loaded));
  const bureau = readDistrict().organisations.find(
    ({ kind }) => kind === 'bureau',
  );
  if (!bureau) throw new Error('The demo district has no bureau.');
  const operator = await step(say('firstOperator'), () =>
    firstOperator(platform, { ...founder, organisation: bureau.name }),
  );
  const { accounts } = await step(say('demo'), ({ note }) =>
    loadDemo(platform, {
      operator,
      password: demoPassword,
      journal: journalFile(instance),
      onProgress: ({ what, done, of }) => note(say(what, { done, of })),
    }),
  );
  await setMark(instance, region, 'demo', JSON.stringify(accounts));
  return { ...accounts };
}
