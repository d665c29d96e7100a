import type { Part } from '../../../functions/platform/commit.ts';
import type { Result } from '../../../functions/platform/result.ts';
import type { Head } from '../../../functions/resources/head/contract.ts';
import { create, revise } from '../../../functions/resources/model/drafting.ts';
import type {
  By,
  Case,
  Move,
} from '../../../functions/resources/model/move.ts';
import {
  assign,
  decide,
  reReview,
  submit,
  takeBack,
  transfer,
  withdraw,
} from '../../../functions/resources/model/steps.ts';
import { workVersion } from '../../../functions/resources/model/view.ts';
import { partsOf } from '../../../functions/resources/store/parts.ts';
import { keptOf as resourceIn } from '../../../functions/resources/store/recovery.ts';
import type { Outcome } from '../../../functions/review/contract.ts';
import { firstRubric } from '../../../functions/review/model/default-rubric.ts';
import {
  isRipe,
  scoredBy,
  seat,
  seated,
  tallySoFar,
} from '../../../functions/review/model/panel.ts';
import {
  commented,
  ended,
  endOf,
  type KeptReview,
  moved,
} from '../../../functions/review/model/review.ts';
import type { PanelKind } from '../../../functions/review/panel/contract.ts';
import {
  endingParts,
  recordOf,
} from '../../../functions/review/service/by-rule.ts';
import {
  changeParts,
  panelFacts,
} from '../../../functions/review/service/panels.ts';
import { reviewDesk } from '../../../functions/review/service.ts';
import { panelStore } from '../../../functions/review/store/panels.ts';
import { keptOf } from '../../../functions/review/store/recovery.ts';
import {
  reviewStore,
  wholePart,
} from '../../../functions/review/store/reviews.ts';
import { by, edition, idOf, librarian, school } from '../resources/case.ts';
import { physics } from './desk.ts';

export type Item = Record<string, unknown>;
/** A table's items, by partition and sort key. */
export type Table = ReadonlyMap<string, Item>;
/** An item as a command leaves it; undefined when it goes. */
export type Write = { readonly key: string; readonly item: Item | undefined };

process.env.CATALOGUE_TABLE = 'catalogue';
process.env.EPOCH = '1';

export const resource = idOf('res', 1);
export const reviewers = [11, 12, 13, 14, 15].map((n) => idOf('per', n));

const keyOf = ({ pk, sk }: Item) => `${pk} ${sk}`;

/** The items of one partition. */
export function partition(table: Table, pk: string): Item[] {
  return [...table.values()].filter((item) => item.pk === pk);
}

export function applied(table: Table, writes: readonly Write[]): Table {
  const next = new Map(table);
  for (const { item, key } of writes) {
    if (item) next.set(key, item);
    else next.delete(key);
  }
  return next;
}

/** What a transaction's parts write; of updates only counters are known here. */
export function writesOf(
  table: Table,
  parts: readonly Pick<Part, 'write'>[],
): Write[] {
  return parts.map(({ write }) => {
    const put = write.Put?.Item;
    if (put) return { key: keyOf(put), item: put };
    const gone = write.Delete?.Key;
    if (gone) return { key: keyOf(gone), item: undefined };
    const key = write.Update?.Key;
    const values = write.Update?.ExpressionAttributeValues ?? {};
    const [change] = Object.values(values);
    if (key?.sk !== 'LOAD') throw new Error(`What is ${keyOf(key ?? {})}?`);
    const open = Number(table.get(keyOf(key))?.open ?? 0) + Number(change);
    return { key: keyOf(key), item: { ...key, open } };
  });
}

