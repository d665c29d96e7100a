import type { Changed } from '../../platform/commit.ts';
import type { Person } from '../../platform/contract.ts';
import type { Log } from '../../platform/log.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import type { Session } from '../../platform/tokens.ts';
import { logs } from '../contract.ts';
import { accountScope, type NewSecondFactor } from '../me/contract.ts';
import {
  broken,
  type Forbidden,
  mayAssign,
  type RuleBroken,
} from '../model/roles.ts';
import type { Accounts } from '../store/accounts.ts';
import type { DirectoryReads } from '../store/directory.ts';
import type { DirectoryParts } from '../store/parts.ts';
import type { SecondFactors } from '../store/second-factor.ts';
import { mayAdminister, type Unknown } from './members.ts';
import { type RecordNeeds, record, type Unavailable } from './record.ts';

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

export type ResetNeeds = RecordNeeds & {
  readonly store: Pick<DirectoryReads, 'organisation' | 'person'>;
  readonly parts: Pick<DirectoryParts, 'factorReset'>;
  readonly accounts: Pick<Accounts, 'areHere' | 'signOut'>;
  readonly factors: Pick<SecondFactors, 'reset'>;
  readonly log: Log;
};

/**
 * Takes away the second factor of a member who has lost it, and signs them out
 * everywhere: their privileged roles wait until they have set up another. Whose
 * account was opened again after a disaster is approved by it. Only for who may
 * give every role that they hold, anywhere: whoever resets the factor of a role
 * is one step from it. Sent again, it does the same again. Cost: 3 RRU and 10
 * WRU, and two requests to Cognito.
 */
export async function resetSecondFactor(
  needs: ResetNeeds,
  principal: Person,
  asked: { readonly organisation: string; readonly person: string },
): Promise<
  Result<undefined, Forbidden | Unknown | RuleBroken | Changed | Unavailable>
> {
  const { accounts, factors, log, now, parts, store } = needs;
  const { organisation, person } = asked;
  if (principal.id === person) {
    return fail({ code: 'forbidden', rule: 'not-oneself' });
  }
  const may = await mayAdminister(store, principal, organisation, []);
  if (!may.ok) return may;
  const kept = await store.person(person, { consistent: true });
  const held = kept?.held.filter(({ roles }) => roles.length > 0) ?? [];
  const isMember = held.some((one) => one.organisation === organisation);
  if (!kept || !isMember) return fail({ code: 'unknown' });
  for (const { organisation: place, roles } of held) {
    const may = mayAssign(principal, place, roles);
    if (!may.ok) return may;
  }
  const { username } = kept.profile;
  if (username === undefined || !accounts.areHere()) {
    return broken('', 'factor-of-another-issuer');
  }
  await factors.reset(username);
  const tokensValidAfter = now().toISOString();
  const by = { person: principal.id, organisation: may.value.actsFor };
  const done = await record<undefined, never, Unknown>(needs, async () =>
    ok({
      value: undefined,
      by,
      said: [
        { organisation, action: 'reset-second-factor', facts: { person } },
      ],
      parts: [parts.factorReset(person, tokensValidAfter)],
    }),
  );
  if (!done.ok) return done;
  await accounts.signOut(username);
  log.info(logs.factorReset, { organisation, member: person });
  return done;
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
