import type { HistoryBody } from '../../platform/contract.ts';
import { contentHashOf } from '../../platform/history.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { chainOf, placeOf } from '../../platform/torn-history.ts';
import type { Edition } from '../edition/contract.ts';
import { Head } from '../head/contract.ts';
import type { HistoryHeader, Step } from '../history/contract.ts';
import type { RestoreRefusal } from '../restoring/contract.ts';
import { changedFields } from './drafting.ts';
import { type By, type Move, moved, type State } from './move.ts';
import type { Kept } from './torn.ts';

const Decision = Head.shape.published.unwrap().shape.decision;
type Published = NonNullable<Head['published']>;

/** What readers could open at a time, by the history and the versions. */
export type Then = {
  /** The entry by which they could. */
  readonly header: HistoryHeader;
  readonly edition: Edition;
  readonly reviewDue: string;
  readonly decision: Published['decision'];
};

type Refused = { readonly code: RestoreRefusal };

/** Entries after which readers open another version. */
const opening: readonly Step[] = ['publish', 'correct'];

/**
 * What a resource showed to readers at a time. The last entry that published
 * says by its hash what that version held: nothing is taken from a version that
 * holds something else now. Source: ADR 0162.
 */
export function shownAt(kept: Kept, at: string): Result<Then, Refused> {
  const { headers } = chainOf(kept);
  const bodyAt = new Map(kept.bodies.map((one) => [placeOf(one), one.body]));
  const factsOf = (one: HistoryHeader) => bodyAt.get(placeOf(one))?.facts;
  const until = headers.filter(({ time }) => time <= at);
  const header = until.findLast(
    (one) =>
      opening.includes(one.action) || factsOf(one)?.restored !== undefined,
  );
  if (header === undefined || wasWithdrawn(until))
    return fail({ code: 'not-open' });
  // What was redacted since is another edition than the entries tell of.
  if (headers.some(({ action }) => action === 'redact'))
    return fail({ code: 'erased' });
  const facts = factsOf(header);
  if (facts === undefined) return fail({ code: 'erased' });
  const { edition } =
    kept.versions.find(({ version }) => version === header.version) ?? {};
  if (!edition || contentHashOf(edition) !== facts.edition) {
    return fail({ code: 'version-lost' });
  }
  const dues = until.map((one) => factsOf(one)?.reviewDue);
  const reviewDue = dues.findLast((due) => typeof due === 'string');
  const decision = Decision.safeParse(decisionIn(facts));
  return reviewDue !== undefined && decision.success
    ? ok({ header, edition, reviewDue, decision: decision.data })
    : fail({ code: 'erased' });
}

/** What the restoration of a resource changes, when it is possible now. */
export function restoreAs(
  head: Head,
  then: Then,
  at: string,
  by: By,
): Result<
  { readonly move: Move; readonly fields: readonly string[] },
  Refused
> {
  const { closed: _, published, ...rest } = head;
  if (head.withdrawn !== undefined) return fail({ code: 'withdrawn' });
  if (head.draft !== undefined || head.review !== undefined) {
    return fail({ code: 'open-work' });
  }
  const { decision, edition, header, reviewDue } = then;
  const fields = published ? changedFields(published.edition, edition) : [];
  const isSame = published !== undefined && fields.length === 0;
  if (isSame && published.reviewDue === reviewDue)
    return fail({ code: 'same' });
  const version = head.latest + 1;
  const state: State = {
    ...rest,
    latest: version,
    // Due long ago, it falls due again by its date, with all days of grace.
    published: { version, at: by.at, reviewDue, decision, edition },
  };
  const facts: HistoryBody['facts'] = {
    ...decision,
    restored: { version: header.version, at, entry: placeOf(header) },
    reviewDue,
    edition: contentHashOf(edition),
    ...(published && { supersedes: published.version }),
  };
  const said = { action: 'recover', version, facts } as const;
  const versions = [{ version, edition }];
  return ok({ move: moved(head, state, said, by, versions), fields });
}

function wasWithdrawn(until: readonly HistoryHeader[]): boolean {
  const last = until.findLast(({ action }) =>
    ['withdraw', 'restore', 'redact'].includes(action),
  );
  return last !== undefined && last.action !== 'restore';
}

function decisionIn({ by, review }: HistoryBody['facts']) {
  return { by, ...(review !== undefined && { review }) };
}
