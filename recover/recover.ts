import { appendFileSync, mkdirSync } from 'node:fs';
import {
  CloudFormationClient,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { readStage } from '../lib/config.ts';
import { namesOf } from '../lib/names.ts';
import { patience } from '../ops/patience.ts';
import type { Deploy } from './deploying.ts';
import { variablesOf } from './environment.ts';
import { findingsIn, linesIn } from './findings.ts';
import { waitForPages } from './patience.ts';
import { carryOut, type Line } from './run.ts';
import { plans, type StepId } from './steps.ts';
import { type Asked, type Change, takeover } from './takeover.ts';

export type RecoverNeeds = {
  readonly asked: Omit<Asked, 'adoptTables'>;
  /** Folder of the journals. */
  readonly folder: string;
  readonly deploy: Deploy;
  readonly confirm: (step: StepId) => Promise<boolean>;
  readonly begun: (step: StepId) => void;
  readonly noted: (line: Line) => void;
};

/**
 * Has a Region of a stage take over, with the credentials of the environment.
 * One call a process: code of functions keeps the Region that it finds first.
 * Gives what the stage's file must say from now on, once all is done.
 */
export async function recover(
  needs: RecoverNeeds,
): Promise<Change | undefined> {
  const { begun, confirm, deploy, folder } = needs;
  const { to } = needs.asked;
  const adoptTables = to === 'primary' && !(await hasTables(needs.asked));
  const takingOver = takeover({ ...needs.asked, adoptTables });
  const { taken, there } = takingOver;
  const journal = `${folder}/recover-${there.name}-${there.epoch}`;
  const file = `${journal}.ndjson`;
  mkdirSync(folder, { recursive: true });
  Object.assign(process.env, variablesOf(there));
  // Its modules read the variables, and keep the Region they find there.
  const { actionsOf } = await import('./actions.ts');
  const { dynamoDb } = await import('../functions/platform/clients.ts');
  waitForPages(dynamoDb);
  const isDone = await carryOut({
    plan: plans[to],
    actions: actionsOf(takingOver, {
      deploy,
      findings: findingsIn(`${journal}-torn.ndjson`),
    }),
    journal: {
      read: () => linesIn<Line>(file),
      add: (line) => {
        appendFileSync(file, `${JSON.stringify(line)}\n`);
        needs.noted(line);
      },
    },
    confirm,
    begun,
    clock: Date.now,
  });
  return isDone ? taken : undefined;
}

/** Whether the primary Region still has the stack that its tables are in. */
async function hasTables(asked: RecoverNeeds['asked']): Promise<boolean> {
  const stage = readStage(asked, asked.directory);
  const client = new CloudFormationClient({
    region: stage.region,
    ...patience,
  });
  const StackName = namesOf(stage).stack('catalogue');
  try {
    const { Stacks = [] } = await client.send(
      new DescribeStacksCommand({ StackName }),
    );
    return Stacks.length > 0;
  } catch (error) {
    if (error instanceof Error && error.name === 'ValidationError')
      return false;
    throw error;
  }
}