/** Reviews that are written whole, as the table has them after an update. */
function storesOn(table: Table) {
  const found = (id: string) => {
    const { review } = keptOf(id, partition(table, id));
    if (review === undefined) throw new Error(`There is no review ${id}.`);
    return review;
  };
  const reviews = {
    ...reviewStore,
    movedPart: (before: KeptReview, panel = before.panel) =>
      wholePart(moved(before, panel)),
    endedPart: (id: string, end: Parameters<typeof ended>[1]) =>
      wholePart(ended(found(id), end)),
    heldPart: (id: string, holder: string) =>
      wholePart({ ...moved(found(id)), holder }),
  };
  const panels = {
    ...panelStore,
    heldParts: (id: string, who: readonly string[], holder: string) =>
      who.map((reviewer): Part => {
        const is = table.get(`${id} ASSIGN#${reviewer}`);
        const review = { ...(is?.review as object), holder };
        return { write: { Put: { TableName: '', Item: { ...is, review } } } };
      }),
  };
  return {
    reviews,
    panels,
    desk: reviewDesk({ ...reviews, ...panels }),
    found,
  };
}

/** What somebody tries; undefined when nothing allows it now. */
export type Attempt = (
  found: Case,
  table: Table,
  step: () => By,
) => readonly Part[] | undefined;

const movedBy = (move: Result<Move, unknown>) =>
  move.ok ? partsOf(move.value) : undefined;

function submitting(n: number): Attempt {
  return (found, table, step) => {
    const id = idOf('rev', n);
    if (table.has(`${id} REVIEW`)) return undefined;
    const one = step();
    const isAgain = found.head.published && !found.head.draft;
    const move = isAgain ? reReview(found, id, one) : submit(found, id, one);
    if (!move.ok) return undefined;
    const { version } = move.value.entry.header;
    const opening = {
      ...{ id, resourceId: resource, version, holder: found.head.holder },
      ...{ title: found.edition.title, submittedBy: one.actor },
      openedAt: one.at,
    };
    return [...partsOf(move.value), ...storesOn(table).desk.opened(opening)];
  };
}

function convening(kind: PanelKind, who: readonly string[]): Attempt {
  return ({ head }, table, step) => {
    const { found, panels, reviews } = storesOn(table);
    if (head.review?.state !== 'in-review') return undefined;
    const review = found(head.review.id);
    const { at, ...one } = { ...step(), actor: librarian };
    const wish = {
      ...{ kind, reviewers: who, convener: librarian },
      rubric: { id: firstRubric.id, version: firstRubric.version },
      speciality: physics,
    };
    const panel = seat(review.panel, wish, at);
    if (!panel.ok) return undefined;
    const facts = panelFacts(review, panel.value);
    // A step has its own moment, a little later.
    const later = { ...one, at: at.replace('000Z', '007Z') };
    const move = movedBy(assign({ head }, facts, later));
    const parts = changeParts({ reviews, panels }, review, panel.value, at);
    return move && [...move, ...parts];
  };
}

function scoring(who: string, score: number): Attempt {
  return ({ head }, table, step) => {
    const { found, panels, reviews } = storesOn(table);
    if (head.review?.state !== 'in-review') return undefined;
    const review = found(head.review.id);
    const own = seated(review.panel).find(({ reviewer }) => reviewer === who);
    if (!review.panel || !own) return undefined;
    const { at } = step();
    const given = firstRubric.criteria.map(({ id }) => [id, score]);
    const scores = Object.fromEntries(given) as Record<string, number>;
    const sheet = { reviewer: who, seq: 1, scores, scoredAt: at };
    const panel = scoredBy(review.panel, who);
    return [
      panels.sheetPart(review.id, undefined, sheet),
      reviews.movedPart(review, panel),
      ...(isRipe(panel, at) ? [panels.assignmentPart(review, own, at)] : []),
    ];
  };
}

const commenting: Attempt = ({ head }, table, step) => {
  if (head.review?.state !== 'in-review') return undefined;
  const review = storesOn(table).found(head.review.id);
  const { actor: author, at } = step();
  const id = idOf('com', table.size);
  const comment = { id, at, author, text: '好', target: { whole: true } };
  return [
    panelStore.commentPart(review.id, { ...comment, target: { whole: true } }),
    wholePart(commented(review)),
  ];
};

