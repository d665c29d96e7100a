import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { addStacks } from '../../lib/app.ts';
import { readStage } from '../../lib/config.ts';
import { all, stageOf } from './synthesised.ts';

const CdkJson = z.object({ context: z.record(z.string(), z.unknown()) });
const { context } = CdkJson.parse(JSON.parse(readFileSync('cdk.json', 'utf8')));
const outdir = mkdtempSync(join(tmpdir(), 'xueyuan-identity-'));
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

/** The templates of stage prod with another identity, by stack. */
function templatesWith(name: string, identity: object): Map<string, string> {
  const overrides = JSON.stringify({ identity });
  const app = new App({
    context,
    outdir: join(outdir, name),
    analyticsReporting: false,
  });
  addStacks(app, readStage({ stage: 'prod', overrides }));
  const stacks = app.node.children.filter((child) => child instanceof Stack);
  return new Map(
    stacks.map((stack) => [
      stack.node.id,
      JSON.stringify(Template.fromStack(stack).toJSON()),
    ]),
  );
}

const issuer = {
  issuer: 'https://login.district.example/',
  keysUrl: 'https://login.district.example/keys',
  audiences: ['portal'],
  secondFactor: { claim: 'acr', values: ['2fa'] },
};

describe('given a stage without a user pool', () => {
  let stacks: Map<string, string>;
  beforeAll(() => {
    stacks = templatesWith('outside', { userPool: false, issuers: [issuer] });
  });

  test('then nothing of Cognito is in any of its templates', () => {
    expect(stacks.size).toBeGreaterThan(10);
    const ofCognito = /AWS::Cognito|cognito|user-pool-id|client-id/i;
    const cognito = [...stacks].filter(([, text]) => ofCognito.test(text));
    expect(cognito.map(([stack]) => stack)).toEqual([]);
  });

  test('then its functions trust its issuers alone', () => {
    const text = stacks.get('identity-functions') ?? '';
    expect(text).toContain('https://login.district.example/keys');
    expect(text).not.toContain('amazonaws.com/');
  });

  test('then it has the directory all the same', () => {
    expect(stacks.get('identity')).toContain('AWS::DynamoDB::GlobalTable');
  });
});

describe('given a stage whose pool federates', () => {
  const federation = [
    {
      kind: 'oidc',
      name: 'TeachersPortal',
      issuer: 'https://portal.example',
      clientId: 'xueyuan',
      secretName: 'xueyuan/teachers-portal',
    },
    {
      kind: 'saml',
      name: 'CampusSaml',
      metadataUrl: 'https://campus.example/metadata',
    },
  ];
  let template: {
    Resources: Record<
      string,
      {
        Type: string;
        Properties: Record<string, unknown>;
        DependsOn?: string[];
      }
    >;
  };
  const of = (type: string) =>
    Object.entries(template.Resources).filter(([, one]) => one.Type === type);
  beforeAll(() => {
    const stacks = templatesWith('federated', { federation });
    template = JSON.parse(stacks.get('identity') ?? '');
  });

  test('then its secret is fetched when it is deployed, and stands nowhere', () => {
    const [, provider] = of('AWS::Cognito::UserPoolIdentityProvider')[0] ?? [];
    expect(JSON.stringify(provider?.Properties.ProviderDetails)).toContain(
      '{{resolve:secretsmanager:',
    );
    expect(provider?.Properties).toMatchObject({
      ProviderName: 'TeachersPortal',
      ProviderType: 'OIDC',
      ProviderDetails: {
        oidc_issuer: 'https://portal.example',
        client_id: 'xueyuan',
        authorize_scopes: 'openid',
      },
    });
  });

  test('then the keys of SAML are read anew from its metadata', () => {
    const [, provider] = of('AWS::Cognito::UserPoolIdentityProvider')[1] ?? [];
    expect(provider?.Properties).toMatchObject({
      ProviderType: 'SAML',
      ProviderDetails: { MetadataURL: 'https://campus.example/metadata' },
    });
  });

  test('then the sign-in offers both beside its own accounts, once they are there', () => {
    const providers = of('AWS::Cognito::UserPoolIdentityProvider');
    const [[, client] = []] = of('AWS::Cognito::UserPoolClient');
    expect(client?.Properties.SupportedIdentityProviders).toEqual([
      'COGNITO',
      'TeachersPortal',
      'CampusSaml',
    ]);
    expect(client?.DependsOn).toEqual(
      expect.arrayContaining(providers.map(([id]) => id)),
    );
  });
});

describe('given the user pool of stage prod', () => {
  const [pool] = all('prod', 'AWS::Cognito::UserPool');
  const [client] = all('prod', 'AWS::Cognito::UserPoolClient');

  test('then a child can remember a password, and nobody signs up', () => {
    expect(pool?.props).toMatchObject({
      Policies: {
        PasswordPolicy: {
          MinimumLength: 10,
          RequireLowercase: false,
          RequireNumbers: false,
          RequireSymbols: false,
          RequireUppercase: false,
        },
      },
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
    });
  });

  test('then a second factor is an app, and each token says whether it was used', () => {
    expect(pool?.props).toMatchObject({
      MfaConfiguration: 'OPTIONAL',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
      LambdaConfig: {
        PreTokenGenerationConfig: { LambdaVersion: 'V2_0' },
      },
    });
  });

  test('then its sign-in pages are the managed ones, by code and with PKCE', () => {
    const [domain] = all('prod', 'AWS::Cognito::UserPoolDomain');
    expect(domain?.props).toMatchObject({ ManagedLoginVersion: 2 });
    expect(all('prod', 'AWS::Cognito::ManagedLoginBranding')).toHaveLength(1);
    expect(client?.props).toMatchObject({
      AllowedOAuthFlows: ['code'],
      GenerateSecret: false,
      ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
      EnableTokenRevocation: true,
      AccessTokenValidity: 15,
    });
  });
});

describe.each(['prod', 'dev', 'local'] as const)('given stage %s', (stage) => {
  const resources = stageOf(stage).templates.flatMap(({ template }) =>
    Object.values(template.Resources),
  );

  test('then no password or secret stands in its templates', () => {
    expect(resources.length).toBeGreaterThan(100);
    const said = resources.flatMap(({ Properties }) => secretsIn(Properties));
    expect(said).toEqual([]);
    expect(secretsIn({ Environment: { ADMIN_PASSWORD: 'planted' } })).toEqual([
      'ADMIN_PASSWORD',
    ]);
  });

  test('then no account is made by a template', () => {
    const accounts = ['AWS::Cognito::UserPoolUser', 'AWS::IAM::User'];
    const made = resources.filter(({ Type }) => accounts.includes(Type));
    expect(made).toEqual([]);
  });
});

/** Names of what is called a password or secret and given as a text. */
function secretsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, one]) => {
    const isSaid = typeof one === 'string' && !one.startsWith('{{resolve:');
    return isSaid && /password|secret/i.test(name) ? [name] : secretsIn(one);
  });
}
