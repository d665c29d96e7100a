import type { Log } from '../../platform/log.ts';
import { ok, type Result } from '../../platform/result.ts';
import type { Session } from '../../platform/tokens.ts';
import { logs } from '../contract.ts';
import { accountScope, type NewSecondFactor } from '../me/contract.ts';
import { broken, type RuleBroken } from '../model/roles.ts';
import type { Accounts } from '../store/accounts.ts';
import type { SecondFactors } from '../store/second-factor.ts';

export type SecondFactorNeeds = {
  readonly accounts: Pick<Accounts, 'areHere' | 'issuer'>;
  readonly factors: Pick<SecondFactors, 'begin' | 'confirm'>;
  /** Names the account in the app, beside the person's other accounts. */
  readonly district: string;
  readonly log: Log;
};

/**
 * Begins a second factor: its secret is told once, and counts for nothing until
 * a code confirms it. Cost: one request to Cognito.
 */
export async function beginSecondFactor(
  { accounts, factors, district }: SecondFactorNeeds,
  session: Session,
): Promise<Result<NewSecondFactor, RuleBroken>> {
  const may = maySetUp(accounts, session);
  if (!may.ok) return may;
  const secret = await factors.begin(session.token);
  if (!secret.ok) return broken('', secret.error.code);
  return ok({ uri: otpauth(district, secret.value) });
}

/** Confirms it by a code of the app. Cost: two requests to Cognito. */
export async function confirmSecondFactor(
  { accounts, factors, log }: SecondFactorNeeds,
  session: Session,
  code: string,
): Promise<Result<undefined, RuleBroken>> {
  const may = maySetUp(accounts, session);
  if (!may.ok) return may;
  const confirmed = await factors.confirm(session.token, code);
  if (!confirmed.ok) {
    const { code: rule } = confirmed.error;
    return broken(rule === 'code-refused' ? '/code' : '', rule);
  }
  log.info(logs.factorConfirmed);
  return confirmed;
}

/** Only the pool's own people, with a token that speaks for their account. */
function maySetUp(
  accounts: SecondFactorNeeds['accounts'],
  { claims }: Session,
): Result<undefined, RuleBroken> {
  const isOurs = accounts.areHere() && claims.issuer === accounts.issuer();
  if (!isOurs) return broken('', 'factor-elsewhere');
  return claims.scopes.includes(accountScope)
    ? ok(undefined)
    : broken('', 'account-scope-needed');
}

/** Source: the key URI format that authenticator apps read. */
function otpauth(district: string, secret: string): `otpauth://totp/${string}` {
  const issuer = encodeURIComponent(district);
  return `otpauth://totp/${issuer}?secret=${secret}&issuer=${issuer}`;
}
