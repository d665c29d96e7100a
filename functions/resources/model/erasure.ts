import { contentHashOf } from '../../platform/history.ts';
import { type Edition, erasedTexts, studentWork } from '../edition/contract.ts';
import type { Head } from '../head/contract.ts';
import {
  type By,
  type KeptVersion,
  type Move,
  moved,
  type VersionChange,
} from './move.ts';

/** A resource with all that is kept of its versions. */
export type Holding = {
  readonly head: Head;
  readonly versions: readonly KeptVersion[];
};

/**
 * What erasing a person does to a resource: one entry in its record, with the
 * head and the open version; then, each by itself, the versions that are over.
 */
export type Erasure = {
  readonly move: Move;
  readonly after: readonly VersionChange[];
};

/**
 * Whether a resource is somebody's alone, so that it goes with them: student
 * work that names no other creator but advisers, or work that was never
 * published, of which nobody else ever was a contributor and that names no
 * other creator.
 */
export function isTheirsAlone(
  { head, versions }: Holding,
  person: string,
): boolean {
  const editions = versions.map(({ edition }) => edition);
  const isStudents = editions.some(({ type }) => type === studentWork);
  const creators = editions
    .flatMap((one) => one.creators ?? [])
    .filter(({ role }) => !isStudents || role !== 'adviser');
  const own = creators.filter((one) => one.person === person);
  const isAlone = creators.every(
    (one) => one.person === person || one.erased === true,
  );
  if (!isAlone) return false;
  if (isStudents) return own.length > 0;
  const ever = [...head.contributors, ...(head.former ?? [])];
  const isUnpublished = head.published === undefined && versions.length > 0;
  return isUnpublished && ever.every((one) => one === person);
}

/** Whether any of its editions names a person as a creator. */
export function namesCreator(
  { head, versions }: Holding,
  person: string,
): boolean {
  const editions = [...versions, ...(head.published ? [head.published] : [])];
  return editions.some(({ edition }) =>
    edition.creators?.some((one) => one.person === person),
  );
}

/**
 * Takes a person out of a resource, or with them all that it holds when it is
 * theirs alone; undefined when there is nothing to take. The entry tells that
 * something was erased and what the published edition is now, not of whom.
 */
export function erase(
  holding: Holding,
  person: string,
  by: By,
): Erasure | undefined {
  if (isTheirsAlone(holding, person)) return emptied(holding, by);
  return namesCreator(holding, person)
    ? withoutName(holding, person, by)
    : undefined;
}

/** The head stays for ever, with a tombstone where there were readers. */
function emptied({ head, versions }: Holding, by: By): Erasure {
  const { draft: _, review: __, closed: ___, workTitle: ____, ...rest } = head;
  const { published, holder } = head;
  const edition: Edition = { title: erasedTexts.title, files: [] };
  const state = {
    ...rest,
    ...(published && {
      published: { ...published, edition },
      withdrawn: { at: by.at, kind: 'erased' as const, holder },
    }),
  };
  const gone = versions.map(
    ({ version }): VersionChange => ({ version, dropped: true }),
  );
  return erasureOf(head, state, gone, 'content', by);
}

function withoutName(
  { head, versions }: Holding,
  person: string,
  by: By,
): Erasure {
  const { published } = head;
  const state = {
    ...head,
    ...(published && {
      published: {
        ...published,
        edition: anonymous(published.edition, person),
      },
    }),
  };
  const changed = versions.map(
    (one): VersionChange => ({
      ...one,
      edition: anonymous(one.edition, person),
    }),
  );
  return erasureOf(head, state, changed, 'name', by);
}

/** What is open moves with the head; other writers only touch that. */
function erasureOf(
  before: Head,
  state: Head,
  changes: readonly VersionChange[],
  erased: 'content' | 'name',
  by: By,
): Erasure {
  const open = [before.draft, before.review?.version];
  const isOpen = ({ version }: VersionChange) => open.includes(version);
  const { published } = state;
  const facts = {
    erased,
    ...(published && { edition: contentHashOf(published.edition) }),
  };
  const version = published?.version ?? before.latest;
  const said = { action: 'redact', version, facts } as const;
  return {
    move: moved(before, state, said, by, changes.filter(isOpen)),
    after: changes.filter((one) => !isOpen(one)),
  };
}

function anonymous(edition: Edition, person: string): Edition {
  const { creators } = edition;
  if (!creators) return edition;
  return {
    ...edition,
    creators: creators.map((one) =>
      one.person === person
        ? { name: erasedTexts.name, role: one.role, erased: true }
        : one,
    ),
  };
}
