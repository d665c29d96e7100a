import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { metricNamespace } from '../../functions/platform/contract.ts';
import { runbooksAddressMost } from '../../lib/config-fields.ts';
import { ownMetrics } from '../../lib/metrics.ts';
import { burns, serviceLevels } from '../../lib/service-levels.ts';
import { awsMetrics, readOn } from './aws-metrics.ts';
import {
  all,
  allAway,
  awsStages,
  inAws,
  type Placed,
  runbooksOf,
  type StageName,
} from './synthesised.ts';

const Dimensions = z.array(z.object({ Name: z.string(), Value: z.unknown() }));
const Plain = z.object({
  Namespace: z.string(),
  MetricName: z.string(),
  Dimensions: Dimensions.optional(),
});
const Maths = z.object({
  Metrics: z.array(
    z.object({
      Expression: z.string().optional(),
      MetricStat: z.object({ Metric: Plain }).optional(),
    }),
  ),
});

type Shown = {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: readonly string[];
  readonly service?: unknown;
};

function shown({
  Namespace,
  MetricName,
  Dimensions = [],
}: z.infer<typeof Plain>) {
  return {
    namespace: Namespace,
    name: MetricName,
    dimensions: Dimensions.map(({ Name }) => Name).toSorted(),
    service: Dimensions.find(({ Name }) => Name === 'service')?.Value,
  };
}

/** The metrics that these alarms look at. */
function lookedAt(alarms: readonly Placed[]): Shown[] {
  return alarms.flatMap(({ props }) => {
    const plain = Plain.safeParse(props);
    if (plain.success) return [shown(plain.data)];
    return Maths.parse(props).Metrics.flatMap(({ MetricStat }) =>
      MetricStat ? [shown(MetricStat.Metric)] : [],
    );
  });
}

const here = (stage: StageName) =>
  lookedAt(all(stage, 'AWS::CloudWatch::Alarm'));
const there = (stage: StageName) =>
  lookedAt(allAway(stage, 'AWS::CloudWatch::Alarm'));

/** The metrics that a stage's alarms look at, in either Region. */
const ofAlarms = (stage: StageName) => [...here(stage), ...there(stage)];

const Widgets = z.object({
  widgets: z.array(
    z.object({
      properties: z.looseObject({
        title: z.string(),
        metrics: z.array(z.array(z.unknown())),
      }),
    }),
  ),
});

/** A dashboard's text, with a name in place of what AWS will fill in. */
function bodyOf(value: unknown): z.infer<typeof Widgets> {
  const { 'Fn::Join': joined } = z
    .object({ 'Fn::Join': z.tuple([z.string(), z.array(z.unknown())]) })
    .parse(value);
  const text = joined[1].map((part) => (typeof part === 'string' ? part : 'x'));
  return Widgets.parse(JSON.parse(text.join(joined[0])));
}

const dashboards = (stage: StageName) =>
  all(stage, 'AWS::CloudWatch::Dashboard').map(({ props }) =>
    bodyOf(props.DashboardBody),
  );

