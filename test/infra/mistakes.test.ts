import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { copiedBuckets, keptBuckets } from '../../lib/names.ts';
import {
  all,
  allAway,
  awsStages,
  type Placed,
  stageOf,
} from './synthesised.ts';

/** All that a stage has, in both of its Regions. */
const everywhere = awsStages.flatMap((stage) =>
  [
    { where: 'own', resources: all(stage) },
    { where: 'recovery', resources: allAway(stage) },
  ].map((seat) => ({ stage, ...seat })),
);

type Props = Placed['props'];

/** What keeps data of each type when somebody, or a deploy, would delete it. */
const guards: Readonly<Record<string, (props: Props) => void>> = {
  'AWS::DynamoDB::GlobalTable': ({ Replicas }) => {
    expect(Replicas).toHaveLength(2);
    for (const replica of Replicas as readonly object[]) {
      expect(replica).toMatchObject({ DeletionProtectionEnabled: true });
    }
  },
  'AWS::Cognito::UserPool': ({ DeletionProtection }) =>
    expect(DeletionProtection).toBe('ACTIVE'),
  'AWS::Backup::BackupVault': ({ LockConfiguration }) =>
    expect(LockConfiguration).toMatchObject({
      MinRetentionDays: expect.any(Number),
      MaxRetentionDays: expect.any(Number),
    }),
  // A bucket with an object in it cannot be deleted, by anybody.
  'AWS::S3::Bucket': () => undefined,
  'AWS::KMS::Key': () => undefined,
  'AWS::OpenSearchService::Domain': () => undefined,
};

const stateful = everywhere.flatMap(({ stage, where, resources }) =>
  resources
    .filter(({ Type }) => Type in guards)
    .map((resource) => ({ stage, where, ...resource })),
);

test('there is data to guard in both Regions', () => {
  for (const { stage, where } of everywhere) {
    const here = stateful.filter(
      (one) => one.stage === stage && one.where === where,
    );
    expect(here.length).toBeGreaterThan(8);
  }
  expect(new Set(stateful.map(({ Type }) => Type))).toEqual(
    new Set(Object.keys(guards)),
  );
});

test.each(stateful)(
  '$Type $id of $stage in its $where Region outlives its stack, and refuses to go',
  ({ DeletionPolicy, UpdateReplacePolicy, Type, props }) => {
    expect([DeletionPolicy, UpdateReplacePolicy]).toEqual(['Retain', 'Retain']);
    guards[Type]?.(props);
  },
);

test('every stack of both Regions is protected from deletion', () => {
  for (const stage of awsStages) {
    const { templates, away } = stageOf(stage);
    expect(away.length).toBeGreaterThan(1);
    for (const { isProtected } of [...templates, ...away]) {
      expect(isProtected).toBe(true);
    }
  }
});

test('what proves and what says who was erased is locked in both Regions', () => {
  const locked = stateful.filter(({ id }) => /^(Seals|Erasures)/.test(id));
  expect(locked).toHaveLength(2 * 2 * awsStages.length);
  for (const { props } of locked) {
    expect(props).toMatchObject({
      ObjectLockEnabled: true,
      ObjectLockConfiguration: {
        ObjectLockEnabled: 'Enabled',
        Rule: { DefaultRetention: { Days: expect.any(Number) } },
      },
      VersioningConfiguration: { Status: 'Enabled' },
    });
  }
});

test('what cannot be made again is copied in time, and deletions are not', () => {
  for (const stage of awsStages) {
    const copied = all(stage, 'AWS::S3::Bucket').filter(
      ({ props }) => props.ReplicationConfiguration,
    );
    expect(copied).toHaveLength(copiedBuckets.length);
    for (const { id, props } of copied) {
      expect(id).toMatch(/^(Library|Derived|Seals|Erasures)/);
      const inTime = { Status: 'Enabled' };
      const rule = {
        Status: 'Enabled',
        DeleteMarkerReplication: { Status: 'Disabled' },
        Destination: { ReplicationTime: inTime, Metrics: inTime },
      };
      expect(props.ReplicationConfiguration).toMatchObject({ Rules: [rule] });
      expect(JSON.stringify(props.ReplicationConfiguration)).toContain(
        stageOf(stage).stage.recoveryRegion,
      );
    }
  }
});

const Plan = z.object({
  BackupPlanRule: z.array(z.looseObject({ Lifecycle: z.unknown() })),
});

