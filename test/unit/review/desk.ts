import type { Commit, Part } from '../../../functions/platform/commit.ts';
import { fail, ok } from '../../../functions/platform/result.ts';
import { resourceService } from '../../../functions/resources/service.ts';
import type { Reviewer } from '../../../functions/review/model/candidates.ts';
import { firstRubric } from '../../../functions/review/model/default-rubric.ts';
import {
  commented,
  ended,
  type KeptReview,
  moved,
  opened,
  type Queue,
} from '../../../functions/review/model/review.ts';
import type { News } from '../../../functions/review/news/contract.ts';
import type { Comment } from '../../../functions/review/panel/contract.ts';
import type { People } from '../../../functions/review/service/candidates.ts';
import type { PanelStore } from '../../../functions/review/store/panels.ts';
import type {
  KeptSheet,
  ReviewStore,
} from '../../../functions/review/store/reviews.ts';
import {
  author,
  bureau,
  cases,
  edition,
  idOf,
  librarian,
  person,
  review,
  school,
} from '../resources/case.ts';
import { shelfOf } from '../resources/shelf.ts';

export const open: KeptReview = opened({
  id: review,
  resourceId: idOf('res', 1),
  version: 1,
  title: edition.title,
  holder: school,
  submittedBy: author,
  openedAt: '2026-09-01T09:00:00.000Z',
});

export const teacher = person(author, 'teacher');
export const inCharge = person(librarian, 'librarian', bureau);

export const physics = {
  learningStage: 'xy:learning-stage/junior-secondary',
  subject: 'xy:subject/physics',
} as const;

/** An expert of a school of their own, or of the one that is named. */
export function expert(n: number, more: Partial<Reviewer> = {}): Reviewer {
  return {
    person: idOf('per', n),
    name: `专家${n}`,
    roles: ['expert'],
    organisations: [idOf('org', n)],
    specialities: [physics],
    ...more,
  };
}
export const experts = [11, 12, 13, 14, 15].map((n) => expert(n));

/** An expert as somebody who asks. */
export const asking = ({ person: id, organisations }: Reviewer) =>
  person(id, 'expert', organisations[0]);

/**
 * One review and its resource, as plain objects that keep what is committed; a
 * part whose condition fails makes the commit fail, as in the table.
 */
export function deskOf(found = cases['in-review'](), kept = open) {
  const asked: unknown[] = [];
  const news: News[] = [];
  const loads = new Map<string, number>();
  const state = {
    review: kept,
    sheets: new Map<string, KeptSheet>(),
    comments: [] as Required<Comment>[],
    now: '2026-09-02T08:00:00.000Z',
    head: found.head,
  };
  const effects = new WeakMap<
    object,
    { holds: () => boolean; run: () => void }
  >();
  const part = (run: () => void, holds = () => true): Part => {
    const made = { write: {} };
    effects.set(made, { holds, run });
    return made;
  };
  const isAt = (seq: number) => () =>
    state.review.state === 'open' && state.review.seq === seq;
  const reviews: ReviewStore = {
    review: async (id) => (id === kept.id ? state.review : undefined),
    whole: async (id) =>
      id === kept.id
        ? { kept: state.review, sheets: [...state.sheets.values()] }
        : undefined,
    openReviews: async (queue: Queue) => {
      asked.push(queue);
      return { items: [open] };
    },
    assigned: async () => ({ items: [] }),
    ruled: async () => ({ items: [state.review] }),
    openedPart: () => part(() => undefined),
    movedPart: (before, panel) =>
      part(() => {
        state.review = moved(state.review, panel);
      }, isAt(before.seq)),
    commentedPart: (before) =>
      part(() => {
        state.review = commented(state.review);
      }, isAt(before.seq)),
    heldPart: () => part(() => undefined),
    endedPart: (...given) => {
      asked.push(given);
      const [, end, seq] = given;
      return part(
        () => {
          state.review = ended(state.review, end);
        },
        seq === undefined ? undefined : isAt(seq),
      );
    },
  };
  const panels: PanelStore = {
    seatingParts: () => [],
    leavingParts: () => [],
    heldParts: () => [],
    assignmentPart: () => part(() => undefined),
    sheetPart: (_, before, sheet) =>
      part(
        () => void state.sheets.set(sheet.reviewer, sheet),
        () => state.sheets.get(sheet.reviewer)?.seq === before?.seq,
      ),
    commentPart: (_, comment) => part(() => void state.comments.push(comment)),
    comments: async () => ({ items: state.comments }),
    newsPart: (one) => part(() => void news.push(one)),
    dueIn: async (shard, { after }) =>
      shard > 0 || after !== undefined
        ? []
        : (state.review.panel?.seats ?? []).map(({ reviewer }) => ({
            review,
            reviewer,
            place: reviewer,
          })),
  };
  const shelf = shelfOf(found);
  const commit: Commit = async (value, parts) => {
    const all = parts.map((each) => effects.get(each));
    if (!all.every((each) => each?.holds() ?? true))
      return fail({ code: 'changed' });
    for (const each of all) each?.run();
    return ok(value);
  };
  const needs = {
    ...shelf.needs,
    reads: { ...shelf.needs.reads, head: async () => state.head },
    partsOf: (move: Parameters<typeof shelf.needs.partsOf>[0]) => {
      shelf.moves.push(move);
      return [
        part(
          () => {
            state.head = move.head;
          },
          () => state.head.seq === move.before?.seq,
        ),
      ];
    },
    now: () => new Date(state.now),
  };
  const known = [...experts];
  const people: People = {
    experts: async () => ({ items: known }),
    people: async (ids) =>
      new Map(
        known
          .filter((one) => ids.includes(one.person))
          .map((one) => [one.person, one]),
      ),
    schools: async () => (organisation) => organisation,
  };
  const all = {
    ...needs,
    reviews,
    panels,
    rubrics: {
      latest: async () => firstRubric,
      version: async () => firstRubric,
      writtenParts: () => [],
    },
    reviewers: {
      standing: async () => ({
        loadByPerson: loads,
        collaborators: [],
      }),
    },
    people,
    resources: resourceService(needs),
    settings: { authorSeesScores: false },
    commit,
    pause: async () => undefined,
    newCommentId: () => idOf('com', state.comments.length + 1),
    shards: 10,
    hasTime: () => true,
    institutes: async () => [idOf('org', 7)],
  };
  const { moves } = shelf;
  return { needs: all, state, asked, moves, news, known, loads };
}
export type Desk = ReturnType<typeof deskOf>;