function deciding(outcome: Outcome, publishOn?: string): Attempt {
  return (found, table, step) => {
    const { head } = found;
    const stores = storesOn(table);
    if (head.review?.state !== 'in-review') return undefined;
    const review = stores.found(head.review.id);
    const one = { ...step(), actor: librarian };
    const { sheets } = keptOf(review.id, partition(table, review.id));
    const { panel } = review;
    const counted = sheets.map(({ reviewer, scores }) => ({
      reviewer,
      scores,
    }));
    const result = panel && {
      ...tallySoFar(panel, firstRubric, counted),
      ...{ rubric: panel.rubric, sheets: counted },
    };
    const verdict = {
      ...{ outcome, reason: '理由' },
      ...(publishOn && { publishOn }),
    };
    const told = { ...verdict, ...(result && { panel: recordOf(result) }) };
    const move = movedBy(decide(found, told, one));
    const end = endOf(verdict, librarian, one.at, result);
    return move && [...move, ...endingParts(stores, review, end)];
  };
}

/** A step of the resource that ends its review without a decision, if any. */
function leaving(
  how: 'taken-back' | 'withdrawn',
  stepOf: (found: Case, by: By) => Result<Move, unknown>,
): Attempt {
  return (found, table, step) => {
    const one = step();
    const move = movedBy(stepOf(found, one));
    const { review } = found.head;
    const { desk } = storesOn(table);
    const isOpen = review?.state === 'in-review';
    return (
      move && [...move, ...(isOpen ? desk.ended(review, how, one.at) : [])]
    );
  };
}

const handing: Attempt = ({ head }, table, step) => {
  const holder = idOf('org', head.holder === school ? 9 : 1);
  const move = movedBy(transfer({ head }, { holder }, step()));
  const { review } = head;
  const { desk } = storesOn(table);
  const isOpen = review?.state === 'in-review';
  return move && [...move, ...(isOpen ? desk.moved(review, holder) : [])];
};

export const attempts = {
  submitting,
  convening,
  scoring,
  commenting,
  deciding,
  takingBack: leaving('taken-back', takeBack),
  withdrawing: leaving('withdrawn', (found, one) =>
    withdraw(found, { kind: 'error', reason: '有错' }, one),
  ),
  revising: ((found, _, step) => movedBy(revise(found, step()))) as Attempt,
  handing,
};

const { files: _, ...metadata } = edition;

/** What each command of a life writes, one list a command. */
export function lifeOf(tried: readonly Attempt[]): readonly Write[][] {
  let n = 0;
  const step = (): By => {
    n += 1;
    const at = new Date(Date.UTC(2026, 8, 1) + n * 60_000).toISOString();
    return by({ at, salt: n.toString(16).padStart(64, '0') });
  };
  const fresh = { id: resource, holder: school, visibility: 'public' } as const;
  const links = ['https://example.org/'];
  const born = create(
    { ...fresh, audience: 'everyone', metadata: { ...metadata, links } },
    step(),
  );
  const commands = [writesOf(new Map(), partsOf(born))];
  let table = applied(new Map(), commands[0] ?? []);
  for (const attempt of tried) {
    const { head, versions } = resourceIn(resource, partition(table, resource));
    if (head === undefined) throw new Error('There is no head.');
    const version = workVersion(head) ?? head.latest;
    const held = versions.find((one) => one.version === version);
    const found = { head, edition: held?.edition ?? edition };
    const parts = attempt(found, table, step);
    if (parts === undefined) continue;
    const writes = writesOf(table, parts);
    commands.push(writes);
    table = applied(table, writes);
  }
  return commands;
}

/** The head that a table has. */
export function headIn(table: Table): Head | undefined {
  return resourceIn(resource, partition(table, resource)).head;
}
