import type { Page, Section } from '../section.ts';

const unseen =
  'Nothing; but if the Region were lost now, this would be missing.';

/** A table's replica; `holds` says what is in it. */
function replica(table: string, holds: string): Section {
  return {
    heading: `watch-${table}-replication`,
    parts: {
      symptom: `For a quarter of an hour the replica of the table \`xueyuan-<stage>-${table}\` (${holds}) in the recovery Region has been more than five minutes behind.`,
      users: unseen,
      check:
        'Do the other tables lag too (dashboard `xueyuan-<stage>-duty`, "How far behind are the recovery Region\'s replicas?")? Then it is a Region: see the health of both. One table alone: a burst of writes (`ConsumedWriteCapacityUnits`), such as an import.',
      act: 'It catches up by itself. While it lags, begin no import and no rehearsal of recovery. If it lasts an hour in healthy Regions, open a case with AWS.',
      verify: 'The picture on the dashboard falls below 5 s.',
      afterwards:
        'If it was an import, note its rate: the next one goes slower.',
    },
  };
}

/** A bucket's copies: late ones, which the other Region tells, and failed ones. */
function copies(bucket: string, holds: string): Section[] {
  return [
    {
      heading: `watch-${bucket}-replication`,
      parts: {
        symptom: `For a quarter of an hour objects of the bucket \`${bucket}\` (${holds}) have taken more than 15 minutes to reach the recovery Region: longer than S3 promises. The alarm stands in the recovery Region: S3 measures there.`,
        users: unseen,
        check: `In the recovery Region see \`OperationsPendingReplication\` of the bucket: many files at once, or S3 in one of the Regions is slow (see its health). Does \`watch-${bucket}-replication-failed\` ring too? Begin there.`,
        act: 'Pending objects arrive by themselves. While they lag, begin no rehearsal of recovery.',
        verify:
          '`ReplicationLatency` of the bucket falls below 15 minutes, in the recovery Region.',
        afterwards:
          'If it was an import, note its rate: the next one goes slower.',
      },
    },
    {
      heading: `watch-${bucket}-replication-failed`,
      parts: {
        symptom: `Objects of the bucket \`${bucket}\` (${holds}) could not be copied to the recovery Region. They are not tried again by themselves.`,
        users: unseen,
        check:
          'A permission or a key is gone: who changed the role `xueyuan-<stage>-<region>-storage-replicator`, or the key `xueyuan-<stage>-files` of either Region? CloudTrail names them. Does the bucket of the recovery Region still have versions?',
        act: 'Deploy the stack `storage` of both Regions, then let S3 Batch Replication copy what failed (console of S3, Batch Operations, Replicate, objects whose status is FAILED).',
        verify:
          '`OperationsFailedReplication` of the bucket stays 0, and the job of Batch Replication completes.',
        afterwards:
          'Write down how long copies were missing: had the Region been lost then, these objects would be gone.',
      },
    },
  ];
}

export const watch: Page = {
  title: 'Watch',
  intro:
    'What concerns the whole account or Region. The budget of the month (`budgetUsd` of the stage) is no alarm: AWS Budgets writes to the operators of tickets by itself, at 80 % spent and when all of it is to be expected; see [budget](incidents.md#budget).',
  sections: [
    replica('catalogue', 'resources, reviews and their history'),
    replica('work', 'jobs, uploads and notices'),
    replica('directory', 'people, organisations and roles'),
    ...copies('library', 'files'),
    ...copies('seals', 'seals of the history'),
    ...copies('erasures', 'the ledger of erasures'),
    {
      heading: 'watch-backup-failed',
      parts: {
        symptom: 'A backup of a table or bucket failed.',
        users:
          'Nothing. Point-in-time recovery of the tables goes on, and older backups are there.',
        check:
          'In the console of AWS Backup, Jobs, or `aws backup list-backup-jobs --by-state FAILED`: which resource, and why? Mostly a permission, a key, or a resource that was just made anew.',
        act: 'Mend it by deploying the stack `backup`, then start the backup of that resource by hand (console of AWS Backup, Create on-demand backup).',
        verify: 'A backup of that resource is completed.',
        afterwards:
          'If it was a resource made anew, see that the next night backs it up by itself.',
      },
    },
    {
      heading: 'watch-backup-copy-failed',
      parts: {
        symptom:
          'A backup was made but could not be copied to the vault of the recovery Region.',
        users:
          'Nothing. If the Region were lost now, an older copy would have to do.',
        check:
          '`aws backup list-copy-jobs --by-state FAILED`: which, and why? The vault there refuses copies that would be kept longer or shorter than its lock allows.',
        act: 'Deploy the stacks of the recovery Region if something of them is gone, then copy that recovery point by hand (console of AWS Backup, Copy).',
        verify:
          'The copy stands in the vault `xueyuan-<stage>` of the other Region.',
        afterwards:
          'If `backup.dailyDays` or `backup.yearlyDays` of the configuration was changed, both Regions must be deployed.',
      },
    },
    {
      heading: 'watch-backup-missed',
      parts: {
        symptom: 'For two days no backup has been completed.',
        users: 'Nothing. Point-in-time recovery of the tables goes on.',
        check:
          'Does the plan `xueyuan-<stage>-backup` exist (`aws backup list-backup-plans`), and has it jobs (`aws backup list-backup-jobs`)? A job that does not begin within an hour expires.',
        act: 'Deploy the stack `backup`: `npx cdk deploy -c stage=<stage> backup --exclusively`. Then start a backup by hand.',
        verify: 'A backup is completed, and another the next night.',
        afterwards:
          'Find out who removed or changed the plan: CloudTrail names them. Backups that are there cannot be deleted before their time.',
      },
    },
    {
      heading: 'watch-concurrency',
      parts: {
        symptom:
          'Functions use 80 % of the concurrent executions that the account may have in this Region.',
        users:
          'Nothing yet. At 100 % requests are answered 429 or 503, and events wait.',
        check:
          'Which function takes them (`ConcurrentExecutions` by function)? A flood of readers shows in "How many requests fail?" on the dashboard `xueyuan-<stage>-duty`; an import in "How long have events waited?". By address: the saved query `xueyuan/<stage>/api` over `/xueyuan/<stage>/api/access`.',
        act: 'Raise the quota (Service Quotas, Lambda, Concurrent executions; often at once for moderate numbers). Against a flood lower `api.throttle` in the configuration of the stage and deploy the stack `api`.',
        verify: 'Below 60 % for an hour.',
        afterwards:
          'If use grew by itself, ask for a quota of twice the peak. What was turned away in queues comes again; see `npm run ops -- dlq list --stage <stage>`.',
      },
    },
    {
      heading: 'watch-certificate',
      parts: {
        symptom: "The certificate of the API's own domain ends within 30 days.",
        users:
          'Nothing yet. On the day that it ends all clients refuse the API.',
        check:
          'ACM renews a certificate 60 days before its end if it can prove the domain: the record that it asked for in DNS is gone, or the certificate was imported and is not renewed at all. `aws acm describe-certificate --certificate-arn <arn>` says which; the ARN is `api.domain.certificateArn` of the configuration.',
        act: 'Put the record back as ACM shows it; renewal follows within hours. An imported one: import the next under the same ARN (`aws acm import-certificate`).',
        verify: '`DaysToExpiry` jumps up.',
        afterwards:
          'An imported certificate: put its next end into the calendar.',
      },
    },
  ],
};
