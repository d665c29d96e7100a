import { describe, expect, test } from 'vitest';
import { findingsOf, type Judged } from './cfn-lint/cfn-lint.ts';
import { stageOf } from './synthesised.ts';

/** The one stack that is elsewhere: CloudFormation makes budgets there only. */
const elsewhere: Readonly<Record<string, string>> = { budget: 'us-east-1' };

/** All templates of a stage, each with the Region that it is deployed to. */
function templatesOf(name: (typeof stages)[number]): Judged[] {
  const { away, stage, templates } = stageOf(name);
  return [
    ...templates.map(({ stack, template }) => ({
      name: stack,
      region: elsewhere[stack] ?? stage.region,
      template,
    })),
    ...away.map(({ stack, template }) => ({
      name: `${stack}-away`,
      region: stage.recoveryRegion,
      template,
    })),
  ];
}

const stages = ['prod', 'dev', 'local', 'cn'] as const;

test.each(stages)(
  'cfn-lint has nothing to say of the templates of %s',
  { timeout: 900_000 },
  async (name) => {
    const judged = templatesOf(name);
    expect(judged.length).toBeGreaterThan(15);
    expect(new Set(judged.map(({ region }) => region)).size).toBeGreaterThan(1);
    expect(await findingsOf(judged)).toEqual([]);
  },
);

test('cfn-lint speaks when a Region has not what a template asks for', async () => {
  const template = {
    Resources: { Pool: { Type: 'AWS::Cognito::UserPool' } },
  };
  const region = 'cn-north-1';
  const found = await findingsOf([{ name: 'planted', region, template }]);
  expect(found.join()).toMatch(/planted.json.*E3006/);
});

describe('given the example for the AWS China Regions', () => {
  const { complaint, stage, templates } = stageOf('cn');
  const text = JSON.stringify(templates);

  test('then it synthesises without complaint, in two of them', () => {
    expect(complaint).toBe('');
    expect([stage.region, stage.recoveryRegion]).toEqual([
      'cn-north-1',
      'cn-northwest-1',
    ]);
  });

  test('then people sign in at an outside issuer, and no pool is made', () => {
    expect(stage.identity.issuers).toHaveLength(1);
    expect(text).not.toContain('AWS::Cognito::');
  });

  test('then no ARN and no address is of the other partition', () => {
    expect(text).not.toMatch(/arn:aws:(?!iam::aws)/);
    expect(text).not.toMatch(/amazonaws\.com(?!\.cn)[/:]/);
  });
});
