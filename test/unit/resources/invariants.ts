import { expect } from 'vitest';
import type { Head } from '../../../functions/resources/head/contract.ts';
import { possibleSteps } from '../../../functions/resources/model/life.ts';
import type {
  HistoryEntry,
  KeptVersion,
} from '../../../functions/resources/model/move.ts';
import { targetsOf } from '../../../functions/resources/model/relations.ts';
import { nextDue } from '../../../functions/resources/model/validity.ts';
import { stateOfVersion } from '../../../functions/resources/model/view.ts';
import {
  type RelationType,
  relationTypes,
} from '../../../functions/resources/relations/contract.ts';
import { faultsOf } from '../../support/chain.ts';

/** All that is stored of one resource. */
export type Stored = {
  readonly head: Head;
  readonly versions: ReadonlyMap<number, KeptVersion>;
  readonly history: readonly HistoryEntry[];
};

/** The invariants of docs/domain.md, after every step. */
export function holds({ head, versions, history }: Stored): void {
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

/** What was submitted or published never changes while it is that. */
export function frozen(before: Stored, after: Stored): void {
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

/** A resource and all that it leads to by relations of one type. */
export function lineOf(
  heads: readonly Head[],
  type: RelationType,
  first: string,
): Head[] {
  const headById = new Map(heads.map((head) => [head.id, head]));
  const seen = new Set([first]);
  for (const one of seen) {
    const head = headById.get(one);
    for (const next of head ? targetsOf(head, type) : []) seen.add(next);
  }
  return [...seen].flatMap((one) => headById.get(one) ?? []);
}

/** No way by relations of one type leads from a resource back to itself. */
export function leadsNowhereBack(heads: readonly Head[]): void {
  for (const type of relationTypes) {
    for (const head of heads) {
      const ahead = targetsOf(head, type).flatMap((target) =>
        lineOf(heads, type, target),
      );
      expect(ahead.map((one) => one.id)).not.toContain(head.id);
    }
  }
}
