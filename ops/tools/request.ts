import {
  CloudWatchLogsClient,
  paginateDescribeLogGroups,
  paginateFilterLogEvents,
} from '@aws-sdk/client-cloudwatch-logs';
import { toolLog } from '../../functions/operations/contract.ts';
import { namesOf } from '../../lib/names.ts';
import type { Target } from '../target.ts';
import type { Tool } from '../tool.ts';

/** How far back is looked unless `--since` says otherwise. */
const usualHours = 24;
const msPerHour = 3_600_000;

/** Ids that API Gateway gives: letters, digits and `=_-`. */
const requestId = /^[A-Za-z0-9=_-]{8,128}$/;

export type LogLine = {
  readonly at: number;
  readonly group: string;
  readonly message: string;
};

/** `request <x-request-id>`: what every log of the stage says of it, in order. */
export const request: Tool = {
  usage: 'request <x-request-id> [--since <time>]',
  summary: 'requestSummary',
  options: { since: { type: 'string', isTime: true } },
  argumentsMost: 1,
  fault: ({ positionals: [id = ''] }, say) =>
    requestId.test(id) ? undefined : say('requestId', { id }),
  use: async (at, { positionals: [id = ''], values: { since } }, say) => {
    const usual = Date.now() - usualHours * msPerHour;
    const from = since === undefined ? usual : Date.parse(String(since));
    const lines = await linesOfRequest(at, id, from);
    const groups = new Set(lines.map(({ group }) => group)).size;
    const facts = { id, lines: lines.length, groups };
    if (lines.length === 0) {
      const since = new Date(from).toISOString();
      return { lines: [say('requestNone', { id, since })], isDone: false };
    }
    return {
      lines: [
        ...lines.map(
          ({ at, group, message }) =>
            `${new Date(at).toISOString()}  ${group}  ${message.trimEnd()}`,
        ),
        say('requestShown', facts),
      ],
      isDone: true,
    };
  },
};

/**
 * All lines of a stage's logs since `from` (milliseconds) that name a request,
 * by time. One listing, then one filtering for each log group, each in pages.
 */
async function linesOfRequest(
  { stage, aws }: Target,
  id: string,
  from: number,
): Promise<LogLine[]> {
  const client = new CloudWatchLogsClient(aws);
  const logGroupNamePrefix = namesOf(stage).logGroup('', '').slice(0, -1);
  const tools = namesOf(stage).logGroup(...toolLog);
  const found: LogLine[] = [];
  const pages = paginateDescribeLogGroups({ client }, { logGroupNamePrefix });
  for await (const { logGroups = [] } of pages) {
    for (const { logGroupName: group = '' } of logGroups) {
      // That somebody looked for it is no part of what became of it.
      if (group === tools) continue;
      const filtered = paginateFilterLogEvents(
        { client },
        // In quotes it is one term, as it stands in JSON too.
        { logGroupName: group, filterPattern: `"${id}"`, startTime: from },
      );
      for await (const { events = [] } of filtered) {
        for (const { timestamp = 0, message = '' } of events) {
          found.push({ at: timestamp, group, message });
        }
      }
    }
  }
  return found.sort((a, b) => a.at - b.at);
}
