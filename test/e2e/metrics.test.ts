import {
  CloudWatchLogsClient,
  paginateDescribeLogGroups,
  paginateFilterLogEvents,
} from '@aws-sdk/client-cloudwatch-logs';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { metricNamespace } from '../../functions/platform/contract.ts';
import { ownMetrics } from '../../lib/metrics.ts';
import { namesOf } from '../../lib/names.ts';
import { visitor } from '../support/http.ts';
import { publishedResource } from '../support/lifecycle.ts';
import { rootTarget } from '../support/operators.ts';

const target = rootTarget();
const names = namesOf(target.stage);
const logs = new CloudWatchLogsClient(target.aws);

/** A line in the embedded metric format, as functions write it. */
const Line = z.looseObject({
  service: z.string(),
  _aws: z.object({
    CloudWatchMetrics: z.array(
      z.object({
        Namespace: z.string(),
        Dimensions: z.array(z.array(z.string())),
        Metrics: z.array(z.object({ Name: z.string() })),
      }),
    ),
  }),
});

/** Every metric that functions of a capability wrote, by name. */
async function writtenBy(capability: string): Promise<Set<string>> {
  const written = new Set<string>();
  const groups = paginateDescribeLogGroups(
    { client: logs },
    { logGroupNamePrefix: names.logGroup(capability, '') },
  );
  for await (const { logGroups = [] } of groups) {
    for (const { logGroupName } of logGroups) {
      const lines = paginateFilterLogEvents(
        { client: logs },
        { logGroupName, filterPattern: '"CloudWatchMetrics"' },
      );
      for await (const { events = [] } of lines) {
        for (const { message = '' } of events) note(written, message);
      }
    }
  }
  return written;
}

function note(written: Set<string>, message: string): void {
  const { service, _aws, ...values } = Line.parse(JSON.parse(message));
  for (const { Namespace, Dimensions, Metrics } of _aws.CloudWatchMetrics) {
    expect(Namespace).toBe(metricNamespace);
    expect(Dimensions).toContainEqual(['service']);
    for (const { Name } of Metrics) {
      if (values[Name] !== undefined) written.add(`${service} ${Name}`);
    }
  }
}

test('given what people do, then functions write every metric that alarms and dashboards look at', async () => {
  const { id, title } = await publishedResource();
  await visitor().get(`/v1/resources/${id}`);
  await visitor().get(`/v1/search?q=${encodeURIComponent(title)}`);
  for (const [capability, entry] of [
    ['seals', 'on-hour'],
    ['operations', 'on-night'],
  ] as const) {
    const FunctionName = names.function(capability, entry);
    await new LambdaClient(target.aws).send(
      new InvokeCommand({ FunctionName, Payload: '{}' }),
    );
  }
  const looked = Object.entries(ownMetrics).flatMap(([service, metrics]) =>
    metrics.map((name) => `${service} ${name}`),
  );
  expect(looked.length).toBeGreaterThan(5);
  const missing = async () => {
    const written = await Promise.all(Object.keys(ownMetrics).map(writtenBy));
    return looked.filter((one) => !written.some((all) => all.has(one)));
  };
  await expect.poll(missing, { timeout: 50_000, interval: 1_000 }).toEqual([]);
});
