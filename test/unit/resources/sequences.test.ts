import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { fail, type Result } from '../../../functions/platform/result.ts';
import type { Head } from '../../../functions/resources/head/contract.ts';
import { correct } from '../../../functions/resources/model/correction.ts';
import {
  attach,
  create,
  detach,
  discard,
  edit,
  revise,
} from '../../../functions/resources/model/drafting.ts';
import { possibleSteps } from '../../../functions/resources/model/life.ts';
import type {
  By,
  Case,
  HistoryEntry,
  KeptVersion,
  Move,
} from '../../../functions/resources/model/move.ts';
import {
  relate,
  targetsOf,
  unrelate,
} from '../../../functions/resources/model/relations.ts';
import {
  decide,
  publish,
  reReview,
  restore,
  submit,
  takeBack,
  transfer,
  type Verdict,
  withdraw,
} from '../../../functions/resources/model/steps.ts';
import {
  fallDue,
  nextDue,
  remind,
} from '../../../functions/resources/model/validity.ts';
import {
  stateOfVersion,
  workVersion,
} from '../../../functions/resources/model/view.ts';
import {
  type RelationType,
  relationTypes,
} from '../../../functions/resources/relations/contract.ts';
import { faultsOf } from '../../support/chain.ts';
import { by, done, edition, file, idOf } from './case.ts';

/** All that is stored of one resource, kept in memory. */
type Stored = {
  head: Head;
  versions: Map<number, KeptVersion>;
  history: HistoryEntry[];
};
type Tried = Result<Move, { code: string }>;
/** All resources of a sequence, by id. */
type World = Map<string, Stored>;
type Action = {
  name: string;
  try: (found: Case, by: By, world: World) => Tried;
};

const { files: _, ...written } = edition;
const metadata = { ...written, links: ['https://example.org/'] };
const titles = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
const people = fc.integer({ min: 1, max: 5 }).map((n) => idOf('per', n));
const hashes = fc.constantFrom('a', 'b', 'c').map((one) => one.repeat(64));
const reasons = fc.constant('写清理由');

function action(
  name: string,
  step: (found: Case, by: By) => Tried,
): fc.Arbitrary<Action> {
  return fc.constant({ name, try: step });
}

/** The resources that a sequence is about. */
const ids = [1, 2, 3].map((n) => idOf('res', n));

/** A resource and all that it leads to by relations of one type. */
function lineOf(world: World, type: RelationType, id: string): Head[] {
  const seen = new Set([id]);
  for (const one of seen) {
    const head = world.get(one)?.head;
    for (const next of head ? targetsOf(head, type) : []) seen.add(next);
  }
  return [...seen].flatMap((one) => world.get(one)?.head ?? []);
}

/** What is due by a date, as the schedule would take it; else it is refused. */
function workOff(found: Case, today: string, by: By): Tried {
  const due = nextDue(found.head);
  if (!due || due.on > today) return fail({ code: 'nothing-due' });
  switch (due.what) {
    case 'publish':
      return publish(found, by);
    case 'remind':
      return remind(found.head, today, by);
    case 'fall-due':
      return fallDue(found.head, today, by);
    case 'outdate':
      return withdraw(found, { kind: 'outdated' }, by);
  }
}

const dates = fc
  .integer({ min: 2026, max: 2032 })
  .map((year) => `${year}-12-01`);

