import { contentHashOf } from '../../platform/history.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import {
  type Edition,
  limits,
  type Metadata,
  type VersionFile,
} from '../edition/contract.ts';
import type { Head } from '../head/contract.ts';
import { allowed, type StateRefused, standingOf } from './life.ts';
import { type By, type Case, type Move, moved, type State } from './move.ts';
import type { Breach, RuleBroken } from './submittable.ts';
import { workVersion } from './view.ts';

export type Refused = StateRefused | RuleBroken;

/** A new resource with its first draft; who opens it is its contributor. */
export function create(
  fresh: Pick<Head, 'id' | 'holder' | 'visibility' | 'audience'> & {
    readonly metadata: Metadata;
  },
  by: By,
): Move {
  const { id, holder, visibility, audience, metadata } = fresh;
  const edition = { ...metadata, files: [] };
  const shared = {
    holder,
    visibility,
    audience,
    contributors: [by.actor],
  };
  const state: State = {
    id,
    ...shared,
    createdAt: by.at,
    latest: 1,
    draft: 1,
    workTitle: metadata.title,
  };
  const facts = { ...shared, edition: contentHashOf(edition) };
  return moved(undefined, state, { action: 'create', version: 1, facts }, by, [
    { version: 1, edition },
  ]);
}

/** What an edit may say: the draft's whole metadata, or who sees the resource. */
export type Change = {
  readonly visibility?: Head['visibility'] | undefined;
  readonly audience?: Head['audience'] | undefined;
  readonly contributors?: readonly string[] | undefined;
  readonly metadata?: Metadata | undefined;
};

/**
 * Changes the draft's metadata and, at once, what belongs to the resource
 * itself; both in one step. Who sees it may change while a version is in review
 * or published, the metadata only in a draft.
 */
export function edit(
  { head, edition }: Case,
  change: Change,
  by: By,
): Result<Move, Refused> {
  const { metadata, contributors = head.contributors } = change;
  const possible = allowed(head, 'edit');
  const isOver = ['withdrawn', 'discarded'].includes(standingOf(head));
  if (!possible.ok && (isOver || metadata !== undefined)) return possible;
  if (Object.values(change).every((value) => value === undefined)) {
    return broken({ pointer: '', rule: 'nothing-to-change' });
  }
  const named = [...new Set(contributors)];
  const former = formerOf(head, named);
  if (former.length > limits.formerContributors) {
    return broken({
      pointer: '/contributors',
      rule: 'too-many-former',
      most: limits.formerContributors,
    });
  }
  const { visibility = head.visibility, audience = head.audience } = change;
  const shared = { visibility, audience, contributors: named };
  const written = metadata && { ...metadata, files: edition.files };
  const state: State = {
    ...head,
    ...shared,
    ...(former.length > 0 && { former }),
    ...(written && { workTitle: written.title }),
  };
  const version = head.draft ?? head.review?.version ?? head.latest;
  const facts = {
    ...differences(head, shared),
    ...(written && {
      fields: changedFields(edition, written),
      edition: contentHashOf(written),
    }),
  };
  const said = { action: 'edit', version, facts } as const;
  const versions = written ? [{ version, edition: written }] : [];
  return ok(moved(head, state, said, by, versions));
}

/** Puts a file into the draft; the same bytes again only change its name. */
export function attach(
  { head, edition }: Case,
  file: VersionFile,
  by: By,
): Result<Move, Refused> {
  const possible = allowed(head, 'edit');
  if (!possible.ok) return possible;
  const at = edition.files.findIndex(({ id }) => id === file.id);
  const files =
    at === -1 ? [...edition.files, file] : edition.files.with(at, file);
  if (files.length > limits.files) {
    const most = limits.files;
    return broken({ pointer: '/upload', rule: 'too-many-files', most });
  }
  return ok(filed(head, { ...edition, files }, { attached: file.id }, by));
}

/** Takes a file out of the draft. */
export function detach(
  { head, edition }: Case,
  file: string,
  by: By,
): Result<Move, StateRefused | { code: 'unknown' }> {
  const possible = allowed(head, 'edit');
  if (!possible.ok) return possible;
  const files = edition.files.filter(({ id }) => id !== file);
  if (files.length === edition.files.length) return fail({ code: 'unknown' });
  return ok(filed(head, { ...edition, files }, { detached: file }, by));
}

/** Gives the draft up; its content goes, its number is not used again. */
export function discard({ head }: Case, by: By): Result<Move, StateRefused> {
  const possible = allowed(head, 'discard');
  if (!possible.ok) return possible;
  const { draft: version = head.latest, workTitle: _, ...state } = head;
  const said = { action: 'discard', version, facts: {} } as const;
  return ok(moved(head, state, said, by, [{ version, dropped: true }]));
}

/**
 * Opens the next version as a copy: of the one that was refused last, else of
 * the published one. `edition` is what that version holds.
 */
export function revise(
  { head, edition }: Case,
  by: By,
): Result<Move, StateRefused> {
  const possible = allowed(head, 'revise');
  if (!possible.ok) return possible;
  const version = head.latest + 1;
  const draft = { latest: version, draft: version, workTitle: edition.title };
  const copiedFrom = workVersion(head) ?? head.latest;
  const facts = { copiedFrom, edition: contentHashOf(edition) };
  return ok(
    moved(
      head,
      { ...head, ...draft },
      { action: 'revise', version, facts },
      by,
      [{ version, edition }],
    ),
  );
}

/** One broken rule as a failure. */
export function broken(...errors: Breach[]): {
  readonly ok: false;
  readonly error: RuleBroken;
} {
  return fail({ code: 'rule-broken', errors });
}

function filed(
  head: Head,
  edition: Edition,
  change: Record<string, string>,
  by: By,
): Move {
  const version = head.draft ?? head.latest;
  const facts = { ...change, edition: contentHashOf(edition) };
  return moved(head, head, { action: 'edit', version, facts }, by, [
    { version, edition },
  ]);
}

/** All who contributed and no longer are contributors. */
function formerOf(head: Head, contributors: readonly string[]): string[] {
  const ever = new Set([...(head.former ?? []), ...head.contributors]);
  return [...ever].filter((person) => !contributors.includes(person));
}

type Shared = Pick<Head, 'visibility' | 'audience' | 'contributors'>;

function differences(before: Shared, after: Shared) {
  const fields = ['visibility', 'audience', 'contributors'] as const;
  const changed = fields.filter(
    (field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]),
  );
  return Object.fromEntries(
    changed.map((field) => [field, { from: before[field], to: after[field] }]),
  );
}

/** The fields in which two editions differ. */
export function changedFields(before: Edition, after: Edition): string[] {
  const fields = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...fields].filter(
    (field) =>
      JSON.stringify(before[field as keyof Edition]) !==
      JSON.stringify(after[field as keyof Edition]),
  );
}
