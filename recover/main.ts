import { createInterface } from 'node:readline/promises';
import { stageNames } from '../lib/config.ts';
import { seats } from '../lib/config-fields.ts';
import { ownOptions } from '../local/options.ts';
import { languageOf } from '../local/text.ts';
import { cdkDeploy } from './deploying.ts';
import { recover } from './recover.ts';
import { plans, type StepId, steps } from './steps.ts';
import { isThere } from './takeover.ts';

/**
 * Has a Region of a stage take over, with the credentials of the deployment's
 * account: `npm run recover -- --stage <stage> --to recovery|primary [--plan]
 * [--yes]`.
 */
const { values } = ownOptions({
  stage: { type: 'string', isNeeded: true, oneOf: stageNames() },
  to: { type: 'string', default: 'recovery', oneOf: seats },
  overrides: { type: 'string' },
  plan: { type: 'boolean' },
  yes: { type: 'boolean' },
});
const language = languageOf(process.env);
const { overrides, stage, to } = values;

process.exitCode = await main();
process.exit();

async function main(): Promise<number> {
  const asked = { stage, to, ...(overrides !== undefined && { overrides }) };
  if (values.plan) {
    printPlan(to);
    return 0;
  }
  if (isThere({ ...asked, adoptTables: false })) {
    console.error(
      `config/${stage}.json: active is "${to}" already. Nothing is to be done.`,
    );
    return 1;
  }
  const taken = await recover({
    asked,
    folder: '.local',
    deploy: cdkDeploy,
    confirm,
    begun: (step) => console.log(`${step}: ${steps[step].does[language]}`),
    noted: (line) => console.log(JSON.stringify(line)),
  });
  if (taken) console.log(`config/${stage}.json: ${JSON.stringify(taken)}`);
  return taken ? 0 : 1;
}

function printPlan(seat: keyof typeof plans): void {
  for (const [index, id] of plans[seat].entries()) {
    const { cost, danger, does } = steps[id];
    console.log(`${index + 1}. ${id}: ${does[language]}`);
    console.log(`   ${cost[language]} · ${danger[language]}`);
  }
}

async function confirm(step: StepId): Promise<boolean> {
  if (values.yes) return true;
  const { danger } = steps[step];
  const asked = createInterface({
    input: process.stdin,
    output: process.stdout,
  });
  const answer = await asked.question(`${step}: ${danger[language]} (yes/no) `);
  asked.close();
  return answer === 'yes';
}
