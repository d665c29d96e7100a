import type { FileErasure } from '../../files/erasure.ts';
import type { DirectoryErasure } from '../../identity/service/erasure.ts';
import type { Person } from '../../platform/contract.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import type {
  Contribution,
  ResourceErasure,
} from '../../resources/service/erasure.ts';
import { type HeldRecord, limits } from '../contract.ts';
import { type KeptPlaceId, keptPlaceIds, keptPlaces } from '../map/contract.ts';
import { type Forbidden, mayOver } from '../model.ts';
import type { Ledger } from '../store.ts';
import { tagOf } from './request.ts';

export type HeldNeeds = {
  readonly directory: Pick<DirectoryErasure, 'kept' | 'acted'>;
  readonly resources: Pick<ResourceErasure, 'contributions'>;
  readonly files: Pick<FileErasure, 'uploadsOf'>;
  readonly ledger: Pick<Ledger, 'erasure'>;
};

/** Where a record goes on: first the resources, then the organisations. */
export type RecordPlace =
  | ResourcePlace
  | { readonly list: 'acted'; readonly after?: string | undefined };
type ResourcePlace = Parameters<ResourceErasure['contributions']>[1];

/**
 * All that is held about a person, for themselves and for the admins of all
 * their organisations: others learn nothing, operators neither. Cost: 4 RRU,
 * 0.5 per ten uploads, and for each resource of the page 1 RRU per 4 KB of its
 * head, versions and record.
 */
export async function readHeld(
  { directory, files, ledger, resources }: HeldNeeds,
  asking: Person,
  asked: {
    readonly person: string;
    readonly limit: number;
    readonly place: RecordPlace;
  },
): Promise<
  Result<
    { record: Omit<HeldRecord, 'next'>; next?: RecordPlace; etag: string },
    { readonly code: 'unknown' } | Forbidden
  >
> {
  const { person, limit, place } = asked;
  const kept = await directory.kept(person);
  if (!kept) return fail({ code: 'unknown' });
  if (asking.id !== person) {
    const may = mayOver(asking, 'read-person', kept.memberships);
    if (!may.ok) return may;
  }
  const [page, { uploads }, erasure] = await Promise.all([
    pageOf({ directory, resources }, person, place, limit),
    files.uploadsOf(person, { limit: limits.uploadsShown }),
    ledger.erasure(person),
  ]);
  const { createdAt, id, name, username } = kept.profile;
  return ok({
    record: {
      person: { id, name, username, createdAt, signIns: [...kept.signIns] },
      memberships: kept.held.map(({ organisation, roles, terms }) => ({
        organisation,
        roles: [...roles],
        ...(terms && { terms }),
      })),
      numbers: [...kept.numbers],
      uploads: uploads.map((one) => ({
        id: one.id,
        name: one.name,
        state: one.state,
        createdAt: one.createdAt,
      })),
      items: page.items.map(shown),
      changes: page.changes,
      passing: passing(),
    },
    ...(page.next && { next: page.next }),
    etag: tagOf(kept, erasure),
  });
}

async function pageOf(
  { directory, resources }: Pick<HeldNeeds, 'directory' | 'resources'>,
  person: string,
  place: RecordPlace,
  limit: number,
): Promise<{
  items: Contribution[];
  changes: HeldRecord['changes'];
  next?: RecordPlace;
}> {
  if (place.list !== 'acted') {
    const page = await resources.contributions(person, place, limit);
    return { changes: [], ...page, next: page.next ?? { list: 'acted' } };
  }
  const { after } = place;
  const asked = { limit, ...(after !== undefined && { after }) };
  const { entries, next } = await directory.acted(person, asked);
  return {
    items: [],
    changes: entries.map(
      ({ organisation, sk, body: { salt: _, ...body } }) => ({
        organisation,
        place: sk.slice('B#'.length),
        body,
      }),
    ),
    ...(next !== undefined && { next: { list: 'acted', after: next } }),
  };
}

function passing(): KeptPlaceId[] {
  return keptPlaceIds.filter((one) => keptPlaces[one].record === 'passing');
}

/** The salt says nothing, and would let an erased body be guessed. */
function shown({ resource, as, entries }: Contribution) {
  return {
    resource,
    as: [...as],
    entries: entries.map(({ header, body: { salt: _, ...body } }) => ({
      header,
      body,
    })),
  };
}
