import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { allAway, awsStages, type Placed, stageOf } from './synthesised.ts';

type Environment = { readonly Variables?: Readonly<Record<string, string>> };
const variablesOf = ({ props }: Placed) =>
  (props.Environment as Environment | undefined)?.Variables ?? {};
const streams = (name: 'prod' | 'dev' | 'taken') =>
  allAway(name, 'AWS::Lambda::EventSourceMapping').filter(
    ({ props }) => props.StartingPosition !== undefined,
  );

describe.each(awsStages)(
  'given the recovery Region of %s standing by',
  (stage) => {
    test('then it has what answers, and no table of its own', () => {
      expect(allAway(stage, 'AWS::Lambda::Function').length).toBeGreaterThan(
        15,
      );
      expect(allAway(stage, 'AWS::ApiGatewayV2::Api')).toHaveLength(1);
      expect(allAway(stage, 'AWS::Cognito::UserPool')).toHaveLength(1);
      expect(allAway(stage, 'AWS::DynamoDB::GlobalTable')).toEqual([]);
      expect(allAway(stage, 'AWS::OpenSearchService::Domain')).toEqual([]);
    });

    test('then every function knows that it stands by', () => {
      for (const one of allAway(stage, 'AWS::Lambda::Function')) {
        expect([one.id, variablesOf(one).MODE]).toEqual([one.id, 'standby']);
      }
    });

    test('then relay and schedules sleep, and nobody is called', () => {
      expect(streams(stage)).toEqual([]);
      const schedules = allAway(stage, 'AWS::Scheduler::Schedule');
      expect(schedules.length).toBeGreaterThan(0);
      for (const { props } of schedules) expect(props.State).toBe('DISABLED');
      const alarms = allAway(stage, 'AWS::CloudWatch::Alarm').filter(
        // What arrives there is news, and told there alone: ADR 0169.
        ({ stack }) => stack !== 'arrivals',
      );
      expect(alarms.length).toBeGreaterThan(20);
      for (const { props } of alarms) expect(props.ActionsEnabled).toBe(false);
    });

    test('then synthesis has nothing to complain of', () => {
      expect(stageOf(stage).complaint).toBe('');
    });
  },
);

describe('given a recovery Region that took over', () => {
  test('then docs/recovery.md names what is to be deleted after failing back', () => {
    const standing = new Set(allAway('dev').map(({ stack }) => stack));
    const stacks = new Set(allAway('taken').map(({ stack }) => stack));
    const left = [...stacks].filter((stack) => !standing.has(stack));
    const said = readFileSync('docs/recovery.md', 'utf8');
    const [, inOrder = ''] = /in this order: ([^(]+)/.exec(said) ?? [];
    const named = [...inOrder.matchAll(/`([^`]+)`/g)].map(([, one]) => one);
    expect(left.length).toBeGreaterThan(0);
    expect(named.toSorted()).toEqual(left.toSorted());
  });

  test('then it answers and writes, in its epoch', () => {
    const functions = allAway('taken', 'AWS::Lambda::Function');
    expect(functions.length).toBeGreaterThan(15);
    const variables = functions.map(variablesOf);
    expect(variables.filter(({ MODE }) => MODE !== undefined)).toEqual([]);
    const epochs = variables.flatMap(({ EPOCH }) => EPOCH ?? []);
    expect(epochs.length).toBeGreaterThan(3);
    expect(new Set(epochs)).toEqual(new Set(['2']));
  });

  test('then relay and schedules are awake, and search is there', () => {
    expect(streams('taken')).toHaveLength(2);
    for (const { props } of allAway('taken', 'AWS::Scheduler::Schedule')) {
      expect(props.State).toBe('ENABLED');
    }
    expect(allAway('taken', 'AWS::OpenSearchService::Domain')).toHaveLength(1);
  });

  test('then nothing is copied to a Region that is lost', () => {
    for (const { props } of allAway('taken', 'AWS::S3::Bucket')) {
      expect(props.ReplicationConfiguration).toBeUndefined();
    }
    const [plan] = allAway('taken', 'AWS::Backup::BackupPlan');
    expect(JSON.stringify(plan?.props)).not.toContain('CopyActions');
  });
});
