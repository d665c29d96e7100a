import { Duration } from 'aws-cdk-lib';
import {
  AccountRecovery,
  CfnManagedLoginBranding,
  CfnUserPoolClient,
  FeaturePlan,
  ManagedLoginVersion,
  Mfa,
  OAuthScope,
  UserPool,
  UserPoolClientIdentityProvider,
} from 'aws-cdk-lib/aws-cognito';
import type { Construct } from 'constructs';
import type { Stage } from '../config.ts';
import { accept } from '../constructs/accepted.ts';
import { platformTable } from '../constructs/platform-table.ts';
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

/** Who people are: the user pool, its sign-in pages, and the directory. */
export class IdentityStack extends PlatformStack {
  constructor(scope: Construct, stage: Stage) {
    super(scope, 'identity', stage);
    platformTable(this, 'Directory', 'directory');
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
    const domain = pool.addDomain('SignIn', {
      cognitoDomain: { domainPrefix: stage.identity.domainPrefix },
      managedLoginVersion: ManagedLoginVersion.NEWER_MANAGED_LOGIN,
    });
    const client = pool.addClient('App', {
      userPoolClientName: this.names.own('app'),
      generateSecret: false,
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.PROFILE, OAuthScope.EMAIL],
        callbackUrls: [
          ...stage.identity.callbackUrls,
          // One may sign in from the API reference too.
          `${this.find('api-url')}/v1/docs/oauth2-redirect.html`,
        ],
        logoutUrls: [...stage.identity.logoutUrls],
      },
      supportedIdentityProviders: [UserPoolClientIdentityProvider.COGNITO],
      accessTokenValidity: Duration.minutes(accessMinutes),
      idTokenValidity: Duration.minutes(accessMinutes),
      refreshTokenValidity: Duration.hours(sessionHours),
      enableTokenRevocation: true,
      preventUserExistenceErrors: true,
    });
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
}
