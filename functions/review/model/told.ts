import * as z from 'zod';
import type { HistoryBody } from '../../platform/contract.ts';
import type { Edition } from '../../resources/edition/contract.ts';
import type { Head } from '../../resources/head/contract.ts';
import type { HistoryHeader, Step } from '../../resources/history/contract.ts';
import type { OpenReview } from '../../resources/view/contract.ts';
import type { Ending } from '../contract.ts';
import { kindsOfPanel, Scores, type Sheet, Tally } from '../panel/contract.ts';
import type { RubricRef } from '../rubric/contract.ts';
import type { End, PanelResult } from './review.ts';

export type Entry = {
  readonly header: HistoryHeader;
  readonly body?: HistoryBody | undefined;
};

/** What a resource tells of its reviews, once it was judged itself. */
export type Told = {
  readonly head: Head | undefined;
  /** The entries that lead to its head, the first one first. */
  readonly entries: readonly Entry[];
  /** Whether none of them is lost, nor what a recent one says. */
  readonly isWhole: boolean;
  /** By number, what its versions hold, as far as they are there. */
  readonly editions: ReadonlyMap<number, Edition>;
};

/** Whether the resource is in this review, and waits for its decision. */
export function isOpenIn({ head }: Told, review: string): boolean {
  return head?.review?.id === review && head.review.state === 'in-review';
}

const openings: readonly Step[] = ['submit', 're-review'];

/** The review as its opening would write it; undefined when nothing tells. */
export function openedAs(told: Told, id: string): OpenReview | undefined {
  const { editions, entries, head } = told;
  const named = head?.review?.id === id ? head.review : undefined;
  const entry = entries.findLast(
    ({ body, header }) =>
      openings.includes(header.action) &&
      (body ? body.facts.review === id : header.version === named?.version),
  );
  const version = named?.version ?? entry?.header.version;
  const submittedBy = named?.submittedBy ?? entry?.body?.actor;
  const isPerson = submittedBy && !submittedBy.startsWith('rule:');
  if (!head || version === undefined || !isPerson) return undefined;
  return {
    id,
    resourceId: head.id,
    version,
    title: editions.get(version)?.title ?? head.workTitle ?? '',
    holder: head.holder,
    submittedBy,
    openedAt: entry?.header.time ?? head.changedAt,
  };
}

/** How steps of a resource end its review. */
const endingOf: Readonly<Partial<Record<Step, Ending>>> = {
  accept: 'accept',
  publish: 'accept',
  renew: 'accept',
  reject: 'reject',
  'request-changes': 'request-changes',
  'take-back': 'taken-back',
  withdraw: 'withdrawn',
};

/** How the resource went on from a review; undefined when nothing tells. */
export function endTold(
  { entries, head }: Told,
  id: string,
): (End & { readonly record?: PanelRecord | undefined }) | undefined {
  // What was accepted for a date is published later, by the same review.
  const entry = entries.find(
    ({ body, header }) =>
      body?.facts.review === id && endingOf[header.action] !== undefined,
  );
  const outcome = entry && endingOf[entry.header.action];
  if (!entry?.body || !outcome) return head && endInHead(head, id);
  const { actor, facts, reason } = entry.body;
  const record = PanelRecord.safeParse(facts.panel).data;
  const { time: closedAt } = entry.header;
  if (outcome === 'taken-back') return { outcome, closedAt };
  // What a no to a re-review means: ADR 0122.
  const isNo = facts.kind === 'outdated' && !actor.startsWith('rule:');
  const isDecided = record || (isNo && isAgain(entries, id));
  if (outcome === 'withdrawn' && !isDecided) return { outcome, closedAt };
  const { by = actor, publishOn } = facts;
  return {
    outcome: outcome === 'withdrawn' ? 'reject' : outcome,
    closedAt,
    decidedBy: String(by),
    ...(reason !== undefined && { reason }),
    ...(typeof publishOn === 'string' && { publishOn }),
    record,
  };
}

function isAgain(entries: readonly Entry[], id: string): boolean {
  return entries.some(
    ({ body, header }) =>
      header.action === 're-review' && body?.facts.review === id,
  );
}

/** The same, where the entry is lost whose decision the head rests on. */
function endInHead(head: Head, id: string): End | undefined {
  const { changedAt: closedAt, closed, published, review } = head;
  if (review?.id === id && review.state === 'accepted') {
    const { decidedBy, publishOn } = review;
    return {
      ...{ outcome: 'accept', closedAt },
      ...(decidedBy && { decidedBy }),
      ...(publishOn && { publishOn }),
    };
  }
  if (closed?.review === id) {
    const isNo = closed.state === 'rejected';
    return { outcome: isNo ? 'reject' : 'request-changes', closedAt };
  }
  if (published?.decision.review !== id) return undefined;
  const { at, decision } = published;
  return { outcome: 'accept', closedAt: at, decidedBy: decision.by };
}

const reference = /^([a-z0-9-]+)@(\d+)$/;

/** A version of a rubric as entries name it. */
const Reference = z
  .string()
  .regex(reference)
  .transform((text): RubricRef => {
    const [, id = '', version] = reference.exec(text) ?? [];
    return { id, version: Number(version) };
  });

/** What a panel's scores came to, as the entry of a decision has it. */
const PanelRecord = Tally.extend({
  rubric: Reference,
  scores: z.array(Scores),
});
type PanelRecord = z.infer<typeof PanelRecord>;

/** The record with the sheets that are left: names are in no entry. */
export function resultOf(
  { scores: _, ...tally }: PanelRecord,
  sheets: readonly Sheet[],
): PanelResult {
  return { ...tally, sheets };
}

const Convened = z.object({ panel: z.enum(kindsOfPanel), rubric: Reference });

/** Who was put on the panel last, by what, and when. */
export function convenedIn({ entries, head }: Told, id: string) {
  const version = head?.review?.version;
  const all = entries.filter(
    ({ body, header }) =>
      header.action === 'assign' &&
      (body ? body.facts.review === id : header.version === version),
  );
  const isPersons = ({ body }: Entry) => body?.actor.startsWith('per_');
  return {
    at: all.at(-1)?.header.time,
    said: Convened.safeParse(all.at(-1)?.body?.facts).data,
    convener: all.findLast(isPersons)?.body?.actor,
  };
}
