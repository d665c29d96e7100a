import { paginateListUsers } from '@aws-sdk/client-cognito-identity-provider';
import type { AccountLine } from '../../operations/export/contract.ts';
import { environment } from '../../platform/environment.ts';
import { accounts } from './accounts.ts';
import { cognito } from './cognito.ts';

/** Cognito answers no more accounts at once. */
const usersAtOnce = 60;

/**
 * All accounts of the district's own user pool, page by page, in no order; none
 * where there is no pool. One request to Cognito for 60, one after the other:
 * below its quota of 30 a second.
 */
export async function* accountPages(): AsyncGenerator<AccountLine[]> {
  if (!accounts.areHere()) return;
  const pages = paginateListUsers(
    { client: cognito, pageSize: usersAtOnce },
    { UserPoolId: environment('USER_POOL_ID') },
  );
  for await (const { Users = [] } of pages) {
    yield Users.map(({ Attributes, Enabled, Username = '', UserStatus }) => {
      const of = (name: string) =>
        Attributes?.find(({ Name }) => Name === name)?.Value;
      const email = of('email');
      return {
        username: Username,
        subject: of('sub') ?? '',
        isEnabled: Enabled ?? true,
        isUnused: UserStatus === 'FORCE_CHANGE_PASSWORD',
        ...(email !== undefined && {
          email,
          isEmailVerified: of('email_verified') === 'true',
        }),
      };
    });
  }
}
