import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readStage } from '../../lib/config.ts';
import { ConfigError } from '../../lib/config-refusal.ts';

const folder = mkdtempSync(join(tmpdir(), 'xueyuan-config-'));
afterAll(() => rmSync(folder, { recursive: true }));
const dev = readFileSync('config/dev.json', 'utf8');
writeFileSync(join(folder, 'dev.json'), dev);

/** What a stage with these changes is refused with. */
function refusal(overrides: unknown, stage: unknown = 'dev'): string {
  const text =
    typeof overrides === 'string' ? overrides : JSON.stringify(overrides);
  try {
    readStage({ stage, overrides: text }, folder);
  } catch (error) {
    if (error instanceof ConfigError) {
      return error.message.replaceAll(folder, 'config');
    }
    throw error;
  }
  return 'nothing';
}

const files = readdirSync('config');

test.each(files)('the configuration %s can be used', (file) => {
  const name = file.replace(/(\.example)?\.json$/, '');
  // An example is copied before it is used.
  copyFileSync(join('config', file), join(folder, `${name}.json`));
  expect(readStage({ stage: name }, folder)).toMatchObject({ name });
});

test('an example is no stage by itself', () => {
  expect(files).toContain('cn.example.json');
  const stage = 'cn.example';
  expect(() => readStage({ stage })).toThrow(ConfigError);
  expect(refusal('{}', stage)).not.toMatch(/one of:.*example/);
});

describe('given a configuration that is wrong', () => {
  test.each([
    {
      of: 'one Region for both',
      change: { recoveryRegion: 'ap-east-1' },
      says: 'config/dev.json: recoveryRegion is "ap-east-1". It is the same as region. Name another Region.',
    },
    {
      of: 'a Region that is none',
      change: { region: 'Hong Kong' },
      says: 'config/dev.json: region is "Hong Kong". Name an AWS Region, such as ap-east-1.',
    },
    {
      of: 'an unknown key',
      change: { regoin: 'ap-east-1' },
      says: 'config/dev.json: regoin is not a key of a stage. Remove it, or correct its spelling.',
    },
    {
      of: 'an unknown key further down',
      change: { search: { instanceSize: 'large' } },
      says: 'config/dev.json: search.instanceSize is not a key of a stage. Remove it, or correct its spelling.',
    },
    {
      of: 'an account with a digit too few',
      change: { account: '11111111111' },
      says: 'config/dev.json: account is "11111111111". Give the twelve digits of an AWS account.',
    },
    {
      of: 'an origin with a path',
      change: { api: { origins: ['https://xueyuan.example/portal'] } },
      says: 'config/dev.json: api.origins.0 is "https://xueyuan.example/portal". Give scheme, host and port only, such as https://xueyuan.example.',
    },
    {
      of: 'an origin that is no address',
      change: { api: { origins: ['xueyuan.example'] } },
      says: 'config/dev.json: api.origins.0 is "xueyuan.example". Give scheme, host and port only, such as https://xueyuan.example.',
    },
    {
      of: 'a file larger than S3 copies at once',
      change: { files: { maxBytes: 5 * 1024 ** 3 + 1 } },
      says: 'config/dev.json: files.maxBytes is 5368709121. Give 5368709120 or less.',
    },
    {
      of: 'a prefix that Cognito refuses',
      change: { identity: { domainPrefix: 'aws-school' } },
      says: 'config/dev.json: identity.domainPrefix is "aws-school". Cognito refuses prefixes that hold aws, amazon or cognito.',
    },
    {
      of: 'days that CloudWatch does not know',
      change: { logDays: 31 },
      says: 'config/dev.json: logDays is 31. Give one of: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653.',
    },
    {
      of: 'a node that is not of OpenSearch',
      change: { search: { instanceType: 'm7g.large' } },
      says: 'config/dev.json: search.instanceType is "m7g.large". Name a type such as m7g.large.search.',
    },
    {
      of: 'an epoch of nothing',
      change: { epoch: 0 },
      says: 'config/dev.json: epoch is 0. Give 1 or more.',
    },
    {
      of: 'a type to omit that is none',
      change: { omit: ['alarms'] },
      says: 'config/dev.json: omit.0 is "alarms". Give a type such as AWS::Backup::BackupPlan, or one of: alarm-on-metric-math, denial-of-plain-http.',
    },
    {
      of: 'runbooks that are no folder',
      change: { operations: { runbooks: 'https://xueyuan.example/a.md#b' } },
      says: 'config/dev.json: operations.runbooks is "https://xueyuan.example/a.md#b". Give the address of a folder, such as https://docs.xueyuan.example/runbooks/.',
    },
    {
      of: 'runbooks that anybody on the way can change',
      change: { operations: { runbooks: 'http://xueyuan.example/' } },
      says: 'config/dev.json: operations.runbooks is "http://xueyuan.example/". Give an https address.',
    },
    {
      of: 'a district without a Chinese name',
      change: { district: { name: { 'zh-CN': null } } },
      says: 'config/dev.json: district.name.zh-CN is null. Give a text.',
    },
    {
      of: 'a certificate of another Region',
      change: {
        api: {
          domain: {
            name: 'api.xueyuan.example',
            certificateArn:
              'arn:aws:acm:us-east-1:111111111111:certificate/00000000',
          },
        },
      },
      says: 'config/dev.json: api.domain.certificateArn is "arn:aws:acm:us-east-1:111111111111:certificate/00000000". Give a certificate of ap-east-1, where it is used.',
    },
  ])('of $of, then it says where, what and what to do', ({ change, says }) => {
    expect(refusal(change)).toBe(says);
  });

  test('then a missing key is named', () => {
    const { district: _, ...rest } = JSON.parse(dev);
    writeFileSync(join(folder, 'bare.json'), JSON.stringify(rest));
    expect(refusal('{}', 'bare')).toBe(
      'config/bare.json: district is missing. Give an object.',
    );
  });

  test('then everything wrong is named at once, a line each', () => {
    const change = { region: 'x', epoch: -1, regoin: 'y' };
    expect(refusal(change).split('\n')).toHaveLength(3);
  });

  test('then a file that is no JSON is named', () => {
    writeFileSync(join(folder, 'torn.json'), '{');
    expect(refusal('{}', 'torn')).toMatch(/^config\/torn.json: it is not JSON/);
    expect(refusal('{')).toMatch(/^context overrides: it is not JSON/);
  });

  test.each([undefined, 'nowhere', '../dev', 'a-very-long-stage-name'])(
    'then stage %s is refused, and those that there are are named',
    (stage) => {
      const says = refusal('{}', stage ?? null);
      expect(says).toMatch(/^context stage: it is .*Give -c stage=<name>/);
      expect(says).toContain('dev');
    },
  );
});

test('an override changes one key and leaves those beside it', () => {
  const overrides = '{"identity":{"keysOrigin":"http://127.0.0.1:4577"}}';
  const plain = readStage({ stage: 'dev' });
  expect(readStage({ stage: 'dev', overrides })).toEqual({
    ...plain,
    identity: { ...plain.identity, keysOrigin: 'http://127.0.0.1:4577' },
  });
});

test('a stage protects its data unless it says otherwise', () => {
  expect(readStage({ stage: 'dev' }).protect).toBe(true);
  expect(readStage({ stage: 'local' }).protect).toBe(false);
});
