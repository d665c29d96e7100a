import { spawnSync } from 'node:child_process';

/** Half an hour for the search domain, and the stacks beside it. */
const limitMs = 90 * 60_000;

/** What is deployed: stacks by `cdk`'s own patterns, of a stage so changed. */
export type Deployed = {
  readonly stage: string;
  readonly overrides: string;
  readonly stacks: readonly string[];
};

export type Deploy = (deployed: Deployed) => Promise<void>;

/** Stacks of each Region; of the recovery Region first those of its bytes. */
export const stacksOf = {
  primary: ['*'],
  recovery: ['recovery/*'],
  'recovery-storage': ['recovery/storage'],
} as const;

/** By `cdk deploy`, of just these stacks and none that they depend on. */
export const cdkDeploy: Deploy = async ({ overrides, stacks, stage }) => {
  const { status } = spawnSync(
    'npx',
    [
      ...['cdk', 'deploy', ...stacks, '--exclusively'],
      ...['-c', `stage=${stage}`, '-c', `overrides=${overrides}`],
      ...['--require-approval', 'never', '--method=direct'],
      ...['--output', '.cache/recover.out'],
    ],
    { stdio: ['ignore', 2, 2], timeout: limitMs },
  );
  if (status !== 0) throw new Error(`cdk deploy ended with ${status}.`);
};
