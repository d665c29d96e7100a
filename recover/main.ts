import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { Language } from '../functions/platform/contract.ts';
import { readStage, type Stage } from '../lib/config.ts';
import { copiedBuckets, namesOf, tables } from '../lib/names.ts';
import { inRecoveryRegion } from '../lib/seats.ts';
import { carryOut, type Line } from './run.ts';
import { stepIds, steps } from './steps.ts';

/**
 * Has a stage's recovery Region take over, with the credentials of the
 * deployment's account: `npm run recover -- --stage <stage> [--plan] [--yes]`.
 */
const { values } = parseArgs({
  options: {
    stage: { type: 'string' },
    overrides: { type: 'string' },
    plan: { type: 'boolean' },
    yes: { type: 'boolean' },
  },
});
const language: Language = /^zh/i.test(process.env.LANG ?? '') ? 'zh-CN' : 'en';
const before = readStage(values);
const { epoch } = before;
const given = values.overrides ? JSON.parse(values.overrides) : {};
const change = {
  ...given,
  active: 'recovery',
  epoch: epoch + 1,
  recovery: { ...given.recovery, copies: false },
};
const overrides = JSON.stringify(change);
const there = inRecoveryRegion(readStage({ ...values, overrides }));
const file = `.local/recover-${before.name}-${there.epoch}.ndjson`;

if (values.plan) printPlan();
else process.exitCode = (await recover()) ? 0 : 1;
process.exit();

function printPlan(): void {
  for (const [index, id] of stepIds.entries()) {
    const { cost, danger, does } = steps[id];
    console.log(`${index + 1}. ${id}: ${does[language]}`);
    console.log(`   ${cost[language]} · ${danger[language]}`);
  }
}

async function recover(): Promise<boolean> {
  Object.assign(process.env, variablesOf(there), await userPoolOf(there));
  // Its modules read the variables, and keep the Region they find there.
  const { actionsIn } = await import('./actions.ts');
  const isDone = await carryOut({
    actions: actionsIn(there, overrides),
    journal: { read, add },
    confirm,
    begun: (step) => console.log(`${step}: ${steps[step].does[language]}`),
    clock: Date.now,
  });
  const text = {
    active: 'recovery',
    epoch: there.epoch,
    recovery: change.recovery,
  };
  if (isDone)
    console.log(`config/${before.name}.json: ${JSON.stringify(text)}`);
  return isDone;
}

/** The pool that stands by, if there is one. */
async function userPoolOf(stage: Stage): Promise<Record<string, string>> {
  if (!stage.identity.userPool || !stage.recovery.pilotLight) return {};
  const ssm = new SSMClient({ region: stage.region });
  const Name = namesOf(stage).parameter('user-pool-id');
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name }));
  return { USER_POOL_ID: Parameter?.Value ?? '' };
}

function read(): Line[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line));
}

function add(line: Line): void {
  mkdirSync(dirname(file), { recursive: true });
  appendFileSync(file, `${JSON.stringify(line)}\n`);
  console.log(JSON.stringify(line));
}

async function confirm(step: keyof typeof steps): Promise<boolean> {
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

/** What the code of functions finds things by, as the stacks would set it. */
function variablesOf(stage: Stage): Record<string, string> {
  const names = namesOf(stage);
  const { region } = stage;
  return {
    AWS_REGION: region,
    EPOCH: String(stage.epoch),
    STAGE: stage.name,
    POWERTOOLS_SERVICE_NAME: 'recovery',
    ...Object.fromEntries(
      tables.map((one) => [`${one.toUpperCase()}_TABLE`, names.table(one)]),
    ),
    ...Object.fromEntries(
      ([...copiedBuckets, 'derived', 'intake'] as const).flatMap((one) => [
        [`${one.toUpperCase()}_BUCKET`, names.bucket(one)],
        [
          `${one.toUpperCase()}_COPIES`,
          JSON.stringify([{ region, bucket: names.bucket(one) }]),
        ],
      ]),
    ),
  };
}
