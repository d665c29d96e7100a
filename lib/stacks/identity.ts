import { Duration } from 'aws-cdk-lib';
import {
  AccountRecovery,
  CfnManagedLoginBranding,
  CfnUserPoolClient,
  CfnUserPoolIdentityProvider,
  FeaturePlan,
  LambdaVersion,
  ManagedLoginVersion,
  Mfa,
  OAuthScope,
  ResourceServerScope,
  UserPool,
  UserPoolClientIdentityProvider,
  UserPoolOperation,
} from 'aws-cdk-lib/aws-cognito';
import { Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { clientScope } from '../../functions/identity/clients/contract.ts';
import type { Stage } from '../config.ts';
import type { Federation } from '../config-fields.ts';
import { accept } from '../constructs/accepted.ts';
import { AlarmDesk } from '../constructs/alarm-desk.ts';
import { platformTable } from '../constructs/platform-table.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { ownsTables } from '../seats.ts';
import { PlatformStack } from './platform-stack.ts';

/**
 * Length without rules of composition: a first-former can remember three
 * words, nobody remembers `Pa$$w0rd1`. Source: NIST SP 800-63B-4, 3.1.1.2.
 */
const passwordCharacters = 10;

/** A first password is handed over on paper; a school week must suffice. */
const firstPasswordDays = 7;

/**
 * An access token cannot be called back once the API trusts it, so it is short;
 * a working day passes without signing in again, a lost tablet's night does not.
 */
const accessMinutes = 15;
const sessionHours = 12;

/** Cognito waits no longer for a trigger. */
const triggerTimeout = Duration.seconds(5);

/** Who people are: the user pool, its sign-in pages, and the directory. */
export class IdentityStack extends PlatformStack {
  constructor(scope: Construct, stage: Stage) {
    super(scope, 'identity', stage);
    if (ownsTables(stage)) platformTable(this, 'Directory', 'directory');
    if (stage.identity.userPool) this.#userPool(stage);
  }

  #userPool(stage: Stage): void {
    const pool = new UserPool(this, 'People', {
      userPoolName: this.names.own('people'),
      featurePlan: FeaturePlan.ESSENTIALS,
      selfSignUpEnabled: false,
      // Cannot be changed after the first deploy: ADR 0011.
      signInAliases: { username: true, email: true },
      signInCaseSensitive: false,
      keepOriginal: { email: true },
      autoVerify: { email: true },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      mfa: Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: {
        minLength: passwordCharacters,
        requireDigits: false,
        requireLowercase: false,
        requireSymbols: false,
        requireUppercase: false,
        tempPasswordValidity: Duration.days(firstPasswordDays),
      },
      deletionProtection: stage.protect,
      removalPolicy: this.dataRemoval,
    });
    accept(pool, 'COG1', 'Length without composition: ADR 0011.');
    accept(pool, 'COG2', 'Children have no second device: ADR 0011.');
    accept(pool, 'COG8', 'Plus is priced by user; Essentials does: ADR 0011.');
    this.#tellSecondFactor(pool);
    const domain = pool.addDomain('SignIn', {
      cognitoDomain: { domainPrefix: stage.identity.domainPrefix ?? '' },
      managedLoginVersion: ManagedLoginVersion.NEWER_MANAGED_LOGIN,
    });
    const client = pool.addClient('App', {
      userPoolClientName: this.names.own('app'),
      generateSecret: false,
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [
          OAuthScope.OPENID,
          OAuthScope.PROFILE,
          OAuthScope.EMAIL,
          // Asked for only to set up a second factor: ADR 0085.
          OAuthScope.COGNITO_ADMIN,
        ],
        callbackUrls: [
          ...stage.identity.callbackUrls,
          // One may sign in from the API reference too.
          `${this.find('api-url')}/v1/docs/oauth2-redirect.html`,
        ],
        logoutUrls: [...stage.identity.logoutUrls],
      },
      supportedIdentityProviders: [
        UserPoolClientIdentityProvider.COGNITO,
        ...stage.identity.federation.map(({ name }) =>
          UserPoolClientIdentityProvider.custom(name),
        ),
      ],
      accessTokenValidity: Duration.minutes(accessMinutes),
      idTokenValidity: Duration.minutes(accessMinutes),
      refreshTokenValidity: Duration.hours(sessionHours),
      enableTokenRevocation: true,
      preventUserExistenceErrors: true,
    });
    for (const provider of stage.identity.federation) {
      client.node.addDependency(this.#provider(pool, provider));
    }
    const { defaultChild } = client.node;
    if (!(defaultChild instanceof CfnUserPoolClient))
      throw new Error('no client');
    // Left out, Cognito would let a client send passwords itself.
    defaultChild.explicitAuthFlows = ['ALLOW_REFRESH_TOKEN_AUTH'];
    new CfnManagedLoginBranding(this, 'SignInLook', {
      userPoolId: pool.userPoolId,
      clientId: client.userPoolClientId,
      useCognitoProvidedValues: true,
    }).node.addDependency(domain);
    this.publish('user-pool-id', pool.userPoolId);
    this.publish('client-id', client.userPoolClientId);
  }

  /** The pool's tokens say whether the sign-in was two-factor: ADR 0085. */
  #tellSecondFactor(pool: UserPool): void {
    const trigger = new ServiceFunction(this, 'OnToken', {
      capability: 'identity',
      entry: 'on-token',
      alarms: new AlarmDesk(this, 'identity'),
      urgency: 'page',
      timeout: triggerTimeout,
    });
    pool.addTrigger(
      UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG,
      trigger.lambda,
      LambdaVersion.V2_0,
    );
    // Not among the role's own statements: the function waits for those, the
    // pool for the function, and this for the pool.
    new Policy(this, 'OnTokenLooks', {
      roles: [trigger.role],
      statements: [
        new PolicyStatement({
          actions: ['cognito-idp:AdminGetUser'],
          resources: [pool.userPoolArn],
        }),
      ],
    });
    const [identifier = '', scopeName = ''] = clientScope.split('/');
    const scopeDescription = 'Ask in the name of a registered machine client';
    pool.addResourceServer('Api', {
      identifier,
      scopes: [new ResourceServerScope({ scopeName, scopeDescription })],
    });
  }

  /** Another provider where the pool's people may sign in. */
  #provider(pool: UserPool, provider: Federation): CfnUserPoolIdentityProvider {
    return new CfnUserPoolIdentityProvider(this, `Provider-${provider.name}`, {
      userPoolId: pool.userPoolId,
      providerName: provider.name,
      ...detailsOf(this, provider),
    });
  }
}

function detailsOf(scope: Construct, provider: Federation) {
  if (provider.kind === 'saml') {
    return {
      providerType: 'SAML',
      providerDetails: { MetadataURL: provider.metadataUrl },
    };
  }
  const { name, issuer, clientId, secretName, scopes } = provider;
  const secret = Secret.fromSecretNameV2(scope, `Secret-${name}`, secretName);
  return {
    providerType: 'OIDC',
    providerDetails: {
      client_id: clientId,
      // A reference: CloudFormation fills it in, the template never has it.
      client_secret: secret.secretValue.unsafeUnwrap(),
      oidc_issuer: issuer,
      authorize_scopes: scopes.join(' '),
      attributes_request_method: 'GET',
    },
  };
}
