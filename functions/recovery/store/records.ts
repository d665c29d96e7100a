import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { dynamoDb } from '../../platform/clients.ts';
import { environment } from '../../platform/environment.ts';
import { oldestIn } from '../../platform/history-heads.ts';
import { DrillSummary } from '../contract.ts';

/** The one item of a stage's last drill, in the table `work`. */
const drillKey = { pk: 'RECOVERY', sk: 'DRILL' } as const;

/** A backlog is looked through so far back: hours are the rule. */
const daysMost = 7;
const msPerDay = 24 * 3_600_000;

/** The newest drill that was recorded. 0.5 RRU. */
async function lastDrill(): Promise<DrillSummary | undefined> {
  const { Item } = await dynamoDb.send(
    new GetCommand({ TableName: environment('WORK_TABLE'), Key: drillKey }),
  );
  return Item && DrillSummary.parse(Item.drill);
}

/** Records a drill in the place of the one before. 1 WRU. */
async function keepDrill(drill: DrillSummary): Promise<void> {
  const Item = { ...drillKey, drill };
  await dynamoDb.send(
    new PutCommand({ TableName: environment('WORK_TABLE'), Item }),
  );
}

/**
 * When the oldest change was made that is not older than `since`, of resources
 * or organisations; a week is looked through at most. For each of the two
 * tables ten queries a day, 0.5 RRU each.
 */
async function oldestChange(
  since: string | undefined,
  now: Date,
): Promise<string | undefined> {
  const earliest = new Date(now.getTime() - daysMost * msPerDay).toISOString();
  const from = since === undefined || since < earliest ? earliest : since;
  const span = { from, until: now.toISOString() };
  const found = await Promise.all(
    (['CATALOGUE_TABLE', 'DIRECTORY_TABLE'] as const).map((table) =>
      oldestIn(environment(table), span),
    ),
  );
  return found.filter((one) => one !== undefined).toSorted()[0];
}

export const recoveryStore = { lastDrill, keepDrill, oldestChange };
export type RecoveryStore = typeof recoveryStore;