/** Everything that anyone might try, whatever the state. */
const actions: fc.Arbitrary<Action> = fc.oneof(
  titles.map((title) => ({
    name: 'write',
    try: (found: Case, by: By) =>
      edit(found, { metadata: { ...metadata, title } }, by),
  })),
  fc.uniqueArray(people, { minLength: 1 }).map((contributors) => ({
    name: 'share',
    try: (found: Case, by: By) => edit(found, { contributors }, by),
  })),
  hashes.map((id) => ({
    name: 'attach',
    try: (found: Case, by: By) => attach(found, { ...file, id }, by),
  })),
  hashes.map((id) => ({
    name: 'detach',
    try: (found: Case, by: By) => detach(found, id, by),
  })),
  fc.nat().map((n) => ({
    name: 'submit',
    try: (found: Case, by: By) => submit(found, idOf('rev', n), by),
  })),
  fc
    .record<Verdict>({
      outcome: fc.constantFrom('accept', 'accept', 'reject', 'request-changes'),
      reason: reasons,
      publishOn: fc.option(fc.constant('2030-01-01'), {
        nil: undefined,
        freq: 2,
      }),
    })
    .map((verdict) => ({
      name: 'decide',
      try: (found: Case, by: By) => decide(found, verdict, by),
    })),
  dates.map((today) => ({
    name: 'work off',
    try: (found: Case, by: By) => workOff(found, today, by),
  })),
  fc
    .record({
      type: fc.constantFrom(...relationTypes),
      target: fc.constantFrom(...ids),
      position: fc.integer({ min: 1, max: 3 }),
    })
    .map((relation) => ({
      name: 'relate',
      try: ({ head }: Case, by: By, world: World) =>
        relate(
          head,
          relation,
          lineOf(world, relation.type, relation.target),
          by,
        ),
    })),
  fc
    .record({
      type: fc.constantFrom(...relationTypes),
      target: fc.constantFrom(...ids),
    })
    .map((relation) => ({
      name: 'unrelate',
      try: ({ head }: Case, by: By) => unrelate(head, relation, by),
    })),
  fc.nat().map((n) => ({
    name: 're-review',
    try: ({ head }: Case, by: By) => reReview({ head }, idOf('rev', n), by),
  })),
  action('correct', correct),
  action('discard', discard),
  action('revise', revise),
  action('take back', takeBack),
  action('publish', publish),
  action('withdraw', (found, by) =>
    withdraw(found, { kind: 'outdated', reason: '已过时' }, by),
  ),
  fc.integer({ min: 1, max: 3 }).map((n) => ({
    name: 'transfer',
    try: (found: Case, by: By) =>
      transfer(found, { holder: idOf('org', n) }, by),
  })),
  action('restore', (found, by) => restore(found, '仍然有效', by)),
);

/** What the next step works on: the open version, or the one to be copied. */
function found({ head, versions }: Stored): Case {
  const version = workVersion(head) ?? head.latest;
  const { edition: held = { title: '–', files: [] } } =
    versions.get(version) ?? {};
  return { head, edition: held };
}

function store(stored: Stored | undefined, move: Move): Stored {
  const versions = new Map(stored?.versions);
  for (const one of move.versions) {
    if ('dropped' in one) versions.delete(one.version);
    else versions.set(one.version, one);
  }
  const history = [...(stored?.history ?? []), move.entry];
  return { head: move.head, versions, history };
}

/** The invariants of docs/domain.md, after every step. */
function holds({ head, versions, history }: Stored): void {
  expect(faultsOf(history, head.lastHash)).toEqual([]);
  expect(head.seq).toBe(history.length);
  const states = [...versions].map(([version, { closed }]) =>
    stateOfVersion(head, version, closed),
  );
  for (const state of ['draft', 'in-review', 'accepted', 'published']) {
    expect(states.filter((one) => one === state).length).toBeLessThan(2);
  }
  const open = [head.draft, head.review?.version].filter((one) => one);
  expect(open.length).toBeLessThan(2);
  for (const version of [...open, head.published?.version]) {
    if (version !== undefined) expect(versions.has(version)).toBe(true);
  }
  expect(Math.max(0, ...versions.keys())).toBeLessThanOrEqual(head.latest);
  const ever = history.flatMap(({ body }) => {
    const { contributors } = body.facts;
    return Array.isArray(contributors) ? contributors : [];
  });
  const known = [...head.contributors, ...(head.former ?? [])];
  expect(known).toEqual(expect.arrayContaining(ever));
  if (head.withdrawn) expect(possibleSteps(head)).toEqual(['restore']);
  const due = nextDue(head);
  expect(due === undefined).toBe(
    head.withdrawn !== undefined ||
      (!head.published && head.review?.publishOn === undefined),
  );
  if (due) expect(due.on >= head.changedAt.slice(0, 10)).toBe(true);
  decidedOn(history);
}

