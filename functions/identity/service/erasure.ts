import type { Changed, Commit } from '../../platform/commit.ts';
import type { Membership } from '../../platform/contract.ts';
import { ok, type Result } from '../../platform/result.ts';
import { type RuleBroken, withoutOperator } from '../model/roles.ts';
import type { AccountEnding } from '../store/accounts.ts';
import type {
  DirectoryReads,
  KeptMembership,
  Profile,
} from '../store/directory.ts';
import type {
  ActedEntry,
  ErasureStore,
  Numbered,
  SignIn,
} from '../store/erasure.ts';
import type { DirectoryParts } from '../store/parts.ts';

/** Entries that one request reads. */
const atOnce = 100;

export type DirectoryErasureNeeds = {
  readonly reads: Pick<DirectoryReads, 'person' | 'operators'>;
  readonly store: ErasureStore;
  readonly parts: Pick<DirectoryParts, 'operatorsNow'>;
  readonly accounts: AccountEnding;
  readonly commit: Commit;
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
   * Erases the account, what signs in, the name, the memberships, and the
   * bodies of organisations' entries that name them, in an order that bears
   * being killed anywhere. The last operator stays. Cost: 4 RRU, 1 per 4 KB of
   * the records of their organisations, a WRU or two an item, and one request
   * to Cognito.
   */
  erase(person: string): Promise<Result<undefined, RuleBroken | Changed>>;
};

export function directoryErasure(
  needs: DirectoryErasureNeeds,
): DirectoryErasure {
  const { reads, store, accounts } = needs;
  return {
    async kept(person) {
      const [found, items, numbers] = await Promise.all([
        reads.person(person, { consistent: true }),
        store.partition(person),
        store.numbersOf(person),
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
        signIns: store.signInsOf(items, person),
        memberships,
        held: found.held,
        numbers,
        tag: JSON.stringify([found.profile.createdAt, seqs]),
      };
    },
    acted: store.actedBy,
    async isLastOperator(person) {
      const { held = [] } = (await reads.operators()) ?? {};
      return held.length > 0 && held.every((one) => isOf(one, person));
    },
    async erase(person) {
      const retired = await retire(needs, person);
      if (!retired.ok) return retired;
      const items = await store.partition(person);
      const signIns = store.signInsOf(items, person);
      const found = await reads.person(person, { consistent: true });
      const isOurs = signIns.some(({ issuer }) => issuer === accounts.issuer());
      const { username } = found?.profile ?? {};
      if (username !== undefined && isOurs) await accounts.remove(username);
      for (const signIn of signIns) await store.dropSignIn(signIn);
      const places = found?.held ?? heldIn(items);
      for (const { organisation } of places) {
        await store.dropBodiesNaming(organisation, person);
      }
      await dropActed(store, person);
      // Without a profile nobody can be given a role: then the roles go.
      await store.dropProfile(person);
      await store.dropNumbers(person);
      await store.dropRest(person);
      return ok(undefined);
    },
  };
}

/** Entries that they made in organisations in which they hold no role. */
async function dropActed(store: ErasureStore, person: string): Promise<void> {
  let after: string | undefined;
  do {
    const page = { limit: atOnce, ...(after !== undefined && { after }) };
    const { entries, next } = await store.actedBy(person, page);
    for (const entry of entries) await store.dropEntry(entry);
    after = next;
  } while (after !== undefined);
}

/** Memberships that are left of somebody whose profile has gone. */
function heldIn(items: readonly Record<string, unknown>[]) {
  return items.flatMap(({ organisation }) =>
    typeof organisation === 'string' ? [{ organisation }] : [],
  );
}

/** Takes a person off the list of operators, where others are left on it. */
async function retire(
  { reads, parts, commit }: DirectoryErasureNeeds,
  person: string,
): Promise<Result<undefined, RuleBroken | Changed>> {
  let operators = await reads.operators();
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
