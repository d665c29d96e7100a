import {
  AdminGetUserCommand,
  AdminSetUserMFAPreferenceCommand,
  AssociateSoftwareTokenCommand,
  CodeMismatchException,
  EnableSoftwareTokenMFAException,
  NotAuthorizedException,
  SetUserMFAPreferenceCommand,
  UserNotFoundException,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { environment } from '../../platform/environment.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { cognito } from './cognito.ts';

/** Cognito waits 5 s for a trigger; then nobody could sign in. */
const lookMs = 3_500;

/** The user pool no longer takes the token: its person was signed out. */
export type TokenRefused = { readonly code: 'token-refused' };
export type CodeRefused = { readonly code: 'code-refused' };

/** Makes a secret for an authenticator app, in base 32. One request. */
async function begin(token: string): Promise<Result<string, TokenRefused>> {
  try {
    const { SecretCode: secret } = await cognito.send(
      new AssociateSoftwareTokenCommand({ AccessToken: token }),
    );
    if (secret === undefined) throw new Error('Cognito answered no secret.');
    return ok(secret);
  } catch (error) {
    if (!(error instanceof NotAuthorizedException)) throw error;
    return fail({ code: 'token-refused' });
  }
}

/** Makes the app the preferred factor if its code is right. Two requests. */
async function confirm(
  token: string,
  code: string,
): Promise<Result<undefined, TokenRefused | CodeRefused>> {
  try {
    await cognito.send(
      new VerifySoftwareTokenCommand({ AccessToken: token, UserCode: code }),
    );
    await cognito.send(
      new SetUserMFAPreferenceCommand({
        AccessToken: token,
        SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true },
      }),
    );
    return ok(undefined);
  } catch (error) {
    if (error instanceof NotAuthorizedException) {
      return fail({ code: 'token-refused' });
    }
    const isWrong =
      error instanceof EnableSoftwareTokenMFAException ||
      error instanceof CodeMismatchException;
    if (!isWrong) throw error;
    return fail({ code: 'code-refused' });
  }
}

/**
 * Takes an account's app away, so that Cognito asks for no code and says so;
 * again does no harm. One request.
 */
async function reset(username: string): Promise<void> {
  try {
    await cognito.send(
      new AdminSetUserMFAPreferenceCommand({
        UserPoolId: environment('USER_POOL_ID'),
        Username: username,
        SoftwareTokenMfaSettings: { Enabled: false, PreferredMfa: false },
      }),
    );
  } catch (error) {
    if (!(error instanceof UserNotFoundException)) throw error;
  }
}

/**
 * Whether an app is the preferred factor of an account: then Cognito asked for
 * its code at the sign-in. One request; throws after 3.5 s.
 */
async function isPreferred(pool: string, username: string): Promise<boolean> {
  const { PreferredMfaSetting: preferred } = await cognito.send(
    new AdminGetUserCommand({ UserPoolId: pool, Username: username }),
    { abortSignal: AbortSignal.timeout(lookMs) },
  );
  return preferred === 'SOFTWARE_TOKEN_MFA';
}

/** The second factor of accounts in the district's own user pool. */
export const secondFactors = { begin, confirm, reset, isPreferred };
export type SecondFactors = typeof secondFactors;
