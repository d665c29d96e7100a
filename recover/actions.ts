import { spawnSync } from 'node:child_process';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  IAMClient,
  PutRolePolicyCommand,
  paginateListRoles,
} from '@aws-sdk/client-iam';
import {
  GetParameterCommand,
  PutParameterCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { applyLedger } from '../functions/erasure/service/ledger.ts';
import { commit, ledger } from '../functions/erasure/store.ts';
import { directoryErasing } from '../functions/identity/erasing.ts';
import { reopening } from '../functions/identity/reopening.ts';
import { noticesErasing } from '../functions/notifications/erasing.ts';
import {
  filesErasing,
  resourceErasing,
} from '../functions/resources/erasing.ts';
import {
  resourceRecovering,
  type Torn,
} from '../functions/resources/recovering.ts';
import type { Stage } from '../lib/config.ts';
import { namesOf } from '../lib/names.ts';
import type { RunNeeds } from './run.ts';

/** What a Region that was succeeded must not do any more. */
const writes = [
  'dynamodb:BatchWriteItem',
  'dynamodb:DeleteItem',
  'dynamodb:PutItem',
  'dynamodb:UpdateItem',
  'events:PutEvents',
  'kms:Sign',
  's3:DeleteObject',
  's3:DeleteObjectVersion',
  's3:PutObject',
  'sqs:SendMessage',
];

/** A name that no policy of the stacks has, so that a deploy leaves it there. */
const fenceName = 'recovery-fence';

/** Replication takes seconds; what is older than a day was never lost by it. */
const lagHours = 24;

/** Half an hour for the search domain, and the stacks beside it. */
const deployLimitMs = 90 * 60_000;

/**
 * The steps as they are done in a stage's account. `there` is the recovery
 * Region in its new epoch, `overrides` what makes the stage so.
 */
export function actionsIn(
  there: Stage,
  overrides: string,
): RunNeeds['actions'] {
  return {
    fence: () => fence(there),
    erasures: eraseAgain,
    reconcile,
    streams: () => publishStreams(there),
    wake: () => wake(there, overrides),
    accounts: () => openAccounts(there),
  };
}

async function fence({ name, recoveryRegion: old }: Stage) {
  const client = new IAMClient({});
  const Statement = [{ Effect: 'Deny', Action: writes, Resource: '*' }];
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  let fenced = 0;
  for await (const { Roles = [] } of paginateListRoles({ client }, {})) {
    for (const { AssumeRolePolicyDocument = '', RoleName = '' } of Roles) {
      const isOld = RoleName.startsWith(`xueyuan-${name}-${old}-`);
      if (!isOld || !AssumeRolePolicyDocument.includes('lambda')) continue;
      const policy = { RoleName, PolicyName: fenceName, PolicyDocument };
      await client.send(new PutRolePolicyCommand(policy));
      fenced += 1;
    }
  }
  return { fenced };
}

async function eraseAgain() {
  const needs = {
    ledger,
    directory: directoryErasing(commit),
    resources: resourceErasing(commit),
    files: filesErasing,
    notices: noticesErasing,
    now: () => new Date(),
  };
  const applied = await applyLedger(needs, ledger.lines());
  if (applied.ok) return { applied: applied.value };
  throw new Error(`${applied.error.person}: ${applied.error.code}`);
}

async function reconcile() {
  const recovery = resourceRecovering(commit);
  const since = new Date(Date.now() - lagHours * 3_600_000).toISOString();
  const torn: Torn[] = [];
  let seen = 0;
  let after: string | undefined;
  do {
    const stretch = { segment: 0, segments: 1, after };
    const page = await recovery.judge(stretch, { since, repair: true });
    seen += page.seen;
    torn.push(...page.torn);
    after = page.after;
  } while (after !== undefined);
  return { seen, torn };
}

async function publishStreams(there: Stage) {
  const { region } = there;
  const names = namesOf(there);
  const dynamoDb = new DynamoDBClient({ region });
  const ssm = new SSMClient({ region });
  for (const table of ['catalogue', 'work'] as const) {
    const { Table } = await dynamoDb.send(
      new DescribeTableCommand({ TableName: names.table(table) }),
    );
    const Value = Table?.LatestStreamArn;
    if (Value === undefined) throw new Error(`${table} has no stream.`);
    const Name = names.parameter(`${table}-stream-arn`);
    const parameter = { Name, Value, Type: 'String', Overwrite: true } as const;
    await ssm.send(new PutParameterCommand(parameter));
  }
  return {};
}

async function wake({ name }: Stage, overrides: string) {
  const context = ['-c', `stage=${name}`, '-c', `overrides=${overrides}`];
  const { status } = spawnSync(
    'npx',
    [
      ...['cdk', 'deploy', 'recovery/*', '--exclusively', ...context],
      ...['--require-approval', 'never', '--method=direct'],
      ...['--output', '.cache/recover.out'],
    ],
    { stdio: ['ignore', 2, 2], timeout: deployLimitMs },
  );
  if (status !== 0) throw new Error(`cdk deploy ended with ${status}.`);
  return {};
}

/** Into the pool that stands by, or that `wake` has made. */
async function openAccounts(there: Stage) {
  const { identity, region } = there;
  if (!identity.userPool) return { none: 'no user pool' };
  const Name = namesOf(there).parameter('user-pool-id');
  const ssm = new SSMClient({ region });
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name }));
  process.env.USER_POOL_ID = Parameter?.Value ?? '';
  const reopened = await reopening(commit, identity.accountsPerSecond)();
  const { people, reason } = reopened.broken;
  if (people === 0) return reopened;
  throw new Error(`${people} accounts were not opened: ${reason}`);
}
