import type { Changed, Commit } from '../../platform/commit.ts';
import type { Membership } from '../../platform/contract.ts';
import { ok, type Result } from '../../platform/result.ts';
import { type RuleBroken, withoutOperator } from '../model/roles.ts';
import type { AccountEnding } from '../store/accounts.ts';
import type { DirectoryReads, Profile } from '../store/directory.ts';
import type { ErasureStore, SignIn } from '../store/erasure.ts';
import type { DirectoryParts } from '../store/parts.ts';

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
  /** Changes with every change of what is kept. */
  readonly tag: string;
};

/** What erasing, and the report of what is held, ask of the directory. */
export type DirectoryErasure = {
  /** All that is kept about a person, consistently. 2 RRU. */
  kept(person: string): Promise<KeptPerson | undefined>;
  /** Whether nobody would be an operator without them. 1 RRU. */
  isLastOperator(person: string): Promise<boolean>;
  /**
   * Erases the account, what signs in, the name and the memberships, in an
   * order that bears being killed anywhere. The last operator stays. Cost: 4
   * RRU, a WRU or two an item, and one request to Cognito.
   */
  erase(person: string): Promise<Result<undefined, RuleBroken | Changed>>;
};

export function directoryErasure(
  needs: DirectoryErasureNeeds,
): DirectoryErasure {
  const { reads, store, accounts } = needs;
  return {
    async kept(person) {
      const [found, items] = await Promise.all([
        reads.person(person, { consistent: true }),
        store.partition(person),
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
        tag: JSON.stringify([found.profile.createdAt, seqs]),
      };
    },
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
      if (found && isOurs) await accounts.remove(found.profile.username);
      for (const signIn of signIns) await store.dropSignIn(signIn);
      // Without a profile nobody can be given a role: then the roles go.
      await store.dropProfile(person);
      await store.dropRest(person);
      return ok(undefined);
    },
  };
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
