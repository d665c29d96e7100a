import { type Deployment, functionGb, standing } from './deployment.ts';
import { exportOf } from './exporting.ts';
import type { Spent } from './measured.ts';
import type { Assumptions } from './options.ts';
import { type PriceList, usdOf } from './prices.ts';
import { activePeople, useOf } from './use.ts';

/** What lines are summed under. */
export const groups = [
  'requests',
  'tables',
  'events',
  'identity',
  'storage',
  'search',
  'watching',
  'transfer',
  'keys',
  'backup',
  'exporting',
  'mail',
] as const;
export type Group = (typeof groups)[number];

/** One price times so many units of a month. */
export type Line = {
  readonly group: Group;
  readonly price: string;
  readonly units: number;
  readonly usd: number;
};

export type Estimate = {
  readonly lines: readonly Line[];
  readonly usd: number;
  readonly usdPerSchool: number;
  /** By who signs in within the month. */
  readonly usdPerReader: number;
};

const hours = 730;
const kbInGb = 1_000_000;
const mbInGb = 1_000;
const days = 30;
const regions = 2;

/**
 * A consumer's queue is asked by five pollers, each of which waits twenty
 * seconds. Source: AWS Lambda, "Using Lambda with Amazon SQS".
 */
const pollsOfQueue = (5 * days * 86_400) / 20;

/** Messages: sent, received and deleted, by each of the queues that an event is for. */
const queueRequestsOfEvent = 3 * 3;

/** Compressed, a log takes a quarter or so of what was sent. */
const logCompression = 0.25;

/** Parts of a month's traffic to the internet, in GB, each with its price. */
const tiers = [
  ['toInternet', 10_000],
  ['toInternetFrom10Tb', 40_000],
  ['toInternetFrom50Tb', 100_000],
  ['toInternetFrom150Tb', Number.POSITIVE_INFINITY],
] as const;

/**
 * What a month costs in US dollars, by list price, line by line. Units follow
 * from what was measured of each use case; all else is an assumption.
 */
export function estimate(
  prices: PriceList,
  deployment: Deployment,
  assumed: Assumptions,
): Estimate {
  const quantities = quantitiesOf(deployment, assumed);
  const lines = groups.flatMap((group) =>
    Object.entries(quantities[group]).map(
      ([price, units]): Line => ({
        group,
        price,
        units,
        usd: usdOf(prices, price, units),
      }),
    ),
  );
  const usd = lines.reduce((sum, line) => sum + line.usd, 0);
  return {
    lines,
    usd,
    usdPerSchool: usd / Math.max(1, assumed.schools),
    usdPerReader: usd / Math.max(1, activePeople(assumed)),
  };
}

type Quantities = Readonly<Record<Group, Readonly<Record<string, number>>>>;

function quantitiesOf(
  deployment: Deployment,
  assumed: Assumptions,
): Quantities {
  const used = useOf(assumed);
  const stored = storedOf(assumed);
  return {
    requests: {
      apiRequest: used.requests,
      lambdaRequest: used.requests + used.events * 3,
      lambdaGbSecond:
        ((used.requests + used.events * 3) *
          assumed['request-ms'] *
          functionGb) /
        1_000,
    },
    tables: {
      readUnit: used.spent.rru,
      writeUnit: used.spent.wru,
      replicatedWriteUnit: used.spent.wru,
      tableStorage: regions * stored.tablesGb,
      tablePointInTime: regions * stored.tablesGb,
    },
    events: {
      event: used.events,
      queueRequest:
        used.events * queueRequestsOfEvent +
        standing.polledQueues * pollsOfQueue,
    },
    identity: {
      activeAccount: activePeople(assumed) * assumed['own-accounts-share'],
    },
    storage: storageOf(deployment, assumed, stored, used.spent),
    search: searchOf(deployment),
    watching: watchingOf(deployment, assumed, used.requests),
    transfer: transferOf(assumed, used.requests),
    keys: {
      key: standing.keys,
      keyRequest: assumed.uploads + assumed.downloads,
    },
    backup: backupOf(deployment, assumed, stored),
    exporting: exportOf(deployment, assumed),
    mail: { mail: assumed.mails },
  };
}

/** What is kept, in GB, in one Region. */
function storedOf(assumed: Assumptions) {
  const people = assumed.students + assumed.teachers;
  const itemsKb =
    assumed.resources * assumed['resource-kb'] + people * assumed['person-kb'];
  const files = assumed.resources * assumed['files-per-resource'];
  return {
    tablesGb: itemsKb / kbInGb,
    filesGb: (files * assumed['file-mb']) / mbInGb,
  };
}

function storageOf(
  { copies }: Deployment,
  assumed: Assumptions,
  { filesGb }: ReturnType<typeof storedOf>,
  { s3 }: Required<Spent>,
): Record<string, number> {
  const newGb = (assumed.uploads * assumed['file-mb']) / mbInGb;
  return {
    objectStorage: (copies ? regions : 1) * filesGb,
    objectWrite: s3 + assumed.uploads * (copies ? regions : 1),
    objectRead: assumed.downloads,
    ...(copies && { replicationInTime: newGb, betweenRegions: newGb }),
  };
}

/**
 * Backups of tables are whole each time, those of buckets what is new; all are
 * copied to the other Region's vault.
 */
function backupOf(
  { copies, tableBackups }: Deployment,
  assumed: Assumptions,
  { filesGb, tablesGb }: ReturnType<typeof storedOf>,
): Record<string, number> {
  const vaults = copies ? regions : 1;
  const newGb = (assumed.uploads * assumed['file-mb']) / mbInGb;
  return {
    tableBackup: vaults * tableBackups * tablesGb,
    objectBackup: vaults * filesGb,
    ...(copies && { betweenRegions: days * tablesGb + newGb }),
  };
}

function searchOf({ domains }: Deployment): Record<string, number> {
  const quantities: Record<string, number> = {};
  const add = (price: string, units: number) => {
    quantities[price] = (quantities[price] ?? 0) + units;
  };
  for (const { instanceCount, instanceType, managers, volumeGib } of domains) {
    add(instanceType, hours * instanceCount);
    if (managers) add(managers.instanceType, hours * managers.count);
    add('searchStorage', instanceCount * volumeGib);
  }
  return quantities;
}

function watchingOf(
  { logDays, metrics }: Deployment,
  assumed: Assumptions,
  requests: number,
): Record<string, number> {
  const logGb = (requests * assumed['log-kb']) / kbInGb;
  return {
    logIngestion: logGb,
    logStorage: logGb * logCompression * (logDays / days),
    metric: metrics,
    alarmMetric: standing.alarmMetrics,
    compositeAlarm: standing.compositeAlarms,
    dashboard: standing.dashboards,
  };
}

function transferOf(
  assumed: Assumptions,
  requests: number,
): Record<string, number> {
  let left =
    (assumed.downloads * assumed['file-mb']) / mbInGb +
    (requests * assumed['answer-kb']) / kbInGb;
  const quantities: Record<string, number> = {};
  for (const [price, size] of tiers) {
    const units = Math.min(left, size);
    if (units > 0) quantities[price] = units;
    left -= units;
  }
  return quantities;
}
