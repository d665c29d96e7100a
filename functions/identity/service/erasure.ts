import type { Changed } from '../../platform/commit.ts';
import type { Membership } from '../../platform/contract.ts';
import { ok, type Result } from '../../platform/result.ts';
import { erasedSaid } from '../model/chain.ts';
import { type RuleBroken, withoutOperator } from '../model/roles.ts';
import type { AccountEnding } from '../store/accounts.ts';
import type { DirectoryReads } from '../store/directory.ts';
import type {
  ActedEntry,
  ErasureStore,
  Numbered,
  SignIn,
} from '../store/erasure.ts';
import type { DirectoryParts } from '../store/parts.ts';
import type { KeptMembership, Profile } from '../store/people.ts';
import {
  type Actor,
  type RecordNeeds,
  record,
  type Unavailable,
} from './record.ts';

/** Entries that one request reads. */
const atOnce = 100;

export type DirectoryErasureNeeds = Omit<RecordNeeds, 'epoch'> & {
  readonly store: Pick<DirectoryReads, 'chain' | 'person' | 'operators'>;
  readonly erasing: ErasureStore;
  readonly parts: Pick<DirectoryParts, 'operatorsNow' | 'noMembership'>;
  readonly accounts: AccountEnding;
  /** The Region's epoch; asked only when something is to be written. */
  readonly epoch: () => number;
};

/** A person with all that the directory keeps about them. */
export type KeptPerson = {
  readonly profile: Profile;
  readonly signIns: readonly SignIn[];
  readonly memberships: readonly Membership[];
  /** The same by organisation, with those that have ended. */
  readonly held: readonly KeptMembership[];
  /** What the registers of organisations have of them. */
  readonly numbers: readonly Numbered[];
  /** Changes with every change of what is kept. */
  readonly tag: string;
};

/** What erasing, and the report of what is held, ask of the directory. */
export type DirectoryErasure = {
  /** All that is kept about a person: 2.5 RRU, the numbers by an index. */
  kept(person: string): Promise<KeptPerson | undefined>;
  /** A page of what they did to organisations. 0.5 RRU per 4 KB. */
  acted(
    person: string,
    page: { readonly after?: string; readonly limit: number },
  ): Promise<{ entries: ActedEntry[]; next?: string }>;
  /** Whether nobody would be an operator without them. 1 RRU. */
  isLastOperator(person: string): Promise<boolean>;
  /**
   * Erases the account, what signs in, the name, the bodies of organisations'
   * entries that name them, and the memberships, in an order that bears being
   * killed anywhere. Each organisation's record says that a membership was
   * erased, on whose wish, and not whose it was. The last operator stays. Cost:
   * 5 RRU, 1 per 4 KB of the records of their organisations, a WRU or two an
   * item, 1 RRU and 11 WRU a membership, and one request to Cognito.
   */
  erase(
    person: string,
    by: Actor,
  ): Promise<Result<undefined, RuleBroken | Changed | Unavailable>>;
};

export function directoryErasure(
  needs: DirectoryErasureNeeds,
): DirectoryErasure {
  const { store, erasing, accounts } = needs;
  return {
    async kept(person) {
      const [found, items, numbers] = await Promise.all([
        store.person(person, { consistent: true }),
        erasing.partition(person),
        erasing.numbersOf(person),
      ]);
      if (!found) return undefined;
      const memberships = found.held.flatMap(({ organisation, roles }) =>
        roles.map((role) => ({ organisation, role })),
      );
      const seqs = found.held.map(({ organisation, seq }) => [
        organisation,
        seq,
      ]);
      return {
        profile: found.profile,
        signIns: erasing.signInsOf(items, person),
        memberships,
        held: found.held,
        numbers,
        tag: JSON.stringify([found.profile.createdAt, seqs]),
      };
    },
    acted: erasing.actedBy,
    async isLastOperator(person) {
      const { held = [] } = (await store.operators()) ?? {};
      return held.length > 0 && held.every((one) => isOf(one, person));
    },
    async erase(person, by) {
      const retired = await retire(needs, person);
      if (!retired.ok) return retired;
      const items = await erasing.partition(person);
      const signIns = erasing.signInsOf(items, person);
      const found = await store.person(person, { consistent: true });
      const isOurs = signIns.some(({ issuer }) => issuer === accounts.issuer());
      const { username } = found?.profile ?? {};
      if (username !== undefined && isOurs) await accounts.remove(username);
      for (const signIn of signIns) await erasing.dropSignIn(signIn);
      // Without a profile nobody can be given a role: no more entries come.
      await erasing.dropProfile(person);
      await dropActed(erasing, person);
      const left = erasing.membershipsOf(await erasing.partition(person));
      for (const membership of left) {
        const ended = await endMembership(needs, membership, by);
        if (!ended.ok) return ended;
      }
      await erasing.dropNumbers(person);
      await erasing.dropRest(person);
      return ok(undefined);
    },
  };
}

/**
 * A membership's end, with an entry in its organisation's record unless it had
 * ended before; first goes what that record says of the person.
 */
async function endMembership(
  needs: DirectoryErasureNeeds,
  held: KeptMembership,
  by: Actor,
): Promise<Result<undefined, Changed | Unavailable>> {
  const { erasing, epoch, parts } = needs;
  const { organisation, person, roles } = held;
  await erasing.dropBodiesNaming(organisation, person);
  // What has ended goes with the rest: its end stands in the record.
  if (roles.length === 0) return ok(undefined);
  return record<undefined, never>({ ...needs, epoch: epoch() }, async () =>
    ok({
      value: undefined,
      by,
      said: [erasedSaid(organisation, held)],
      parts: [parts.noMembership(held)],
    }),
  );
}

/** Entries that they made in organisations in which they hold no role. */
async function dropActed(erasing: ErasureStore, person: string): Promise<void> {
  let after: string | undefined;
  do {
    const page = { limit: atOnce, ...(after !== undefined && { after }) };
    const { entries, next } = await erasing.actedBy(person, page);
    for (const entry of entries) await erasing.dropEntry(entry);
    after = next;
  } while (after !== undefined);
}

/** Takes a person off the list of operators, where others are left on it. */
async function retire(
  { store, parts, commit }: DirectoryErasureNeeds,
  person: string,
): Promise<Result<undefined, RuleBroken | Changed>> {
  let operators = await store.operators();
  const places = operators?.held.filter((one) => isOf(one, person)) ?? [];
  for (const place of places) {
    if (!operators) break;
    const after = withoutOperator(operators, place);
    if (!after.ok) return after;
    const done = await commit(undefined, [parts.operatorsNow(after.value)]);
    if (!done.ok) return done;
    operators = after.value;
  }
  return ok(undefined);
}

function isOf(place: string, person: string): boolean {
  return place.startsWith(`${person}@`);
}
