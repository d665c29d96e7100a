import type { Role } from '../../platform/contract.ts';
import type { Log } from '../../platform/log.ts';
import { ok } from '../../platform/result.ts';
import type { OutsideIdentity } from '../clients/contract.ts';
import {
  type FirstOperator,
  type FirstOperatorAnswer,
  logs,
} from '../contract.ts';
import { membersFacts } from '../model/chain.ts';
import { emptyTree, withOrganisation } from '../model/tree.ts';
import type { Account, Accounts } from '../store/accounts.ts';
import type { DirectoryReads } from '../store/directory.ts';
import type { DirectoryParts } from '../store/parts.ts';
import { isOutside } from './outside.ts';
import { type RecordNeeds, record } from './record.ts';

export type FirstOperatorNeeds = RecordNeeds & {
  readonly store: Pick<DirectoryReads, 'operators' | 'signedIn'>;
  readonly parts: DirectoryParts;
  readonly accounts: Accounts;
  /** Names of the issuers that the stage trusts. */
  readonly issuers: readonly string[];
  readonly password: () => string;
  readonly newId: (prefix: 'org' | 'per') => string;
  readonly log: Log;
};

/** What the first person holds, enough to set up all the rest. */
const firstRoles: readonly Role[] = ['organisation-admin', 'operator'];

type Refusal = Extract<FirstOperatorAnswer, { outcome: 'refused' }>['reason'];

/**
 * Makes the district's bureau and its first operator, once: the item that
 * lists the operators must not exist, and is written in the same transaction.
 * The bureau's chain begins with it. Cost: 2 RRU and 23 WRU; one request to Cognito, three after a first try that
 * broke off.
 */
export async function makeFirstOperator(
  needs: FirstOperatorNeeds,
  asked: FirstOperator,
): Promise<FirstOperatorAnswer> {
  const { store, parts, password, newId, now } = needs;
  if (await store.operators()) return refused(needs, 'operator-exists');
  const oneTimePassword = asked.username && password();
  const identity = await identityOf(needs, asked, oneTimePassword);
  if (typeof identity === 'string') return refused(needs, identity);
  const createdAt = now().toISOString();
  const bureau = {
    id: newId('org'),
    kind: 'bureau',
    name: asked.organisation,
  } as const;
  const { username, name } = asked;
  const person = { id: newId('per'), name, username, createdAt };
  const place = { organisation: bureau.id, person: person.id };
  const tree = parts.nextTree(withOrganisation(emptyTree, bureau));
  if (!tree.ok) throw new Error('A tree of one organisation is never full.');
  const operators = { held: [`${person.id}@${bureau.id}`], seq: 1 };
  const made = {
    outcome: 'made',
    organisation: bureau.id,
    person: person.id,
    username,
    oneTimePassword,
  } as const;
  const membership = { ...place, roles: firstRoles, seq: 1 };
  const members = membersFacts([{ before: { roles: [] }, after: membership }]);
  const { kind, name: called } = bureau;
  const done = await record(needs, async () =>
    ok({
      value: made,
      by: place,
      said: [
        {
          organisation: bureau.id,
          action: 'create',
          facts: { kind, name: called, ...members },
        },
      ],
      parts: [
        parts.operatorsNow(operators),
        parts.newOrganisation({ ...bureau, seq: 1, createdAt }),
        ...tree.value.parts,
        ...parts.newPerson(person, identity),
        parts.membershipNow(membership, createdAt),
      ],
    }),
  );
  if (!done.ok) return refused(needs, 'operator-exists');
  needs.log.info(logs.operatorMade, { member: person.id });
  return done.value;
}

/** Who signs in so: at an outside issuer, or by an account of our own. */
async function identityOf(
  needs: FirstOperatorNeeds,
  { username, identity }: FirstOperator,
  password: string | undefined,
): Promise<OutsideIdentity | Refusal> {
  const { accounts } = needs;
  if (identity) return isOutside(needs, identity) ? identity : 'issuer-unknown';
  if (!username || !password || !accounts.areHere()) return 'malformed';
  const account = await openOrTake(needs, username, password);
  return account
    ? { issuer: accounts.issuer(), subject: account.subject }
    : 'username-taken';
}

/** A new account, or one that an earlier try left without a person. */
async function openOrTake(
  { store, accounts }: FirstOperatorNeeds,
  username: string,
  password: string,
): Promise<Account | undefined> {
  const opened = await accounts.open({ username, password });
  if (opened.ok) return opened.value;
  const account = await accounts.find(username);
  if (!account?.isUnused) return undefined;
  const { person } = await store.signedIn(
    { issuer: accounts.issuer(), subject: account.subject },
    'news',
    { consistent: true },
  );
  if (person !== undefined) return undefined;
  await accounts.renew(username, password);
  return account;
}

function refused(
  { log }: FirstOperatorNeeds,
  reason: Refusal,
): FirstOperatorAnswer {
  log.warn(logs.operatorRefused, { reason });
  return { outcome: 'refused', reason };
}
