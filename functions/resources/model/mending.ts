import { contentHashOf, hashOf } from '../../platform/history.ts';
import {
  placeOf,
  rebuiltLast,
  telling,
  toldIn,
} from '../../platform/torn-history.ts';
import { Head } from '../head/contract.ts';
import { type HistoryHeader, steps } from '../history/contract.ts';
import {
  type By,
  type KeptVersion,
  type Move,
  moved,
  type State,
  type VersionChange,
} from './move.ts';
import {
  following,
  type Judging,
  type Kept,
  type Torn,
  tornIn,
} from './torn.ts';

/** What makes a torn resource whole again, but for its links. */
export type Mending = {
  /** One entry that says what was lost, with the head and versions after it. */
  readonly move?: Move;
  /** A header that was lost, and follows from what is left. */
  readonly header?: HistoryHeader;
  /** A head that was lost, and follows from the first entry; `move` is of it. */
  readonly head?: Head;
};

/**
 * How a resource is made whole. What the head names and nothing has any more,
 * it stops to name; versions that it does not know go, for readers would take
 * them for superseded ones. Entries are never taken away: the new one, in the
 * new epoch, tells of those that are lost and of those that lead nowhere. What
 * an earlier mending has told is not told again.
 */
export function mend(kept: Kept, judging: Judging, by: By): Mending {
  const { head } = kept;
  if (head === undefined) {
    const born = bornAgain(kept);
    if (born === undefined) return {};
    const whole = { ...kept, head: born };
    const bornBy = { ...by, organisation: born.holder };
    return { head: born, ...mend(whole, judging, bornBy) };
  }
  const { header, torn } = judged(kept, judging);
  const known = toldIn(kept.bodies);
  const news = torn.filter(
    (one) =>
      !following.includes(one.item) &&
      !(one.item === 'header' && one.which === placeOf(header ?? none)) &&
      !known.has(telling(one)),
  );
  const more = { ...(header && { header }) };
  if (news.length === 0) return more;
  const { state, versions } = repaired(kept, head);
  const { draft, review } = state;
  const open = draft ?? review?.version;
  const held = kept.versions.find(({ version }) => version === open);
  const facts = {
    torn: news.map(telling),
    ...(held && { edition: contentHashOf(held.edition) }),
  };
  const version = held?.version ?? head.latest;
  const said = { action: 'recover', version, facts } as const;
  return { ...more, move: moved(head, state, said, by, versions) };
}

const none = { epoch: 0, seq: 0 } as const;

/**
 * What is torn, judged with the last header where it can be rebuilt: without it
 * nobody knows what the versions should hold.
 */
export function judged(
  kept: Kept,
  judging: Judging,
): { readonly torn: readonly Torn[]; readonly header?: HistoryHeader } {
  const header = rebuiltHeader(kept);
  if (header === undefined) return { torn: tornIn(kept, judging) };
  const lost = {
    item: 'header',
    tear: 'lost',
    which: placeOf(header),
  } as const;
  const whole = { ...kept, headers: [...kept.headers, header] };
  const torn = [{ resource: kept.id, ...lost }, ...tornIn(whole, judging)];
  return { torn, header };
}

function repaired(
  { versions }: Kept,
  head: Head,
): { readonly state: State; readonly versions: VersionChange[] } {
  const has = (version: number | undefined) =>
    versions.some((one) => one.version === version);
  const { draft, review, workTitle, closed, ...rest } = head;
  const { published, withdrawn } = head;
  const work = {
    ...(has(draft) && { draft }),
    ...(has(review?.version) && { review }),
  };
  const isOpen = Object.keys(work).length > 0;
  const state: State = {
    ...rest,
    ...work,
    ...(isOpen && workTitle !== undefined && { workTitle }),
    ...(closed && has(closed.version) && { closed }),
  };
  const lost: VersionChange[] =
    published && withdrawn?.kind !== 'erased' && !has(published.version)
      ? [{ version: published.version, edition: published.edition }]
      : [];
  return {
    state,
    versions: [...lost, ...versions.flatMap((one) => changeOf(head, one))],
  };
}

function changeOf(head: Head, kept: KeptVersion): VersionChange[] {
  const { version, edition, closed } = kept;
  if (version > head.latest) return [{ version, dropped: true }];
  const isOpen = [head.draft, head.review?.version].includes(version);
  if (isOpen && closed !== undefined) return [{ version, edition }];
  const mark = head.closed;
  return mark?.version === version && closed !== mark.state
    ? [{ version, edition, closed: mark.state }]
    : [];
}

/** By every step that it may have been, and every version. */
function rebuiltHeader(kept: Kept): HistoryHeader | undefined {
  const { head } = kept;
  if (head === undefined) return undefined;
  return rebuiltLast(kept, function* (facts) {
    for (const action of Object.keys(steps) as HistoryHeader['action'][]) {
      for (let version = head.latest; version > 0; version -= 1) {
        yield { ...facts, resource: head.id, action, version };
      }
    }
  });
}

/** A head that was never moved, by what its first entry says of it. */
function bornAgain({ bodies, headers, versions }: Kept): Head | undefined {
  const [header] = headers;
  const [first] = bodies;
  const [version] = versions;
  if (!header || !first || !version) return undefined;
  const isFirst = [headers, bodies, versions].every((all) => all.length === 1);
  const { action, epoch, resource: id, seq, time } = header;
  const { contributors, holder, visibility, audience, edition } =
    first.body.facts;
  const isHeld = contentHashOf(version.edition) === edition;
  if (!isFirst || action !== 'create' || !isHeld) return undefined;
  const place = { epoch, seq, lastHash: hashOf(header) };
  const head = Head.safeParse({
    ...{ id, ...place, holder, visibility, audience, contributors },
    ...{ createdAt: time, changedAt: time, latest: 1, draft: 1 },
    workTitle: version.edition.title,
  });
  return head.data;
}