/** A search names a namespace, its dimension and the metric. */
const searched = /^SEARCH\('\{([^,]+),(\w+)\} MetricName="(\w+)" /;

/** The metrics that a stage's dashboards show. */
function ofDashboards(stage: StageName): Shown[] {
  return dashboards(stage)
    .flatMap(({ widgets }) => widgets)
    .flatMap(({ properties }) => properties.metrics)
    .flatMap((row): Shown[] => {
      if (typeof row[0] === 'object') {
        const { expression } = row[0] as { readonly expression: string };
        const [, namespace, dimension, name] = searched.exec(expression) ?? [];
        return namespace && dimension && name
          ? [{ namespace, name, dimensions: [dimension] }]
          : [];
      }
      const [namespace, name, ...rest] = row.filter(
        (one) => typeof one === 'string',
      );
      const names = rest.filter((_, at) => at % 2 === 0);
      const service = rest[names.indexOf('service') * 2 + 1];
      return [
        {
          namespace: namespace ?? '',
          name: name ?? '',
          dimensions: names.toSorted(),
          ...(names.includes('service') && { service }),
        },
      ];
    });
}

/** Whether our functions write it, or AWS documents it so. */
function isKnown({ namespace, name, dimensions, service }: Shown): boolean {
  if (namespace === metricNamespace) {
    const written = Object.entries(ownMetrics).find(([of]) => of === service);
    return (
      dimensions.join() === 'service' &&
      written?.[1].some((one) => one === name) === true
    );
  }
  return awsMetrics.some(
    (documented) =>
      documented.namespace === namespace &&
      documented.names.includes(name) &&
      documented.dimensions.some((set) => set.join() === dimensions.join()),
  );
}

describe.each(awsStages)('given the metrics of stage %s', (stage) => {
  const alarms = ofAlarms(stage);
  const pictures = ofDashboards(stage);

  test('then there are some to judge', () => {
    expect(alarms.length).toBeGreaterThan(100);
    expect(pictures.length).toBeGreaterThan(30);
  });

  test('then each that an alarm looks at is written by us or documented by AWS', () => {
    expect(alarms.filter((one) => !isKnown(one))).toEqual([]);
  });

  test('then each that a dashboard shows is written by us or documented by AWS', () => {
    expect(pictures.filter((one) => !isKnown(one))).toEqual([]);
  });
});

test.each(awsStages)(
  'what is published where copies arrive is looked at there, in %s',
  (stage) => {
    const names = awsMetrics
      .filter(({ whereCopiesArrive }) => whereCopiesArrive)
      .flatMap((one) => one.names.map((name) => `${one.namespace} ${name}`));
    const looks = (by: readonly Shown[]) =>
      new Set(
        by
          .map(({ namespace, name }) => `${namespace} ${name}`)
          .filter((name) => names.includes(name)),
      );
    expect(names.length).toBeGreaterThan(0);
    expect([...looks(here(stage))]).toEqual([]);
    expect([...looks(there(stage))]).toEqual(names);
  },
);

test('each row of the table says what was read, and when', () => {
  expect(readOn).toMatch(/^2\d{3}-\d\d-\d\d$/);
  for (const { source, open = 'nothing' } of awsMetrics) {
    expect(source).toMatch(/^https:\/\/|, /);
    expect(open).toMatch(/\w/);
  }
});

test('the table of AWS holds nothing that nobody looks at', () => {
  const used = awsStages.flatMap((stage) => [
    ...ofAlarms(stage),
    ...ofDashboards(stage),
  ]);
  const unused = awsMetrics.flatMap(({ namespace, names }) =>
    names.filter(
      (name) =>
        !used.some((one) => one.namespace === namespace && one.name === name),
    ),
  );
  expect(unused).toEqual([]);
});

describe.each(awsStages)('given the dashboards of stage %s', (stage) => {
  test('then there are two, for duty and for growth', () => {
    const names = all(stage, 'AWS::CloudWatch::Dashboard').map(({ props }) =>
      String(props.DashboardName).replace(/^.*-/, ''),
    );
    expect(names.toSorted()).toEqual(['duty', 'growth']);
  });

  test('then each picture asks in both languages and says what is good', () => {
    for (const { properties } of dashboards(stage).flatMap(
      (one) => one.widgets,
    )) {
      expect(properties.title).toMatch(
        /^[^（]*\p{Script=Han}[^（]*？（好：.+） .*\? \(good: .+\)$/u,
      );
      expect(properties.metrics.length).toBeGreaterThan(0);
    }
  });
});

const ofOther = awsStages.flatMap((stage) =>
  allAway(stage, 'AWS::CloudWatch::Alarm').map((one) => ({ stage, ...one })),
);
const telling = ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm']
  .flatMap((type) => inAws(type))
  .filter(({ props }) => props.AlarmActions !== undefined)
  .concat(ofOther.filter(({ props }) => props.ActionsEnabled !== false));

describe('given alarms that tell somebody', () => {
  test('then there are some to judge', () => {
    expect(telling.length).toBeGreaterThan(100);
  });

  test.each(telling)(
    'then $stage $id says so in both languages',
    ({ props, stage }) => {
      const says = String(props.AlarmDescription);
      expect(says).toMatch(/\p{Script=Han}.*[。] .*[A-Za-z]+.*\. Query: /u);
      // With the longest address of runbooks that a stage may name.
      const longest = says.replaceAll(
        runbooksOf(stage),
        'x'.repeat(runbooksAddressMost),
      );
      expect(longest.length).toBeGreaterThan(2 * runbooksAddressMost);
      expect(longest.length).toBeLessThanOrEqual(1_024);
    },
  );

  test.each(telling)(
    'then $stage $id leads to a saved query',
    ({ props, stage }) => {
      const [, name] =
        /Query: (\S+) /.exec(String(props.AlarmDescription)) ?? [];
      const type = 'AWS::Logs::QueryDefinition';
      const queries = [...all(stage, type), ...allAway(stage, type)];
      expect(queries.map((one) => one.props.Name)).toContain(name);
    },
  );
});

test.each(awsStages)(
  'saved queries of %s read logs that there are',
  (stage) => {
    const logs = all(stage, 'AWS::Logs::LogGroup').map(
      ({ props }) => props.LogGroupName,
    );
    const queries = all(stage, 'AWS::Logs::QueryDefinition');
    expect(queries.length).toBeGreaterThan(10);
    const names = queries.map(({ props }) => props.Name);
    expect(new Set(names).size).toBe(names.length);
    for (const { props } of queries) {
      for (const name of (props.LogGroupNames ?? []) as string[]) {
        expect(logs).toContain(name);
      }
    }
  },
);

const rates = awsStages.flatMap((stage) =>
  Object.entries(serviceLevels).flatMap(([level, { goodPercent }]) =>
    Object.entries(burns).map(([rate, burn]) => ({
      stage,
      name: `xueyuan-${stage}-service-levels-${level}-${rate}`,
      allowed: burn.times * (100 - goodPercent),
      burn,
    })),
  ),
);

test.each(rates)(
  '$name rings when both windows burn too fast',
  ({ stage, name, allowed, burn }) => {
    const composite = all(stage, 'AWS::CloudWatch::CompositeAlarm').find(
      ({ props }) => props.AlarmName === name,
    );
    const rule = JSON.stringify(composite?.props.AlarmRule);
    for (const window of ['long', 'short'] as const) {
      const part = all(stage, 'AWS::CloudWatch::Alarm').find(
        ({ props }) => props.AlarmName === `${name}-${window}`,
      );
      const { period, periods } = burn[window];
      expect(part?.props.Threshold).toBeCloseTo(allowed, 6);
      expect(part?.props.EvaluationPeriods).toBe(periods);
      expect(JSON.stringify(part?.props.Metrics)).toContain(
        `"Period":${period.toSeconds()}`,
      );
      expect(part?.props.AlarmActions).toBeUndefined();
      expect(rule).toContain(`"${part?.id}"`);
    }
    expect(rule).toContain(' AND ');
    expect(allowed).toBeLessThan(100);
  },
);
