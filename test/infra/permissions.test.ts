import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import {
  all,
  awsStages,
  inAws,
  type Placed,
  type StageName,
} from './synthesised.ts';

const Texts = z
  .union([z.string(), z.array(z.unknown())])
  .transform((texts) => (Array.isArray(texts) ? texts : [texts]));
const Statement = z.looseObject({
  Effect: z.enum(['Allow', 'Deny']),
  Action: Texts,
  Resource: z
    .unknown()
    .optional()
    .transform((one) => (Array.isArray(one) ? one : [one])),
  Principal: z.unknown().optional(),
  Condition: z.record(z.string(), z.unknown()).optional(),
});
const Policy = z.looseObject({ Statement: z.array(Statement) });
type Statement = z.infer<typeof Statement>;

const Joined = z.object({
  'Fn::Join': z.tuple([z.string(), z.array(z.unknown())]),
});

/** A policy document, also where the template has it as text. */
function written(document: unknown): unknown {
  const joined = Joined.safeParse(document);
  if (!joined.success) return document;
  const [separator, parts] = joined.data['Fn::Join'];
  const texts = parts.map((part) => (typeof part === 'string' ? part : 'x'));
  return JSON.parse(texts.join(separator));
}

const policies = inAws().flatMap((resource) =>
  ['PolicyDocument', 'KeyPolicy', 'AccessPolicies', 'AssumeRolePolicyDocument']
    .filter((property) => property in resource.props)
    .map((property) => ({
      ...resource,
      property,
      statements: Policy.parse(written(resource.props[property])).Statement,
    })),
);

const allowing = policies.map((policy) => ({
  ...policy,
  statements: policy.statements.filter(({ Effect }) => Effect === 'Allow'),
}));

const isOf = (type: string) => (resource: Placed) => resource.Type === type;
const ofPeople = allowing.filter(isOf('AWS::IAM::ManagedPolicy'));
const ofRoles = [...allowing.filter(isOf('AWS::IAM::Policy')), ...ofPeople];

/** Actions that IAM asks for on everything, and who has use for them. */
const nameless = {
  'cloudwatch:GetMetricData':
    'recovery tells operators how far copies lag behind.',
  'logs:DescribeLogGroups': 'request, an operator’s tool, looks through logs.',
  'sqs:ListQueues': 'dlq list, an operator’s tool, shows all queues.',
} as const;

test('there are policies of every kind to judge', () => {
  const types = new Set(policies.map(({ Type }) => Type));
  expect([...types].toSorted()).toEqual([
    'AWS::IAM::ManagedPolicy',
    'AWS::IAM::Policy',
    'AWS::IAM::Role',
    'AWS::KMS::Key',
    'AWS::Logs::ResourcePolicy',
    'AWS::OpenSearchService::Domain',
    'AWS::S3::BucketPolicy',
    'AWS::SNS::TopicPolicy',
    'AWS::SQS::QueuePolicy',
  ]);
});

test('no role stands for inline policies that this test does not see', () => {
  for (const { props } of inAws('AWS::IAM::Role')) {
    expect(props.Policies).toBeUndefined();
  }
});

/** A key of another Region has no name here but its alias. */
const onlyByAlias = {
  'ForAnyValue:StringEquals': {
    'kms:ResourceAliases': [expect.stringMatching(/^alias\/xueyuan-/)],
  },
};

describe.each(ofRoles)('given the policy $stage $stack/$id', (policy) => {
  test.each(policy.statements)(
    'then $Action are named one by one',
    (allowed) => {
      for (const action of allowed.Action) {
        expect(action).toMatch(/^[a-z0-9-]+:[A-Za-z]+$/);
      }
    },
  );

  test.each(policy.statements)(
    'then $Action are on named things',
    ({ Action, Resource }) => {
      if (Action.every((action) => String(action) in nameless)) return;
      expect(Resource).not.toContain('*');
    },
  );

  test('then it allows only, and anyone only what the role does', () => {
    for (const { Condition, Principal } of policy.statements) {
      expect(Principal).toBeUndefined();
      expect([undefined, onlyByAlias]).toContainEqual(Condition);
    }
  });
});

/** Why a policy of a thing may allow all actions, or name no thing. */
const reasons = {
  'AWS::KMS::Key':
    'A key policy is of its one key; without its account as administrator a key cannot be mended.',
  'AWS::OpenSearchService::Domain':
    'All methods of HTTP, each role has its own in its policy.',
} as const;

describe.each(allowing.filter((policy) => !ofRoles.includes(policy)))(
  'given the $property of $stage $stack/$id',
  ({ Type, statements }) => {
    test('then what it allows has no wildcard without a reason', () => {
      if (Type in reasons) return;
      for (const { Action, Resource } of statements) {
        expect(Action.join(' ')).not.toContain('*');
        expect(Resource).not.toContain('*');
      }
    });

    test('then it is not open to everyone', () => {
      for (const { Principal } of statements) {
        expect(Principal).toBeDefined();
        expect(JSON.stringify(Principal)).not.toContain('"*"');
      }
    });

    test('then a service is let in for one source or account only', () => {
      for (const statement of statements.filter(isOfService)) {
        expect(JSON.stringify(statement.Condition ?? {})).toMatch(
          /aws:Source(Account|Arn)/,
        );
      }
    });
  },
);

/** Whether it lets a service in to a thing; roles are assumed without source. */
function isOfService({ Action, Principal }: Statement): boolean {
  const isAssumed = Action.includes('sts:AssumeRole');
  return !isAssumed && JSON.stringify(Principal ?? {}).includes('Service');
}

test.each(awsStages)(
  'roles of stage %s may do what those of the local stage may, whose use is judged',
  (name) => {
    const mayDo = (stage: StageName) =>
      all(stage, 'AWS::IAM::Policy').flatMap(({ id, props }) =>
        Policy.parse(props.PolicyDocument)
          .Statement.flatMap(({ Action }) => Action)
          .map((action) => `${id}: ${action}`),
      );
    expect(mayDo(name).length).toBeGreaterThan(100);
    expect(mayDo(name).toSorted()).toEqual(mayDo('local').toSorted());
  },
);

/** Who may call what is no API: the user pool, its triggers. */
const triggerCaller = 'cognito-idp.amazonaws.com';

test('what the user pool may call, it calls from our pool only', () => {
  const permissions = inAws('AWS::Lambda::Permission').filter(
    ({ props }) => props.Principal === triggerCaller,
  );
  expect(permissions).toHaveLength(awsStages.length);
  for (const { props } of permissions) {
    expect(JSON.stringify(props.SourceArn)).toContain('People');
  }
});

test('what the API may call, it calls from our API only', () => {
  const permissions = inAws('AWS::Lambda::Permission').filter(
    ({ props }) => props.Principal !== triggerCaller,
  );
  const apis = inAws('AWS::Lambda::Function').filter(({ props }) =>
    String(props.FunctionName).endsWith('-api'),
  );
  expect(permissions).toHaveLength(apis.length);
  for (const { props } of permissions) {
    expect(props).toMatchObject({
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
      SourceArn: expect.anything(),
    });
  }
});
