import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
  type AttributeType,
  UserNotFoundException,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider';
import { environment } from '../../platform/environment.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { cognito } from './cognito.ts';

export type NewAccount = {
  readonly username: string;
  readonly password: string;
  /** With it, Cognito sends the password there. */
  readonly email?: string | undefined;
  /** An address that was verified before: nothing is sent there now. */
  readonly knownEmail?: string | undefined;
};

/** A sign-in account; `isUnused` until its first password was changed. */
export type Account = {
  readonly subject: string;
  readonly isUnused: boolean;
  /** Where its person is written to; goes to no log. */
  readonly email?: string | undefined;
};

/**
 * Opens an account with a password for the first sign-in only. No name and
 * nothing else of the person is given to Cognito. One request.
 */
async function open({
  username,
  password,
  email,
  knownEmail,
}: NewAccount): Promise<Result<Account, { code: 'username-taken' }>> {
  try {
    const { User } = await cognito.send(
      new AdminCreateUserCommand({
        UserPoolId: environment('USER_POOL_ID'),
        Username: username,
        TemporaryPassword: password,
        ...(email === undefined
          ? { MessageAction: 'SUPPRESS' }
          : {
              DesiredDeliveryMediums: ['EMAIL'],
              UserAttributes: [{ Name: 'email', Value: email }],
            }),
        ...(knownEmail !== undefined && {
          UserAttributes: [
            { Name: 'email', Value: knownEmail },
            { Name: 'email_verified', Value: 'true' },
          ],
        }),
      }),
    );
    return ok({ subject: subjectOf(User?.Attributes), isUnused: true });
  } catch (error) {
    if (error instanceof UsernameExistsException) {
      return fail({ code: 'username-taken' });
    }
    throw error;
  }
}

/** The account of a username, if there is one. One request. */
async function find(username: string): Promise<Account | undefined> {
  try {
    const { UserAttributes, UserStatus } = await cognito.send(
      new AdminGetUserCommand({
        UserPoolId: environment('USER_POOL_ID'),
        Username: username,
      }),
    );
    return {
      subject: subjectOf(UserAttributes),
      isUnused: UserStatus === 'FORCE_CHANGE_PASSWORD',
      email: UserAttributes?.find(({ Name }) => Name === 'email')?.Value,
    };
  } catch (error) {
    if (error instanceof UserNotFoundException) return undefined;
    throw error;
  }
}

/** Puts another password for the first sign-in. One request. */
async function renew(username: string, password: string): Promise<void> {
  await cognito.send(
    new AdminSetUserPasswordCommand({
      UserPoolId: environment('USER_POOL_ID'),
      Username: username,
      Password: password,
      Permanent: false,
    }),
  );
}

/**
 * Deletes the account of a username, with all that Cognito knows of it; none
 * there does no harm. One request.
 */
async function remove(username: string): Promise<void> {
  try {
    await cognito.send(
      new AdminDeleteUserCommand({
        UserPoolId: environment('USER_POOL_ID'),
        Username: username,
      }),
    );
  } catch (error) {
    if (!(error instanceof UserNotFoundException)) throw error;
  }
}

/** Ends every session of an account, if there is one. One request. */
async function signOut(username: string): Promise<void> {
  try {
    await cognito.send(
      new AdminUserGlobalSignOutCommand({
        UserPoolId: environment('USER_POOL_ID'),
        Username: username,
      }),
    );
  } catch (error) {
    if (!(error instanceof UserNotFoundException)) throw error;
  }
}

/** Whether the stage has a user pool of its own at all. */
function areHere(): boolean {
  return process.env.USER_POOL_ID !== undefined;
}

/** The issuer that tokens of our own user pool name. */
function issuer(): string {
  const region = environment('AWS_REGION');
  return `https://cognito-idp.${region}.amazonaws.com/${environment('USER_POOL_ID')}`;
}

/** Sign-in accounts of the district's own user pool. */
export const accounts = { open, find, renew, signOut, areHere, issuer };
export type Accounts = typeof accounts;

/** How an account ends. */
export const accountEnding = { remove, issuer };
export type AccountEnding = typeof accountEnding;

function subjectOf(attributes: readonly AttributeType[] = []): string {
  const subject = attributes.find(({ Name }) => Name === 'sub')?.Value;
  if (subject === undefined) throw new Error('Cognito answered no subject.');
  return subject;
}