test('each backup is copied to the other Region, for as long as it is kept', () => {
  for (const stage of awsStages) {
    const [plan] = all(stage, 'AWS::Backup::BackupPlan');
    const { dailyDays, monthlyDays, yearlyDays } = stageOf(stage).stage.backup;
    const { BackupPlanRule: rules } = Plan.parse(plan?.props.BackupPlan);
    const kept = [dailyDays, monthlyDays, yearlyDays].map((days) => ({
      DeleteAfterDays: days,
    }));
    expect(rules.map(({ Lifecycle }) => Lifecycle)).toEqual(kept);
    for (const { CopyActions, Lifecycle } of rules) {
      expect(CopyActions).toMatchObject([{ Lifecycle }]);
      expect(JSON.stringify(CopyActions)).toContain(
        stageOf(stage).stage.recoveryRegion,
      );
    }
    const [selection] = all(stage, 'AWS::Backup::BackupSelection');
    const resources = JSON.stringify(selection?.props.BackupSelection);
    for (const name of ['catalogue', 'work', 'directory', ...keptBuckets]) {
      expect(resources).toContain(`xueyuan-${stage}-${name}`);
    }
  }
});

/** Nobody's work ever needs these; who mends by hand asks for them first. */
const never =
  /^(s3:(DeleteBucket|Bypass|PutLifecycle|PutBucket|PutObjectRetention|PutReplication|ReplicateDelete)|dynamodb:(DeleteTable|DeleteBackup|UpdateTable|UpdateContinuous)|backup:|kms:(ScheduleKeyDeletion|DisableKey|PutKeyPolicy)|cognito-idp:DeleteUserPool$|es:(Delete|Update)|iam:)/;

type Allowed = { readonly action: string; readonly resource: string };

/** By role name, all that the policies of both Regions allow. */
function allowedIn(stage: (typeof awsStages)[number]): Map<string, Allowed[]> {
  const found = new Map<string, Allowed[]>();
  for (const resources of [all(stage), allAway(stage)]) {
    const nameOf = (ref: string, stack: string) =>
      String(
        resources.find((one) => one.id === ref && one.stack === stack)?.props
          .RoleName,
      );
    for (const { Type, props, stack } of resources) {
      if (Type !== 'AWS::IAM::Policy') continue;
      const roles = props.Roles as readonly { readonly Ref: string }[];
      const { Statement } = props.PolicyDocument as {
        readonly Statement: readonly {
          readonly Action: string | readonly string[];
          readonly Resource: unknown;
        }[];
      };
      const allowed = Statement.flatMap(({ Action, Resource }) =>
        [Action].flat().map((action) => ({
          action,
          resource: JSON.stringify(Resource),
        })),
      );
      for (const { Ref } of roles) {
        const name = nameOf(Ref, stack);
        found.set(name, [...(found.get(name) ?? []), ...allowed]);
      }
    }
  }
  return found;
}

describe.each(awsStages)('given the roles of stage %s', (stage) => {
  const roles = [...allowedIn(stage)];
  const { region, recoveryRegion } = stageOf(stage).stage;
  const deletes = (allowed: readonly Allowed[], bucket: string) =>
    allowed.filter(
      ({ action, resource }) =>
        /^s3:Delete/.test(action) && resource.includes(`-${bucket}-`),
    );

  test('then there are some, and some delete', () => {
    expect(roles.length).toBeGreaterThan(20);
    const deleting = roles.filter(
      ([, allowed]) => deletes(allowed, 'library').length > 0,
    );
    // In each Region the worker, and the eraser for the other's.
    expect(deleting.length).toBe(4);
  });

  test.each(roles)('then %s takes no guard away', (_, allowed) => {
    expect(allowed.map(({ action }) => action)).not.toContainEqual(
      expect.stringMatching(never),
    );
  });

  test.each(roles)('then %s may not delete both copies', (_, allowed) => {
    for (const bucket of copiedBuckets) {
      const where = [region, recoveryRegion].filter((one) =>
        deletes(allowed, bucket).some(({ resource }) => resource.includes(one)),
      );
      expect(where.length).toBeLessThan(2);
    }
  });

  test('then only the erasure workers may become another role', () => {
    const assuming = roles.filter(([, allowed]) =>
      allowed.some(({ action }) => action === 'sts:AssumeRole'),
    );
    const worker = 'erasure-on-erasure-requested';
    expect(assuming.map(([name]) => name)).toEqual(
      [region, recoveryRegion].map(
        (where) => `xueyuan-${stage}-${where}-${worker}`,
      ),
    );
  });

  test.each(roles)('then %s deletes nothing that is locked', (_, allowed) => {
    expect(deletes(allowed, 'seals')).toEqual([]);
    expect(deletes(allowed, 'erasures')).toEqual([]);
  });
});
