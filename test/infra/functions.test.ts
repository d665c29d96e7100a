import { globSync, readFileSync } from 'node:fs';
import type { Metafile } from 'esbuild';
import { describe, expect, test } from 'vitest';
import {
  all,
  awsStages,
  beside,
  inAws,
  type Placed,
  stageOf,
} from './synthesised.ts';

const functions = inAws('AWS::Lambda::Function');
const entries = globSync('functions/*/{api,on-*}.ts').map((file) =>
  file.slice('functions/'.length, -'.ts'.length),
);

/** What a function's name says: `xueyuan-<stage>-<capability>-<entry>`. */
function entryOf({ props }: Placed): string {
  const [, , capability, ...entry] = String(props.FunctionName).split('-');
  return `${capability}/${entry.join('-')}`;
}

test.each(awsStages)('stage %s has a function for each entry', (stage) => {
  const made = all(stage, 'AWS::Lambda::Function').map(entryOf);
  expect(made.length).toBeGreaterThan(10);
  expect(made.toSorted()).toEqual(entries.toSorted());
});

test('functions have no credentials but those of their role', () => {
  const { outputs } = JSON.parse(
    readFileSync('dist/meta.json', 'utf8'),
  ) as Metafile;
  const held = Object.values(outputs).flatMap(({ inputs }) =>
    Object.entries(inputs)
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([file]) => /credential-provider-[a-z-]+/.exec(file)?.[0]),
  );
  expect([...new Set(held)].filter(Boolean)).toEqual([
    'credential-provider-env',
  ]);
});

describe.each(functions)('given $stage $props.FunctionName', (fn) => {
  const { id, props, stage } = fn;
  const entry = entryOf(fn);

  test('then it runs Node 24 on arm64, by its bundle', () => {
    expect(props).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
    });
  });

  test('then its log is its own and is kept as long as the stage says', () => {
    const { LogGroup } = props.LoggingConfig as {
      readonly LogGroup: { readonly Ref: string };
    };
    const logs = beside(fn, 'AWS::Logs::LogGroup');
    expect(logs.find((log) => log.id === LogGroup.Ref)?.props).toMatchObject({
      LogGroupName: `/xueyuan/${stage}/${entry}`,
      RetentionInDays: stageOf(stage).stage.logDays,
    });
  });

  test('then its role is its own, without any managed policy', () => {
    const sharers = beside(fn, 'AWS::Lambda::Function').filter(
      (other) =>
        JSON.stringify(other.props.Role) === JSON.stringify(props.Role),
    );
    expect(sharers.map(entryOf)).toEqual([entry]);
    for (const role of beside(fn, 'AWS::IAM::Role')) {
      expect(role.props.ManagedPolicyArns).toBeUndefined();
    }
  });

  test.each(['Errors', 'Throttles', 'Duration'])(
    'then an alarm watches its %s',
    (MetricName) => {
      expect(beside(fn, 'AWS::CloudWatch::Alarm')).toContainEqual(
        expect.objectContaining({
          props: expect.objectContaining({
            MetricName,
            Namespace: 'AWS/Lambda',
            Dimensions: [{ Name: 'FunctionName', Value: { Ref: id } }],
          }),
        }),
      );
    },
  );

  test('then the alarm of lateness rings before its time is over', () => {
    const [late] = beside(fn, 'AWS::CloudWatch::Alarm').filter(
      (alarm) =>
        alarm.props.MetricName === 'Duration' &&
        JSON.stringify(alarm.props.Dimensions).includes(`"${id}"`),
    );
    expect(late?.props).toMatchObject({ ExtendedStatistic: 'p99' });
    expect(late?.props.Threshold).toBe(800 * Number(props.Timeout));
  });

  test('then all variables that its code asks for are set', () => {
    const { Variables } = props.Environment as {
      readonly Variables: Readonly<Record<string, unknown>>;
    };
    const bundle = readFileSync(`dist/${entry}/index.mjs`, 'utf8');
    const asked = new Set(variablesIn(bundle));
    const missing = [...asked].filter((name) => !(name in Variables));
    expect(missing.toSorted()).toEqual(unreached[entry] ?? []);
  });
});

/** What indexing has no use for of resources and files. */
const toIndex = ['EPOCH', 'INTAKE_BUCKET', 'LIBRARY_BUCKET', 'WORK_TABLE'];

/**
 * Variables that stand in a bundle, but not on any way that its entry takes:
 * what a function has no use for, it is not told.
 */
const unreached: Readonly<Record<string, readonly string[]>> = {
  'access/api': ['EPOCH'],
  'erasure/api': [
    'DERIVED_BUCKET',
    'EPOCH',
    'ERASURES_BUCKET',
    'EVENT_BUS',
    'INTAKE_BUCKET',
    'JOBS_BUCKET',
    'LIBRARY_BUCKET',
    'USER_POOL_ID',
  ],
  'erasure/on-erasure-requested': [
    'DERIVED_BUCKET',
    'JOBS_BUCKET',
    'LIBRARY_BUCKET',
  ],
  'files/api': ['DERIVED_BUCKET', 'EPOCH'],
  'files/on-file-promoted': ['INTAKE_BUCKET', 'WORK_TABLE'],
  'identity/on-token': ['USER_POOL_ID'],
  'jobs/api': ['EVENT_BUS'],
  'operations/on-reconcile': ['DERIVED_BUCKET', 'INTAKE_BUCKET', 'WORK_TABLE'],
  'resources/on-restore': ['DERIVED_BUCKET', 'INTAKE_BUCKET', 'WORK_TABLE'],
  'resources/api': ['DERIVED_BUCKET', 'INTAKE_BUCKET'],
  'review/on-resource-submitted': ['EPOCH'],
  'rosters/api': ['EVENT_BUS'],
  'search/api': ['EPOCH'],
  'search/on-file-read': toIndex,
  'search/on-reindex': ['INTAKE_BUCKET', 'LIBRARY_BUCKET', 'WORK_TABLE'],
  'search/on-resource-changed': toIndex,
};

/** Names that our code gives to `environment(…)`; Lambda sets AWS's own. */
const known = new Set(
  globSync('functions/**/*.ts')
    .map((file) => readFileSync(file, 'utf8'))
    .flatMap((text) => [...text.matchAll(/environment\(\s*'([A-Z_]+)'/g)])
    .map(([, name = '']) => name)
    .filter((name) => !name.startsWith('AWS_')),
);

function variablesIn(bundle: string): string[] {
  return [...known].filter((name) =>
    new RegExp(`[(]["'\`]${name}["'\`][)]`).test(bundle),
  );
}

test('every HTTP entry is behind the pipeline', () => {
  const files = globSync('functions/*/api.ts');
  expect(files.length).toBeGreaterThan(5);
  for (const file of files) {
    const [, capability] = file.split('/');
    expect(readFileSync(file, 'utf8')).toMatch(
      new RegExp(`export const handler = httpApi\\(\\s*'${capability}'`),
    );
  }
});
