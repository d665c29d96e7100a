import type { Page, Section } from '../section.ts';

/** What is particular to one promise. */
type Promised = {
  readonly missed: string;
  readonly users: string;
  readonly check: string;
  readonly where: string;
};

const promises = {
  'reading-available': {
    missed: 'readers could not open resources: the function answered 5xx',
    users:
      'Readers see "temporarily unavailable" where a resource should open.',
    check:
      'If only one route fails, it is a defect: see `error.message`. If all do, DynamoDB or the directory does not answer: see the health of the Region and `resources-api-errors`.',
    where: 'resources/api',
  },
  'reading-fast': {
    missed: 'resources took more than a second to open',
    users: 'Pages open slowly; nothing is lost.',
    check:
      'Lines `REQUEST` carry `duration` and `cost`. High `cost` on one route is a defect of that route; long duration at its usual cost is DynamoDB, or cold starts after a deployment.',
    where: 'resources/api',
  },
  'searching-available': {
    missed: 'searches were answered 5xx',
    users: 'Readers cannot search; what they have a link to still opens.',
    check:
      '`does not answer` means the engine: see `search-engine-red` and `search-engine-blocked`.',
    where: 'search/api',
  },
  'searching-fast': {
    missed: 'searches took more than a second and a half',
    users: 'Searching is slow; nothing is lost.',
    check:
      'See `SearchRate` and `JVMMemoryPressure` of the domain, and `/xueyuan/<stage>/search-engine/slow-searches`. A rebuild of the index slows searches too.',
    where: 'search/api',
  },
  'contributing-available': {
    missed: 'changes to resources were answered 5xx',
    users:
      'Teachers see "temporarily unavailable" when they save; nothing that was acknowledged is lost, and the same request may be sent again.',
    check:
      'A transaction that is refused again and again names its condition in `error.message`. Else DynamoDB does not answer: see the health of the Region.',
    where: 'resources/api',
  },
  'contributing-fast': {
    missed: 'changes took more than two seconds to be saved',
    users: 'Saving is slow; nothing is lost.',
    check:
      'Lines `REQUEST` carry `duration` and `cost`. Long waits at their usual cost are DynamoDB: see `ThrottledRequests` and `TransactionConflict` of the table `xueyuan-<stage>-catalogue`.',
    where: 'resources/api',
  },
  'uploading-available': {
    missed: 'requests about files were answered 5xx',
    users: 'Teachers cannot add files; drafts and texts can be saved.',
    check:
      'S3 or KMS does not answer, or a permission is gone: `error.name` says which. See `files-api-errors`.',
    where: 'files/api',
  },
  'publishing-soon': {
    missed: 'what was published could be found only after more than a minute',
    users:
      'Authors do not find what they have just published; by its link it opens.',
    check:
      'Follow the way: `events-on-record-delay` (relay), `search-on-resource-changed-delay` (queue), `search-engine-blocked` (engine). A replay or a redrive of old events counts them as late: then nothing is wrong.',
    where: 'search/on-resource-changed',
  },
} as const satisfies Record<string, Promised>;

export const serviceLevels: Page = {
  title: 'Service levels',
  intro:
    'The promises themselves are one table, `lib/service-levels.ts`; how fast is too fast, and why: [ADR 0142](../adr/0142-service-levels-burn-in-two-windows.md). Three alarms lead to each heading: `-quick` (page: at this rate the allowance of a month is gone in two days), `-steady` (page: in five days), `-slow` (ticket: it will be used up).',
  sections: Object.entries<Promised>(promises).map(sectionOf),
};

function sectionOf([name, promised]: [string, Promised]): Section {
  const { missed, users, check, where } = promised;
  return {
    heading: `service-levels-${name}`,
    parts: {
      symptom: `Too often, ${missed}. The alarm's name says how fast the month's allowance of failures burns.`,
      users,
      check: `Open the dashboard \`xueyuan-<stage>-duty\` and the saved query \`xueyuan/<stage>/service-levels\`: which route, which status, since when? One request in full: \`npm run ops -- request <x-request-id> --stage <stage>\`. ${check}`,
      act: `If it began with a deployment, [deploy the commit before](README.md#deploying-another-commit). Otherwise mend what the check found, in \`/xueyuan/<stage>/${where}\` or behind it.`,
      verify:
        'The picture of this promise on the dashboard `xueyuan-<stage>-duty` is below its limit for an hour; the alarm ends by itself.',
      afterwards:
        "Write down how much of the month's allowance went; when more than half is gone, changes wait until the cause is understood.",
    },
  };
}
