import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { s3Routes } from './bytes.ts';
import { root } from './instance.ts';
import { barOn } from './load/bar.ts';
import { quantilesOf, rounded, rowsOf, tableLines } from './load/report.ts';
import { AccountError, type LoadReport, runLoad } from './load/run.ts';
import { misused, ownOptions } from './options.ts';
import {
  platformFile,
  readPlatformFile,
  StartedPlatform,
} from './platform-file.ts';
import { speaker } from './text.ts';
import { answerOf } from './wait.ts';

const usual = { count: 1_000, concurrency: 6 } as const;
/** More than that only makes the local platform's one process queue. */
const concurrencyMost = 64;
/** Failures that are shown; the count tells of the others. */
const shownFailures = 5;

const { values, positionals } = ownOptions(
  {
    count: {
      type: 'string',
      default: String(usual.count),
      whole: { least: 1 },
    },
    concurrency: {
      type: 'string',
      default: String(usual.concurrency),
      whole: { least: 1, most: concurrencyMost },
    },
  },
  { positionals: 1 },
);
const say = speaker(process.env);
const line = (text: string) => void process.stdout.write(`${text}\n`);

process.exitCode = await main();

/**
 * `npm run load -- FILE --count N [--concurrency C]`: loads real texts and
 * reports. The exit status is 0 only if all were published, found and read.
 */
async function main(): Promise<number> {
  const [file] = positionals;
  if (file === undefined) return complain(say('loadUsage', usual), misused);
  if (!existsSync(file)) return complain(say('loadNoFile', { file }), misused);
  const count = Number(values.count);
  const concurrency = Number(values.concurrency);
  const wish = { file, count, concurrency };
  const platform = readPlatformFile(platformFile, StartedPlatform);
  if (platform === undefined) return complain(say('loadNoPlatform'));
  const { apiUrl } = platform;
  if ((await answerOf(`${apiUrl}/v1/status`)) === undefined) {
    return complain(say('loadNoAnswer', { url: apiUrl }));
  }
  const bar = barOn(process.stdout, wish.count);
  const onProgress = (done: number, failed: number) =>
    bar(done, failed === 0 ? '' : ` · ${say('loadFailed', { failed })}`);
  const journals = join(root, '.local', 'load');
  try {
    return tell(await runLoad(platform, { ...wish, journals, onProgress }));
  } catch (error) {
    if (!(error instanceof AccountError)) throw error;
    return complain(say('loadNoAccount', { reason: error.message }));
  }
}

function complain(text: string, status = 1): number {
  process.stderr.write(`${text}\n`);
  return status;
}

/** Writes the report; gives the exit status. */
function tell(report: LoadReport): number {
  line(`\n${say('loadRequests')}`);
  for (const text of tableLines(requestTable(report))) line(`  ${text}`);
  line(`\n${say('loadCost')}`);
  for (const text of tableLines(costTable(report))) line(`  ${text}`);
  const { untold } = report.spent;
  if (untold > 0) line(`  ${say('loadUntold', { count: untold })}`);
  const { p50, p95, p99 } = quantilesOf(report.foundAfter);
  const of = report.foundAfter.length;
  const seconds = (value: number) => rounded(value / 1_000, 2);
  line(
    `\n${say('loadFound', { of, p50: seconds(p50), p95: seconds(p95), p99: seconds(p99) })}`,
  );
  const failures = [
    ...report.failures,
    ...report.phrases.failures,
    ...report.files.failures,
    ...(report.neverFound > 0
      ? [say('loadNeverFound', { count: report.neverFound })]
      : []),
  ];
  for (const failure of failures.slice(0, shownFailures))
    line(`  ✗ ${failure}`);
  const { published, before, phrases, files } = report;
  line(
    say('loadSummary', {
      published,
      before,
      failed: failures.length,
      phrases: `${phrases.held}/${phrases.of}`,
      files: `${files.held}/${files.of}`,
      seconds: rounded(report.seconds),
    }),
  );
  return failures.length === 0 ? 0 : 1;
}

function requestTable({ samples }: LoadReport): string[][] {
  const head = say('loadRequestHead').split('|');
  const rows = rowsOf(samples).map((row) => [
    row.route,
    String(row.count),
    rounded(row.p50),
    rounded(row.p95),
    rounded(row.p99),
    String(row.repeated),
    String(row.refused),
  ]);
  return [head, ...rows];
}

/** Per resource that this run published; the client's own S3 requests too. */
function costTable(report: LoadReport): string[][] {
  const { spent, samples } = report;
  const count = Math.max(1, report.published - report.before);
  const sent = samples.filter(({ route }) => route === s3Routes.put).length;
  const row = (name: string, of: Spending) => [
    name,
    ...[of.rru, of.wru, of.s3].map((value) => rounded(value / count, 1)),
  ];
  const upload = { rru: 0, wru: 0, s3: sent };
  const all = [spent.requests, spent.consumers, upload];
  const sum = (unit: keyof Spending) =>
    all.reduce((total, of) => total + of[unit], 0);
  return [
    say('loadCostHead').split('|'),
    row(say('loadCostRequests'), spent.requests),
    row(say('loadCostConsumers'), spent.consumers),
    row(say('loadCostUpload'), upload),
    row(say('loadCostSum'), {
      rru: sum('rru'),
      wru: sum('wru'),
      s3: sum('s3'),
    }),
  ];
}

type Spending = LoadReport['spent']['requests'];
