import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { synthesisedStacks } from '../local/assembly.ts';
import { cdk, localStage, overridesOf } from '../local/deploy.ts';
import { closeGaps } from '../local/emulator-gaps.ts';
import { type Instance, root } from '../local/instance.ts';
import { sha256 } from '../local/journey.ts';
import type { Deploy } from '../recover/deploying.ts';
import { recover } from '../recover/recover.ts';

/** Twice what a loaded machine was seen to take. */
const deployLimitSeconds = 600;

/**
 * One recovery of a drill, in a process of its own that may be killed: the steps
 * of `npm run recover`, but that after a deploy the emulator's gaps are closed.
 * Usage: `node drill/recovering.ts <instance as JSON> recovery|primary`.
 */
const [given = '', seat] = process.argv.slice(2);
const instance = JSON.parse(given) as Instance;
const to = seat === 'primary' ? seat : 'recovery';

const deploy: Deploy = async ({ overrides, stacks, stage }) => {
  const assembly = await synthesised(stage, overrides);
  await cdk(instance, {
    cwd: root,
    args: [
      ...['deploy', ...stacks, '--exclusively', '--app', assembly],
      ...['--require-approval', 'never', '--method=direct'],
      ...['--concurrency', '4', '--progress', 'events'],
    ],
    limitSeconds: deployLimitSeconds,
  });
  const deployed = synthesisedStacks(assembly).filter(({ name, region }) =>
    stacks.some((pattern) => isOf(pattern, name, region)),
  );
  await closeGaps(instance, deployed);
};

/** An assembly serves all steps that deploy the same change. */
async function synthesised(stage: string, overrides: string): Promise<string> {
  const assembly = join(
    instance.folder,
    `out-${sha256(overrides).slice(0, 12)}`,
  );
  const stamp = join(assembly, 'is-whole');
  if (existsSync(stamp)) return assembly;
  const context = ['-c', `stage=${stage}`, '-c', `overrides=${overrides}`];
  await cdk(instance, {
    cwd: root,
    args: ['synth', '--quiet', '--output', assembly, ...context],
    limitSeconds: deployLimitSeconds,
  });
  writeFileSync(stamp, '');
  return assembly;
}

/** Whether a stack is one of those that a pattern of `recover` names. */
function isOf(pattern: string, name: string, region: string): boolean {
  const { recoveryRegion } = localStage(instance);
  const isAway = region === recoveryRegion;
  if (pattern === '*') return !isAway;
  return isAway && (pattern === 'recovery/*' || name.endsWith('-storage'));
}

const taken = await recover({
  asked: { stage: 'local', to, overrides: overridesOf(instance) },
  folder: join(instance.folder, 'recover'),
  deploy,
  confirm: async () => true,
  begun: (step) => console.log(JSON.stringify({ begun: step })),
  noted: (line) => console.log(JSON.stringify(line)),
});
if (taken) console.log(JSON.stringify({ taken }));
process.exitCode = taken ? 0 : 1;
process.exit();
