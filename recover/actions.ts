import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { erasuresResuming } from '../functions/erasure/recovering.ts';
import { applyLedger } from '../functions/erasure/service/ledger.ts';
import { commit, ledger } from '../functions/erasure/store.ts';
import { directoryErasing } from '../functions/identity/erasing.ts';
import { directoryRecovering } from '../functions/identity/recovering.ts';
import { reopening } from '../functions/identity/reopening.ts';
import { jobsResuming } from '../functions/jobs/recovering.ts';
import { noticesErasing } from '../functions/notifications/erasing.ts';
import { environment } from '../functions/platform/environment.ts';
import { forgetUndone } from '../functions/platform/kept-answers.ts';
import {
  filesErasing,
  resourceErasing,
} from '../functions/resources/erasing.ts';
import { resourceRecovering } from '../functions/resources/recovering.ts';
import { reviewRecovering } from '../functions/review/recovering.ts';
import type { Stage } from '../lib/config.ts';
import { namesOf } from '../lib/names.ts';
import { patience } from '../ops/patience.ts';
import { invoke } from '../ops/tools/invoke.ts';
import { rebuild } from '../ops/tools/rebuild.ts';
import { switchAddress } from './address.ts';
import { copyBytes } from './bytes.ts';
import { type Deploy, stacksOf } from './deploying.ts';
import { userPoolOf } from './environment.ts';
import { exportedEmails } from './exported.ts';
import { fence, unfence } from './fence.ts';
import type { Findings } from './findings.ts';
import { judgeAll, judgeDirectory } from './judging.ts';
import type { Actions } from './run.ts';
import { makeReplicas, tablesAgree } from './tables.ts';
import type { Change, Takeover } from './takeover.ts';

/** Replication takes seconds; what is older than a day was never lost by it. */
const lagHours = 24;

/** Parts of the catalogue that are indexed side by side. */
const segments = 4;

/**
 * The steps as they are done in a stage's account. What is found torn is kept in
 * `findings` before it is mended, so that a killed recovery forgets none of it.
 */
export function actionsOf(
  takingOver: Takeover,
  {
    deploy,
    findings,
  }: { readonly deploy: Deploy; readonly findings: Findings },
): Actions {
  const { overridesOf, standing, taken, there, to } = takingOver;
  const { name: stage, recoveryRegion: old, region } = there;
  const put = (change: Change, which: keyof typeof stacksOf) =>
    deploy({ stage, overrides: overridesOf(change), stacks: stacksOf[which] });
  return {
    stand: async () => {
      const made = await makeReplicas(there);
      await put(standing, 'primary');
      // Only now is there a bucket that new objects can be copied to.
      await put(standing, 'recovery-storage');
      return { made };
    },
    bytes: () => copyBytes(there),
    rest: async () => {
      await put(taken, 'recovery');
      return {};
    },
    fence: async () => ({ fenced: await fence(stage, old) }),
    agree: async () => {
      const copied = await copyBytes(there);
      await tablesAgree(there);
      return copied;
    },
    erasures: async () => {
      // A step before may have made the pool.
      Object.assign(process.env, await userPoolOf(there));
      return eraseAgain();
    },
    reconcile: () => reconcile(findings),
    streams: () => publishStreams(there),
    wake: async () => {
      await put(taken, to);
      await unfence(stage, region);
      return resume();
    },
    accounts: () => openAccounts(there),
    index: () => fillIndex(there),
    address: () => switchAddress(there),
  };
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

async function reconcile(findings: Findings) {
  const since = new Date(Date.now() - lagHours * 3_600_000).toISOString();
  const how = { since, repair: true, tell: findings.add };
  // First: whoever may do what follows from it.
  const directory = await judgeDirectory(directoryRecovering(commit), how);
  const catalogue = await judgeAll(
    resourceRecovering(commit),
    reviewRecovering(commit),
    how,
  );
  const answers = await forgetUndone(environment('WORK_TABLE'));
  return { seen: { directory, ...catalogue }, answers, torn: findings.all() };
}

/** What the lost Region was at: asked for again, now that somebody hears it. */
async function resume() {
  const erasures = await erasuresResuming();
  return { erasures, jobs: await jobsResuming() };
}

async function publishStreams(there: Stage) {
  const { region } = there;
  const names = namesOf(there);
  const dynamoDb = new DynamoDBClient({ region, ...patience });
  const ssm = new SSMClient({ region, ...patience });
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

async function fillIndex(stage: Stage) {
  const at = { stage, aws: { region: stage.region, ...patience } };
  const rebuilt = await rebuild(
    {
      invoke: (step) => invoke(at, ['search', 'on-reindex'], step),
      onProgress: () => undefined,
    },
    segments,
  );
  if (rebuilt.outcome === 'switched') return rebuilt;
  throw new Error(`The index holds ${rebuilt.held} of ${rebuilt.given}.`);
}

/** Into the pool that stands by, or that `wake` has made. */
async function openAccounts(there: Stage) {
  const { identity, region } = there;
  if (!identity.userPool) return { none: 'no user pool' };
  Object.assign(process.env, await userPoolOf(there));
  const bucket = namesOf(there).bucket('exports');
  const s3 = new S3Client({ region, ...patience });
  const exported = await exportedEmails(s3, bucket);
  const emailOf = (username: string) => exported?.emails.get(username);
  const perSecond = identity.accountsPerSecond;
  const reopened = await reopening(commit, perSecond, emailOf)();
  const { people, reason } = reopened.broken;
  if (people === 0) return { ...reopened, emailsOf: exported?.madeAt ?? null };
  throw new Error(`${people} accounts were not opened: ${reason}`);
}
