import * as fc from 'fast-check';
import { expect } from 'vitest';
import type { Head } from '../../../functions/resources/head/contract.ts';
import type { Step } from '../../../functions/resources/history/contract.ts';
import { possibleSteps } from '../../../functions/resources/model/life.ts';
import { targetsOf } from '../../../functions/resources/model/relations.ts';
import type { Verdict } from '../../../functions/resources/model/steps.ts';
import { nextDue } from '../../../functions/resources/model/validity.ts';
import {
  type RelationType,
  relationTypes,
} from '../../../functions/resources/relations/contract.ts';
import { frozen, holds, leadsNowhereBack, type Stored } from './invariants.ts';

/** What a sequence is about: three resources. */
export const resourcesOfSequence = 3;

/** How the first two begin: published, and accepted for a date. */
export const verdicts = [
  { outcome: 'accept' },
  { outcome: 'accept', publishOn: '2030-01-01' },
] as const;

/** People who act, and organisations that hold: both are named by numbers. */
const people = fc.integer({ min: 1, max: 5 });
const organisations = fc.integer({ min: 1, max: 3 });
/** Mostly one resource, so that it comes far in its life. */
const mostlyFirst = fc.constantFrom(0, 0, 0, 0, 1, 2);
const resources = fc.nat({ max: resourcesOfSequence - 1 });

/** What anyone might try on a resource, whatever its state. */
export type Action =
  | { readonly name: 'write'; readonly title: string }
  | { readonly name: 'share'; readonly contributors: readonly number[] }
  | { readonly name: 'attach' | 'detach'; readonly file: string }
  | { readonly name: 'decide'; readonly verdict: Verdict }
  | { readonly name: 'work off'; readonly today: string }
  | {
      readonly name: 'relate';
      readonly type: RelationType;
      readonly target: number;
      readonly position: number;
    }
  | {
      readonly name: 'unrelate';
      readonly type: RelationType;
      readonly target: number;
    }
  | { readonly name: 'transfer'; readonly organisation: number }
  | { readonly name: (typeof plain)[number] };

const plain = [
  'submit',
  'take back',
  'publish',
  'revise',
  'discard',
  'correct',
  're-review',
  'withdraw',
  'restore',
] as const;

/** Somebody's attempt at one of the resources. */
export type Attempt = {
  readonly action: Action;
  readonly actor: number;
  readonly resource: number;
  /** The Region has taken over: its epoch is one more than the resource's. */
  readonly raises: boolean;
  /** It is tried even where the life of the resource does not allow it. */
  readonly insists: boolean;
};

/** What takes attempts: the model in memory, or the services on a table. */
export type System = {
  /** Whether it went; what is refused leaves everything as it was. */
  readonly take: (attempt: Attempt) => Promise<boolean>;
  readonly stored: (resource: number) => Promise<Stored>;
  readonly heads: () => Promise<readonly Head[]>;
};

/** What has been tried in all sequences so far, and what of it went. */
export type Seen = { readonly tried: Set<string>; readonly went: Set<string> };

/** The same, and the heads of this sequence as far as they were seen. */
type Model = Seen & { readonly heads: Map<number, Head> };

const hashes = fc.constantFrom('a', 'b').map((one) => one.repeat(64));
const dates = fc
  .integer({ min: 2026, max: 2032 })
  .map((year) => `${year}-12-01`);
const types = fc.constantFrom(...relationTypes);
const anyVerdict = fc.record<Verdict>({
  outcome: fc.constantFrom('accept', 'accept', 'reject', 'request-changes'),
  reason: fc.constant('写清理由'),
  publishOn: fc.option(fc.constant('2030-01-01'), { nil: undefined, freq: 2 }),
});

const actions: fc.Arbitrary<Action> = fc.oneof(
  fc.record({
    name: fc.constant('write' as const),
    title: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
  }),
  fc.record({
    name: fc.constant('share' as const),
    contributors: fc.uniqueArray(people, { minLength: 1 }),
  }),
  fc.record({ name: fc.constant('attach' as const), file: hashes }),
  fc.record({ name: fc.constant('detach' as const), file: hashes }),
  fc.record({
    name: fc.constant('decide' as const),
    verdict: anyVerdict,
  }),
  fc.record({ name: fc.constant('work off' as const), today: dates }),
  fc.record({
    name: fc.constant('relate' as const),
    type: types,
    target: resources,
    position: fc.integer({ min: 1, max: 3 }),
  }),
  fc.record({
    name: fc.constant('unrelate' as const),
    type: types,
    target: resources,
  }),
  fc.record({
    name: fc.constant('transfer' as const),
    organisation: organisations,
  }),
  ...plain.map((name) => fc.constant({ name })),
);

/** Any sequence of up to so many attempts, on a fresh system each. */
export function anySequence(
  maxCommands: number,
  seen: Seen,
  system: () => Promise<System>,
) {
  const attempts = fc.record<Attempt>({
    action: actions,
    actor: people,
    resource: mostlyFirst,
    raises: fc.boolean(),
    insists: fc.constantFrom(true, false, false),
  });
  const options = { maxCommands, size: 'max' } as const;
  const sequences = fc.commands([attempts.map(command)], options);
  return fc.asyncProperty(sequences, async (commands) => {
    const real = await system();
    const model: Model = { ...seen, heads: new Map() };
    await fc.asyncModelRun(() => ({ model, real }), commands);
  });
}

/** An attempt as fast-check carries it out. */
function command(attempt: Attempt): fc.AsyncCommand<Model, System> {
  return {
    check: ({ heads }) => {
      const head = heads.get(attempt.resource);
      return attempt.insists || !head || mayGo(head, attempt.action);
    },
    run: (model, system) => carryOut(attempt, model, system),
    toString: () => JSON.stringify(attempt),
  };
}

/** The steps of the life that an action comes to, where it is not one itself. */
const steps: Partial<Record<Action['name'], readonly Step[]>> = {
  write: ['edit'],
  attach: ['edit'],
  detach: ['edit'],
  'take back': ['take-back'],
  decide: ['reject', 'renew'],
};

/** Whether the life allows an action; who may do it is another question. */
function mayGo(head: Head, action: Action): boolean {
  const { name } = action;
  if (name === 'share') return true;
  if (name === 'work off') return nextDue(head) !== undefined;
  if (name === 'unrelate') return targetsOf(head, action.type).length > 0;
  const possible: readonly string[] = possibleSteps(head);
  return (steps[name] ?? [name]).some((step) => possible.includes(step));
}

async function carryOut(
  attempt: Attempt,
  { tried, went, heads }: Model,
  system: System,
): Promise<void> {
  const { action, resource } = attempt;
  const before = await system.stored(resource);
  const written = JSON.stringify(before.head);
  tried.add(action.name);
  const isDone = await system.take(attempt);
  const after = await system.stored(resource);
  heads.set(resource, after.head);
  if (!isDone) {
    expect(JSON.stringify(after.head)).toBe(written);
    expect(after).toEqual(before);
    return;
  }
  went.add(action.name);
  holds(after);
  frozen(before, after);
  if (action.name === 'relate') leadsNowhereBack(await system.heads());
}
