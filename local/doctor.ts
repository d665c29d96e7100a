import { findingsOf } from './findings.ts';
import { platformInstance, SettingError } from './instance.ts';
import { lookAtMachine } from './machine.ts';
import { ownOptions } from './options.ts';
import { speaker } from './text.ts';

/**
 * `npm run doctor`: says in plain words what this machine lacks and how to get
 * it. Ends with 0 when nothing is missing, else with 1.
 */
ownOptions({});
const say = speaker(process.env);
try {
  const machine = await lookAtMachine(platformInstance(process.env));
  const findings = findingsOf(machine, say);
  for (const { isGood, text, mend } of findings) {
    console.log(`${isGood ? '✓' : '✗'} ${text}`);
    if (mend) console.log(`  → ${mend}`);
  }
  const count = findings.filter(({ isGood }) => !isGood).length;
  console.log(count === 0 ? say('machineGood') : say('machineBad', { count }));
  process.exitCode = count === 0 ? 0 : 1;
} catch (error) {
  if (!(error instanceof SettingError)) throw error;
  console.log(`✗ ${error.message}`);
  process.exitCode = 1;
}
