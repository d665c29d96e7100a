import type { Changed, Commit, Part } from '../../platform/commit.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { linked, type Said } from '../model/chain.ts';
import type { DirectoryReads } from '../store/directory.ts';
import type { DirectoryParts, Moved } from '../store/parts.ts';

/**
 * How often a change is decided and written again after another came between
 * in the same chain or tree, and the longest first wait; the waits double, with
 * jitter, and stay within 2 s together. Enough for some dozen people who work
 * on one organisation in the same second.
 */
const tries = { attempts: 8, firstWaitMs: 20 } as const;

export type RecordNeeds = {
  readonly store: Pick<DirectoryReads, 'chain'>;
  readonly parts: Pick<DirectoryParts, 'link'>;
  readonly commit: Commit;
  readonly now: () => Date;
  /** The Region's epoch; raised at failover. */
  readonly epoch: number;
  /** Fresh random bytes for a history body, in hexadecimal. */
  readonly newSalt: () => string;
  readonly pause: (milliseconds: number) => Promise<unknown>;
};

/**
 * Too many others change the same organisation now, or the Region has been
 * succeeded: its epoch is below that of a chain.
 */
export type Unavailable = { readonly code: 'unavailable' };

/** Who changes something, and the organisation that lets them. */
export type Actor = { readonly person: string; readonly organisation: string };

/** A change decided: what it answers, what it writes, and what it says. */
export type Change<V, E extends { readonly code: string } = never> = {
  readonly value: V;
  readonly by: Actor;
  readonly said: readonly Said[];
  readonly parts: readonly Part<E | Changed | Moved>[];
};

/**
 * Writes a change together with an entry in the chain of each organisation
 * that it is about. When another change came between, `decide` is asked anew,
 * on what is there now; what writes nothing is said nowhere. Cost beyond the
 * change's own: 1 RRU and, for b KB begun of the body, 5 + 3b WRU an entry,
 * mostly 8.
 */
export async function record<
  V,
  R extends { readonly code: string },
  E extends { readonly code: string } = never,
>(
  needs: RecordNeeds,
  decide: () => Promise<Result<Change<V, E>, R>>,
): Promise<Result<V, R | E | Changed | Unavailable>> {
  const { store, parts, commit, now, epoch, newSalt, pause } = needs;
  let last: Changed | Unavailable = { code: 'unavailable' };
  for (let attempt = 1; attempt <= tries.attempts; attempt += 1) {
    if (attempt > 1) {
      await pause(Math.random() * tries.firstWaitMs * 2 ** (attempt - 1));
    }
    const decided = await decide();
    if (!decided.ok) return decided;
    const { value, by, said, parts: own } = decided.value;
    if (own.length === 0) return ok(value);
    const chains = await Promise.all(
      said.map(({ organisation }) => store.chain(organisation)),
    );
    if (chains.some((chain) => chain !== undefined && chain.epoch > epoch)) {
      return fail({ code: 'unavailable' });
    }
    const at = now().toISOString();
    const { person: actor, organisation } = by;
    const links = said.map((one, index) =>
      linked(chains[index], one, {
        actor,
        organisation,
        at,
        epoch,
        salt: newSalt(),
      }),
    );
    const done = await commit<V, E | Moved>(value, [
      // First: of several refusals that of the chain has it decided anew.
      ...links.flatMap(parts.link),
      ...own,
    ]);
    if (done.ok) return done;
    if (!isOvertaken(done.error)) return done as Result<V, E>;
    if (done.error.code === 'changed') last = { code: 'changed' };
  }
  return fail(last);
}

/**
 * Whether another change came between. What was decided on may have moved before
 * its chain was read, so a part of the change's own tells it too.
 */
function isOvertaken(error: {
  readonly code: string;
}): error is Moved | Changed {
  return ['chain-moved', 'tree-moved', 'changed'].includes(error.code);
}
