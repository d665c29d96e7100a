import { describe, expect, test } from 'vitest';
import { namesOf } from '../../lib/names.ts';
import { all, awsStages, inAws, stageOf } from './synthesised.ts';

/**
 * What holds data, by type and logical id. A changed id makes CloudFormation
 * replace the thing: never change a line here.
 */
const stateful = {
  'AWS::Cognito::UserPool': ['PeopleE38C8D03'],
  'AWS::DynamoDB::GlobalTable': [
    'Catalogue6D2BB205',
    'Directory98167B95',
    'WorkBF636A8B',
  ],
  'AWS::KMS::Key': ['FilesKey9DB000E8', 'SealKey94782D95', 'TopicKeyB2E0C9CB'],
  'AWS::OpenSearchService::Domain': ['Domain'],
  'AWS::S3::Bucket': [
    'AccessLogs8B620ECA',
    'Derived2F7F6E82',
    'ErasuresA1C9C257',
    'Exports25637AFB',
    'IntakeA0CA28E8',
    'JobsDF1CC2D4',
    'Library9A29C343',
    'Seals7EBF2A19',
  ],
} as const;

describe.each(awsStages)('given stage %s', (name) => {
  const { stage, templates } = stageOf(name);

  test('then it has all stacks', () => {
    expect(templates.length).toBeGreaterThan(12);
  });

  test.each(templates)('then $stack is protected from deletion', (made) => {
    expect(made.isProtected).toBe(true);
  });

  test.each(templates)('then $stack exports and imports nothing', (made) => {
    const text = JSON.stringify(made.template);
    expect(text).not.toContain('Fn::ImportValue');
    expect(text).not.toContain('Fn::GetStackOutput');
    expect(made.template.Outputs ?? {}).toEqual({});
  });

  test.each(Object.entries(stateful))(
    'then what holds data of type %s has the id that it always had',
    (type, ids) => {
      const found = all(name, type).map(({ id }) => id);
      expect(found.toSorted()).toEqual(ids);
    },
  );

  test.each(Object.keys(stateful))(
    'then what holds data of type %s outlives its stack',
    (type) => {
      for (const { DeletionPolicy, UpdateReplacePolicy } of all(name, type)) {
        expect(DeletionPolicy).toBe('Retain');
        expect(UpdateReplacePolicy).toBe('Retain');
      }
    },
  );

  test('then what is named is named as names.ts says', () => {
    const names = namesOf(stage);
    const named = (type: string, property: string) =>
      all(name, type).map(({ props }) => props[property]);
    expect(named('AWS::DynamoDB::GlobalTable', 'TableName').toSorted()).toEqual(
      [names.table('catalogue'), names.table('directory'), names.table('work')],
    );
    expect(named('AWS::S3::Bucket', 'BucketName').toSorted()).toEqual([
      names.bucket('access-logs'),
      names.bucket('derived'),
      names.bucket('erasures'),
      names.bucket('exports'),
      names.bucket('intake'),
      names.bucket('jobs'),
      names.bucket('library'),
      names.bucket('seals'),
    ]);
    expect(named('AWS::Events::EventBus', 'Name')).toEqual([names.bus]);
    expect(named('AWS::OpenSearchService::Domain', 'DomainName')).toEqual([
      names.domain,
    ]);
  });
});

/** Types that hold what a person may want to find by its tags. */
const tagged = [
  'AWS::Lambda::Function',
  'AWS::S3::Bucket',
  'AWS::SQS::Queue',
  'AWS::IAM::Role',
  'AWS::KMS::Key',
];

test.each(tagged)(
  'every %s is tagged with stage, capability, district',
  (type) => {
    const resources = inAws(type);
    expect(resources.length).toBeGreaterThan(0);
    for (const { props } of resources) {
      const tags = props.Tags as { readonly Key: string }[];
      const keys = tags.map(({ Key }) => Key);
      expect(keys).toEqual(
        expect.arrayContaining(['capability', 'district', 'stage']),
      );
    }
  },
);

test('every published parameter is found, and none is sought in vain', () => {
  const published = all('prod', 'AWS::SSM::Parameter').map(
    ({ props }) => props.Name,
  );
  const sought = stageOf('prod').templates.flatMap(({ template }) =>
    Object.values(template.Parameters ?? {})
      .filter(({ Type }) => Type.startsWith('AWS::SSM::Parameter::Value'))
      .map(({ Default }) => Default)
      .filter((parameter) => parameter?.startsWith('/xueyuan/')),
  );
  // Sought by no stack: the nightly export reads it.
  const exported = '/xueyuan/prod/configuration';
  expect(new Set([...sought, exported])).toEqual(new Set(published));
});

test('a role has a name that IAM takes', () => {
  for (const { props } of inAws('AWS::IAM::Role')) {
    expect(String(props.RoleName).length).toBeLessThanOrEqual(64);
  }
});
