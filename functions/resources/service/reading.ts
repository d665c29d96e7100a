import type { FileService } from '../../files/service.ts';
import type { Principal } from '../../platform/contract.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import type { Head, VersionState } from '../head/contract.ts';
import {
  actionsOnVersion,
  isForReaders,
  type Shown,
  type Sight,
  shownVersion,
  sightOf,
  stateOfVersion,
  type Unseen,
  versionOf,
} from '../model/view.ts';
import type { ResourceReads } from '../store/reads.ts';
import type { Version } from '../view/contract.ts';
import type { Found } from './command.ts';

export type ReadNeeds = { readonly reads: ResourceReads };
const unknown = fail({ code: 'unknown' });

/** Which resource somebody reads. */
export type Asked = { readonly id: string; readonly principal: Principal };

/**
 * The published version; to those who see work, while nothing is published, the
 * open or the last one. One GetItem for visitors: 0.5 RRU per 4 KB of the head.
 * Whoever is signed in reads consistently, so that they see what they just did:
 * 1 RRU per 4 KB of the head, and of the version when it is not published.
 */
export async function readResource(
  { reads }: ReadNeeds,
  asked: Asked,
): Promise<Result<Found, Unseen>> {
  const seen = await see(reads, asked);
  if (!seen.ok) return seen;
  const { head } = seen.value;
  if (head.published) return ok({ head, shown: head.published });
  const version = shownVersion(head);
  const shown = version && (await reads.version(head.id, version, consistent));
  return shown ? ok({ head, shown }) : unknown;
}

/** One version, if one may see it. Cost: that of `readResource`. */
export async function readVersion(
  { reads }: ReadNeeds,
  asked: Asked & { readonly version: number },
): Promise<Result<Version, Unseen>> {
  const found = await seeVersion(reads, asked, asked.version);
  if (!found.ok) return found;
  const { head, shown, state } = found.value;
  return ok(versionOf(head, shown, state, asked.principal));
}

/** A page of versions: where each stands, newest first. */
export type VersionPage = {
  readonly items: Omit<Version, 'edition'>[];
  readonly next?: number;
};

/**
 * The versions that one may see. Readers get only what is or was published, so
 * a page may hold fewer than asked for. 0.5 RRU per 4 KB of the head and of all
 * versions in the page.
 */
export async function listVersions(
  { reads }: ReadNeeds,
  asked: Asked & {
    readonly limit: number;
    readonly after: number | undefined;
  },
): Promise<Result<VersionPage, Unseen>> {
  const seen = await see(reads, asked);
  if (!seen.ok) return seen;
  const { head, sight } = seen.value;
  const { items, next } = await reads.versions(head.id, asked);
  const listed = items.map(({ version, closed }) => {
    const state = stateOfVersion(head, version, closed);
    const actions = actionsOnVersion(head, state, asked.principal);
    return { resourceId: head.id, version, state, actions };
  });
  return ok({
    items: listed.filter(({ state }) => isSeen(sight, state)),
    ...(next !== undefined && { next }),
  });
}

/**
 * An address of a file's bytes: of the version named, else of the one that
 * stands for the resource. Cost: that of `readResource`.
 */
export async function locateFile(
  needs: ReadNeeds & { readonly files: Pick<FileService, 'contentUrl'> },
  asked: Asked & {
    readonly file: string;
    readonly version?: number | undefined;
  },
): Promise<Result<{ url: string }, Unseen>> {
  const found =
    asked.version === undefined
      ? await readResource(needs, asked)
      : await seeVersion(needs.reads, asked, asked.version);
  if (!found.ok) return found;
  const { files } = found.value.shown.edition;
  const file = files.find(({ id }) => id === asked.file);
  if (file === undefined) return unknown;
  return ok({ url: await needs.files.contentUrl(file) });
}

const consistent = { consistent: true } as const;

async function see(
  reads: ResourceReads,
  { id, principal }: Asked,
): Promise<Result<{ head: Head; sight: Sight }, Unseen>> {
  const isSignedIn = principal.kind !== 'visitor';
  const head = await reads.head(id, { consistent: isSignedIn });
  if (head === undefined) return unknown;
  const sight = sightOf(head, principal);
  return sight.ok ? ok({ head, sight: sight.value }) : sight;
}

async function seeVersion(
  reads: ResourceReads,
  asked: Asked,
  version: number,
): Promise<Result<{ head: Head; shown: Shown; state: VersionState }, Unseen>> {
  const seen = await see(reads, asked);
  if (!seen.ok) return seen;
  const { head, sight } = seen.value;
  const { published } = head;
  if (published?.version === version) {
    return ok({ head, shown: published, state: 'published' });
  }
  const kept = await reads.version(head.id, version, consistent);
  if (kept === undefined) return unknown;
  const state = stateOfVersion(head, version, kept.closed);
  return isSeen(sight, state) ? ok({ head, shown: kept, state }) : unknown;
}

function isSeen(sight: Sight, state: VersionState): boolean {
  return sight === 'work' || isForReaders(state);
}
