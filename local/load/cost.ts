import {
  CloudWatchLogsClient,
  FilterLogEventsCommand,
  paginateDescribeLogGroups,
} from '@aws-sdk/client-cloudwatch-logs';
import * as z from 'zod';
import { emulatorClient } from '../aws.ts';
import type { Platform } from '../platform-file.ts';

/** What functions spent, as their own log lines say. */
export type Spent = {
  readonly rru: number;
  readonly wru: number;
  readonly s3: number;
};

/** Every function writes one such line a request or batch. */
const Line = z.object({
  code: z.enum(['REQUEST', 'CONSUMED']),
  requestId: z.string().optional(),
  cost: z.object({ rru: z.number(), wru: z.number(), s3: z.number() }),
});

type Window = { readonly from: number; readonly to: number };

/**
 * Sums what the functions spent: on the requests that are named, and on all
 * that consumers did between `from` and `to` (milliseconds since 1970).
 * `untold`: requests of which no line was found, so that the sum is short.
 */
export async function spentOn(
  { emulatorUrl, region }: Pick<Platform, 'emulatorUrl' | 'region'>,
  window: Window,
  requestIds: ReadonlySet<string>,
): Promise<{ requests: Spent; consumers: Spent; untold: number }> {
  const client = new CloudWatchLogsClient(emulatorClient(emulatorUrl, region));
  const untold = new Set(requestIds);
  const requests = { rru: 0, wru: 0, s3: 0 };
  const consumers = { rru: 0, wru: 0, s3: 0 };
  for await (const message of messages(client, window)) {
    const line = readLine(message);
    if (line?.code === 'CONSUMED') add(consumers, line.cost);
    if (line?.code === 'REQUEST' && untold.delete(line.requestId ?? '')) {
      add(requests, line.cost);
    }
  }
  client.destroy();
  return { requests, consumers, untold: untold.size };
}

async function* messages(
  client: CloudWatchLogsClient,
  window: Window,
): AsyncGenerator<string> {
  const groups = paginateDescribeLogGroups(
    { client },
    { logGroupNamePrefix: '/xueyuan/' },
  );
  for await (const { logGroups = [] } of groups) {
    for (const { logGroupName } of logGroups) {
      yield* linesOf(client, logGroupName, window);
    }
  }
}

/** Most lines that one answer holds. */
const pageLines = 10_000;

/**
 * Lines that tell a cost, a stretch of time after another: the emulator gives
 * one full page and no token to go on with, so a full page is asked for again
 * in halves.
 */
async function* linesOf(
  client: CloudWatchLogsClient,
  logGroupName: string | undefined,
  { from, to }: Window,
): AsyncGenerator<string> {
  const { events = [], nextToken } = await client.send(
    new FilterLogEventsCommand({
      logGroupName,
      startTime: from,
      endTime: to,
      filterPattern: '"cost"',
      limit: pageLines,
    }),
  );
  const isWhole = nextToken === undefined && events.length < pageLines;
  if (isWhole || to - from < 2) {
    for (const { message } of events) if (message) yield message;
    return;
  }
  const middle = Math.floor((from + to) / 2);
  yield* linesOf(client, logGroupName, { from, to: middle });
  yield* linesOf(client, logGroupName, { from: middle + 1, to });
}

/** Lines that are not ours (a runtime's warning, a metric) are passed over. */
function readLine(message: string): z.infer<typeof Line> | undefined {
  if (!message.startsWith('{')) return undefined;
  try {
    return Line.safeParse(JSON.parse(message)).data;
  } catch {
    return undefined;
  }
}

function add(sum: { rru: number; wru: number; s3: number }, more: Spent): void {
  sum.rru += more.rru;
  sum.wru += more.wru;
  sum.s3 += more.s3;
}
