import type { FileService } from '../../files/service.ts';
import type { Named } from '../../identity/service/named.ts';
import type { Actor } from '../../platform/contract.ts';
import { mayInOrganisation } from '../../platform/policy.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import type { Metadata } from '../edition/contract.ts';
import type { Head } from '../head/contract.ts';
import {
  attach,
  broken,
  type Change,
  create,
  detach,
  discard,
  edit,
  type Refused,
  revise,
} from '../model/drafting.ts';
import type { StateRefused } from '../model/life.ts';
import { byNow, type Forbidden, shownAfter } from '../service.ts';
import {
  type CommandNeeds,
  command,
  type Found,
  plain,
  type Refusals,
  type Wish,
} from './command.ts';

export type NewResource = Pick<Head, 'holder' | 'visibility' | 'audience'> & {
  readonly metadata: Metadata;
};

/**
 * Opens a resource with its first draft, for an organisation in which the
 * person, or the machine client, contributes. Cost: 0 RRU, 12 WRU while the
 * draft is under 1 KB.
 */
export async function createResource(
  needs: CommandNeeds & { readonly newId: () => string },
  principal: Actor,
  fresh: NewResource,
): Promise<Result<Found, Forbidden | { readonly code: 'changed' }>> {
  const { holder } = fresh;
  const decision = mayInOrganisation(principal, 'contribute', holder);
  const { allowed, rule } = decision;
  if (!allowed) return fail({ code: 'forbidden', rule });
  const by = byNow(needs, principal, holder);
  const move = create({ ...fresh, id: needs.newId() }, by);
  const shown = shownAfter(move, { ...fresh.metadata, files: [] });
  return needs.commit({ head: move.head, shown }, needs.partsOf(move));
}

export type EditNeeds = CommandNeeds & {
  readonly named: Pick<Named, 'known'>;
};

/**
 * Changes the draft's metadata, or who sees the resource. Whoever becomes a
 * contributor must be known in the district. Cost: `command`, and 0.5 RRU for
 * each who is new.
 */
export function editResource(
  needs: EditNeeds,
  wish: Wish,
  change: Change,
): Promise<Result<Found, Refusals<Refused>>> {
  return command(needs, 'edit', wish, async (found, by) => {
    const { contributors = [] } = change;
    const isOld = (one: string) => found.head.contributors.includes(one);
    const fresh = contributors.filter((one) => !isOld(one));
    const known = fresh.length > 0 ? await needs.named.known(fresh) : undefined;
    const errors = contributors.flatMap((person, at) =>
      isOld(person) || known?.has(person)
        ? []
        : [
            {
              pointer: `/contributors/${at}`,
              rule: 'contributor-unknown',
              person,
            },
          ],
    );
    return errors.length > 0
      ? broken(...errors)
      : plain(edit(found, change, by));
  });
}

/** Gives the draft up. Cost: `command`. */
export function discardDraft(
  needs: CommandNeeds,
  wish: Wish,
): Promise<Result<Found, Refusals<StateRefused>>> {
  return command(needs, 'edit', wish, (found, by) => plain(discard(found, by)));
}

/** Opens the next version as a copy. Cost: `command`. */
export function reviseResource(
  needs: CommandNeeds,
  wish: Wish,
): Promise<Result<Found, Refusals<StateRefused>>> {
  return command(needs, 'edit', wish, (found, by) => plain(revise(found, by)));
}

export type AttachNeeds = CommandNeeds & {
  readonly files: Pick<FileService, 'ready' | 'referenceParts'>;
};

/**
 * Puts a person's ready upload into the draft, under the SHA-256 that they
 * name. Cost: `command`, 1 RRU for the upload and 2 WRU for the reference.
 */
export function attachFile(
  needs: AttachNeeds,
  wish: Wish,
  { file: id, upload }: { readonly file: string; readonly upload: string },
): Promise<Result<Found, Refusals<Refused>>> {
  const pointer = '/upload';
  return command(needs, 'edit', wish, async (found, by) => {
    const ready = await needs.files.ready(upload, by.actor);
    if (!ready.ok) {
      const { code, ...facts } = ready.error;
      return code === 'unknown'
        ? broken({ pointer, rule: 'upload-unknown', upload })
        : broken({ pointer, rule: 'upload-not-ready', ...facts });
    }
    const file = ready.value;
    if (file.id !== id) {
      return broken({
        pointer,
        rule: 'upload-of-another-file',
        sha256: file.id,
      });
    }
    const move = attach(found, file, by);
    if (!move.ok) return move;
    const parts = needs.files.referenceParts(id, wish.id);
    return ok({ move: move.value, with: parts });
  });
}

/**
 * Takes a file out of the draft. The reference stays: another version may hold
 * the same file. Cost: `command`.
 */
export function detachFile(
  needs: CommandNeeds,
  wish: Wish,
  file: string,
): Promise<Result<Found, Refusals<StateRefused>>> {
  return command(needs, 'edit', wish, (found, by) =>
    plain(detach(found, file, by)),
  );
}
