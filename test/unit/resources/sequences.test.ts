import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Result } from '../../../functions/platform/result.ts';
import type { Head } from '../../../functions/resources/head/contract.ts';
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
  decide,
  publish,
  restore,
  submit,
  takeBack,
  transfer,
  type Verdict,
  withdraw,
} from '../../../functions/resources/model/steps.ts';
import {
  stateOfVersion,
  workVersion,
} from '../../../functions/resources/model/view.ts';
import { faultsOf } from '../../support/chain.ts';
import { by, edition, file, idOf } from './case.ts';

/** All that is stored of one resource, kept in memory. */
type Stored = {
  head: Head;
  versions: Map<number, KeptVersion>;
  history: HistoryEntry[];
};
type Tried = Result<Move, { code: string }>;
type Action = { name: string; try: (found: Case, by: By) => Tried };

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
}

/** 400 sequences take two seconds, and many times that beside other work. */
const sequencesMs = 60_000;

test(
  'given any sequence of steps by anyone, then the record stays sound',
  () => {
    const tried = new Set<string>();
    const went = new Set<string>();
    fc.assert(
      fc.property(
        titles,
        fc.array(fc.tuple(actions, people, fc.boolean()), {
          minLength: 10,
          maxLength: 40,
          size: 'max',
        }),
        (title, sequence) => {
          const fresh = {
            id: idOf('res', 1),
            holder: idOf('org', 1),
            visibility: 'district',
            audience: 'everyone',
            metadata: { ...metadata, title },
          } as const;
          let stored = store(undefined, create(fresh, by()));
          for (const [step, actor, raises] of sequence) {
            const epoch = stored.head.epoch + (raises ? 1 : 0);
            const before = structuredClone(stored);
            const result = step.try(found(stored), by({ actor, epoch }));
            tried.add(step.name);
            if (!result.ok) {
              expect(stored).toEqual(before);
              continue;
            }
            went.add(step.name);
            stored = store(stored, result.value);
            holds(stored);
            frozen(before, stored);
          }
        },
      ),
      { numRuns: 400 },
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
