import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { eventOf } from '../../functions/events/model.ts';
import { events as files } from '../../functions/files/contract.ts';
import { jobKinds, events as jobs } from '../../functions/jobs/contract.ts';
import { dueEvents as days } from '../../functions/resources/due/contract.ts';
import { events as resources } from '../../functions/resources/history/contract.ts';
import { events as reviews } from '../../functions/review/news/contract.ts';
import { all, awsStages, beside } from './synthesised.ts';

/** Which events each consumer must get. */
const consumers = {
  'files-on-file-promoted': ['file.promoted'],
  'erasure-on-erasure-requested': ['erasure.requested'],
  'search-on-resource-changed': Object.keys(resources),
  'search-on-file-read': ['file.read'],
  'resources-on-day-waiting': Object.keys(days),
  'rosters-on-roster-requested': ['roster.requested'],
  'notifications-on-news': [
    'resource.accepted',
    'resource.published',
    'resource.rejected',
    'resource.changes-requested',
    'resource.withdrawn',
    'resource.restored',
    'resource.reminded',
    'resource.fell-due',
    'resource.renewed',
    'review.assigned',
    'review.due',
    'review.reviewer-replaced',
    'review.seat-empty',
    'review.decided',
  ],
} as const;

/** What a queue's mapping or a rule's target says of where it leads. */
const text = (value: unknown) => JSON.stringify(value);

/** Sort keys, and the table in which an item that has one is news. */
const items: readonly { sk: string; of?: 'catalogue' | 'work' }[] = [
  { sk: 'H#0001#00000007', of: 'catalogue' },
  { sk: 'FILE', of: 'catalogue' },
  { sk: 'TEXT', of: 'catalogue' },
  { sk: 'HEAD' },
  { sk: 'B#0001#00000007' },
  { sk: 'V#00001' },
  { sk: 'REF#res_1' },
  { sk: 'MARKER' },
  { sk: 'UPLOAD' },
  { sk: 'JOB', of: 'work' },
];

describe.each(awsStages)('given stage %s', (stage) => {
  const rules = all(stage, 'AWS::Events::Rule');
  const sources = all(stage, 'AWS::Lambda::EventSourceMapping');

  describe.each(Object.entries(consumers))('for %s', (name, types) => {
    const [fn] = all(stage, 'AWS::Lambda::Function').filter(
      ({ props }) => props.FunctionName === `xueyuan-${stage}-${name}`,
    );
    const stack = { stage, stack: fn?.stack ?? '' };
    const [source] = beside(stack, 'AWS::Lambda::EventSourceMapping').filter(
      ({ props }) => text(props.FunctionName) === text({ Ref: fn?.id }),
    );
    const [queue] = beside(stack, 'AWS::SQS::Queue').filter(
      ({ id }) => text(source?.props.EventSourceArn) === text(arnOf(id)),
    );

    test('then a rule sends just its events to its queue', () => {
      const targeting = beside(stack, 'AWS::Events::Rule').filter(({ props }) =>
        text(props.Targets).includes(text(queue?.id)),
      );
      expect(targeting.map(({ props }) => props.EventPattern)).toEqual([
        { source: ['xueyuan'], 'detail-type': types },
      ]);
    });

    test('then only the messages that failed come back', () => {
      expect(source?.props.FunctionResponseTypes).toEqual([
        'ReportBatchItemFailures',
      ]);
    });

    test('then no message is given twice while it is worked off', () => {
      const six = 6 * Number(fn?.props.Timeout);
      expect(queue?.props.VisibilityTimeout).toBe(six);
    });

    test('then somebody is told when it falls behind', () => {
      const alarms = beside(stack, 'AWS::CloudWatch::Alarm').filter(
        ({ props }) =>
          props.MetricName === 'ApproximateAgeOfOldestMessage' &&
          text(props.Dimensions).includes(text(queue?.id)),
      );
      expect(alarms).toHaveLength(1);
    });
  });

  test('then every event that there is has somebody who waits for it', () => {
    const awaited = rules.flatMap(({ props }) => {
      const pattern = props.EventPattern as Record<string, string[]>;
      return pattern['detail-type'] ?? [];
    });
    const known = [days, files, jobs, resources, reviews].flatMap((one) =>
      Object.keys(one),
    );
    expect([...new Set(awaited)].toSorted()).toEqual(known.toSorted());
  });

  test('then what a rule cannot deliver is kept', () => {
    expect(rules.length).toBeGreaterThan(0);
    for (const { props } of rules) {
      expect(props.Targets).toEqual([
        expect.objectContaining({ DeadLetterConfig: expect.anything() }),
      ]);
    }
  });

  describe.each(['catalogue', 'work'])('for the stream of %s', (table) => {
    const relays = sources.filter(
      ({ stack, props }) =>
        stack === 'events' && text(props.EventSourceArn).includes(table),
    );

    test('then a stretch that fails is halved, kept and told', () => {
      expect(relays.map(({ props }) => props)).toEqual([
        expect.objectContaining({
          BisectBatchOnFunctionError: true,
          StartingPosition: 'TRIM_HORIZON',
          MaximumRecordAgeInSeconds: 43_200,
          DestinationConfig: { OnFailure: { Destination: expect.anything() } },
        }),
      ]);
    });

    test.each(items)('then the relay gets $sk: $of', ({ sk, of }) => {
      const [relay] = relays;
      const [filter] = Filters.parse(relay?.props.FilterCriteria).Filters;
      const pattern = Pattern.parse(JSON.parse(filter.Pattern));
      const passes = pattern.dynamodb.Keys.sk.S.some((form) =>
        typeof form === 'string' ? form === sk : sk.startsWith(form.prefix),
      );
      expect(passes).toBe(of === table);
    });
  });
});

function arnOf(id: string) {
  return { 'Fn::GetAtt': [id, 'Arn'] };
}

const Filters = z.object({
  Filters: z.tuple([z.object({ Pattern: z.string() })]),
});
const Form = z.union([z.string(), z.strictObject({ prefix: z.string() })]);
const Pattern = z.strictObject({
  eventName: z.tuple([z.literal('INSERT')]),
  dynamodb: z.strictObject({
    Keys: z.strictObject({ sk: z.strictObject({ S: z.array(Form) }) }),
  }),
});

test.each(['FILE', 'TEXT'])(
  'the relay makes an event of a file item %s',
  (sk) => {
    const image = { pk: `file#${'0'.repeat(64)}`, sk };
    expect(eventOf(image, new Date(0)).ok).toBe(true);
  },
);

test.each(jobKinds)('the relay makes an event of a job of kind %s', (kind) => {
  const image = { pk: `job_${'0'.repeat(26)}`, sk: 'JOB', kind };
  expect(eventOf(image, new Date(0))).toMatchObject({
    value: { type: `${kind}.requested`, detail: { job: image.pk } },
  });
});
