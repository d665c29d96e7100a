import { describe, expect, test } from 'vitest';
import { all, type Placed, type StageName, stageOf } from './synthesised.ts';

const { omit } = stageOf('local').stage;

/** Where a resource stands, whatever its stage. */
const place = ({ Type, id, stack }: Placed) => `${stack}/${id} ${Type}`;
/**
 * Custom domain and subscribers are made only where a stage names them, and the
 * address of mails only where it is of the stage's own Region.
 */
const byConfiguration = [
  'AWS::ApiGatewayV2::ApiMapping',
  'AWS::ApiGatewayV2::DomainName',
  'AWS::Budgets::Budget',
  'AWS::SES::EmailIdentity',
  'AWS::SNS::Subscription',
];

const places = (name: StageName) =>
  all(name)
    .filter(({ Type, props }) => {
      // Whose certificate it is, is configuration too.
      if (props.MetricName === 'DaysToExpiry') return false;
      return !byConfiguration.includes(Type);
    })
    .map(place)
    .toSorted();

test('the local stage has what production has, resource by resource', () => {
  const production = places('prod');
  expect(production.length).toBeGreaterThan(150);
  expect(places('local')).toEqual(production);
});

test('what is omitted locally is what its list says, and no more', () => {
  const conditioned = all('local').filter(({ Condition }) => Condition);
  const reasons = conditioned.map((resource) => {
    if (omit.includes(resource.Type)) return resource.Type;
    if (resource.props.Metrics) return 'alarm-on-metric-math';
    if (transportPolicies.includes(resource.Type))
      return 'denial-of-plain-http';
    return `${place(resource)} is omitted without a reason`;
  });
  expect([...new Set(reasons)].toSorted()).toEqual(omit.toSorted());
});

test('every condition of the local stage is never met', () => {
  for (const { template } of stageOf('local').templates) {
    for (const condition of Object.values(template.Conditions ?? {})) {
      expect(condition).toEqual({
        'Fn::Equals': [{ Ref: 'AWS::Region' }, 'nowhere'],
      });
    }
  }
});

test.each(['prod', 'dev'] as const)('%s has no condition at all', (name) => {
  for (const { template } of stageOf(name).templates) {
    expect(template.Conditions).toBeUndefined();
  }
});

test('an empty list leaves a local stage without any omission', () => {
  expect(all('whole').filter(({ Condition }) => Condition)).toEqual([]);
});

describe('given the local stage with and without its list', () => {
  const whole = new Map(all('whole').map((one) => [place(one), one.props]));
  const rows = all('local').map((one) => ({ name: place(one), one }));

  test.each(rows)('then $name says the same', ({ name, one }) => {
    const before = whole.get(name);
    if (!transportPolicies.includes(one.Type) || one.Condition) {
      expect(one.props).toEqual(before);
      return;
    }
    const { PolicyDocument: _, ...rest } = before ?? {};
    expect(one.props).toMatchObject(rest);
    expect(statements(one.props)).toEqual(
      statements(before).filter((statement) => !isOfTransport(statement)),
    );
  });
});

/** Policies of things, which turn away what does not come by TLS. */
const transportPolicies = [
  'AWS::S3::BucketPolicy',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
];

function statements(props: Placed['props'] = {}): readonly unknown[] {
  const { Statement } = (props.PolicyDocument ?? { Statement: [] }) as {
    readonly Statement: readonly unknown[];
  };
  return Statement;
}

function isOfTransport(statement: unknown): boolean {
  return /aws:SecureTransport|s3:TlsVersion/.test(JSON.stringify(statement));
}