/** Every publication names what decided on it: nobody who contributed. */
function decidedOn(history: readonly HistoryEntry[]): void {
  const last = history.at(-1);
  if (!last || !['publish', 'correct'].includes(last.header.action)) return;
  expect(last.body.facts.by).toMatch(/^(per_|rule:)/);
  if (last.header.action === 'correct') {
    expect(last.body.facts.by).toBe('rule:minor-correction');
  }
}

/** No way by relations of one type leads from a resource back to itself. */
function leadsNowhereBack(world: World): void {
  for (const type of relationTypes) {
    for (const [id, { head }] of world) {
      const ahead = targetsOf(head, type).flatMap((target) =>
        lineOf(world, type, target),
      );
      expect(ahead.map((one) => one.id)).not.toContain(id);
    }
  }
}

/**
 * One that has been published, one that is accepted for a date, and a draft: so
 * that few steps lead to any other.
 */
function begun(): World {
  const world: World = new Map(
    ids.map((id) => {
      const fresh = {
        id,
        holder: idOf('org', 1),
        visibility: 'district',
        audience: 'everyone',
        metadata,
      } as const;
      return [id, store(undefined, create(fresh, by()))];
    }),
  );
  const [first = '', second = ''] = ids;
  const other = by({ actor: idOf('per', 6) });
  for (const [id, verdict] of [
    [first, { outcome: 'accept' }],
    [second, { outcome: 'accept', publishOn: '2030-01-01' }],
  ] as const) {
    for (const step of [
      (of: Case) => submit(of, idOf('rev', 1), by()),
      (of: Case) => decide(of, verdict, other),
    ]) {
      const before = world.get(id);
      if (before) world.set(id, store(before, done(step(found(before)))));
    }
  }
  return world;
}

/** 10,000 take some 20 s, and several times that beside other work. */
const sequencesMs = 300_000;
const sequences = 10_000;

test(
  'given any sequence of steps by anyone on several resources, then all records stay sound',
  () => {
    const tried = new Set<string>();
    const went = new Set<string>();
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            actions,
            people,
            // Mostly one of them, so that it comes far in its life.
            fc.constantFrom(0, 0, 0, 0, 1, 2),
            fc.boolean(),
          ),
          { minLength: 4, maxLength: 16, size: 'max' },
        ),
        (sequence) => {
          const world = begun();
          for (const [step, actor, n, raises] of sequence) {
            const stored = world.get(ids[n] ?? '');
            if (!stored) throw new Error('There is no such resource.');
            const epoch = stored.head.epoch + (raises ? 1 : 0);
            const before = JSON.stringify(stored.head);
            const command = by({ actor, epoch });
            const result = step.try(found(stored), command, world);
            tried.add(step.name);
            if (!result.ok) {
              expect(JSON.stringify(stored.head)).toBe(before);
              continue;
            }
            went.add(step.name);
            const after = store(stored, result.value);
            world.set(after.head.id, after);
            holds(after);
            frozen(stored, after);
            if (step.name === 'relate') leadsNowhereBack(world);
          }
        },
      ),
      { numRuns: sequences },
    );
    expect(went).toEqual(tried);
  },
  sequencesMs,
);

/** What was submitted or published never changes while it is that. */
function frozen(before: Stored, after: Stored): void {
  for (const [version, { edition, closed }] of before.versions) {
    const state = stateOfVersion(before.head, version, closed);
    if (state === 'draft') continue;
    expect(after.versions.get(version)?.edition).toEqual(edition);
  }
  const { published } = after.head;
  if (published === undefined) return;
  expect(after.versions.get(published.version)?.edition).toEqual(
    published.edition,
  );
}
