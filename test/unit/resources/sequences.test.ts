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
import type {
  By,
  Case,
  Move,
} from '../../../functions/resources/model/move.ts';
import {
  relate,
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
  withdraw,
} from '../../../functions/resources/model/steps.ts';
import {
  fallDue,
  nextDue,
  remind,
} from '../../../functions/resources/model/validity.ts';
import { workVersion } from '../../../functions/resources/model/view.ts';
import {
  type Action,
  anySequence,
  resourcesOfSequence,
  type Seen,
  type System,
  verdicts,
} from './attempts.ts';
import { by, done, edition, file, idOf } from './case.ts';
import { lineOf, type Stored } from './invariants.ts';

type Tried = Result<Move, { code: string }>;

const { files: _, ...written } = edition;
const metadata = { ...written, links: ['https://example.org/'] };

/** The step of the model that an action is. */
function step(
  action: Action,
  found: Case,
  heads: readonly Head[],
  by: By,
): Tried {
  const { head } = found;
  const review = idOf('rev', head.seq);
  switch (action.name) {
    case 'write': {
      const { title } = action;
      return edit(found, { metadata: { ...metadata, title } }, by);
    }
    case 'share': {
      const contributors = action.contributors.map((n) => idOf('per', n));
      return edit(found, { contributors }, by);
    }
    case 'attach':
      return attach(found, { ...file, id: action.file }, by);
    case 'detach':
      return detach(found, action.file, by);
    case 'submit':
      return submit(found, review, by);
    case 'take back':
      return takeBack(found, by);
    case 'decide':
      return decide(found, action.verdict, by);
    case 'publish':
      return publish(found, by);
    case 'work off':
      return workOff(found, action.today, by);
    case 'revise':
      return revise(found, by);
    case 'discard':
      return discard(found, by);
    case 'correct':
      return correct(found, by);
    case 're-review':
      return reReview(found, review, by);
    case 'withdraw':
      return withdraw(found, { kind: 'outdated', reason: '已过时' }, by);
    case 'restore':
      return restore(found, '仍然有效', by);
    case 'transfer':
      return transfer(found, { holder: idOf('org', action.organisation) }, by);
    case 'relate': {
      const { type, position } = action;
      const target = idOf('res', action.target);
      const line = lineOf(heads, type, target);
      return relate(head, { type, target, position }, line, by);
    }
    case 'unrelate': {
      const target = idOf('res', action.target);
      return unrelate(head, { type: action.type, target }, by);
    }
  }
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

/**
 * One that has been published, one that is accepted for a date, and a draft: so
 * that few steps lead to any other.
 */
function begun(): Stored[] {
  const all = Array.from({ length: resourcesOfSequence }, (_, n) => {
    const fresh = {
      id: idOf('res', n),
      holder: idOf('org', 1),
      visibility: 'district',
      audience: 'everyone',
      metadata,
    } as const;
    return store(undefined, create(fresh, by()));
  });
  const other = by({ actor: idOf('per', 6) });
  const decided = (draft: Stored, n: number): Stored => {
    const verdict = verdicts[n];
    if (!verdict) return draft;
    const sent = store(draft, done(submit(found(draft), idOf('rev', n), by())));
    return store(sent, done(decide(found(sent), verdict, other)));
  };
  return all.map(decided);
}

/** The model with all that it has stored, in memory. */
function modelSystem(): System {
  const world = begun();
  const at = (n: number): Stored => {
    const stored = world[n];
    if (!stored) throw new Error(`There is no resource ${n}.`);
    return stored;
  };
  const heads = () => world.map(({ head }) => head);
  return {
    stored: async (n) => at(n),
    heads: async () => heads(),
    take: async ({ action, actor, resource, raises }) => {
      const stored = at(resource);
      const epoch = stored.head.epoch + (raises ? 1 : 0);
      const command = by({ actor: idOf('per', actor), epoch });
      const result = step(action, found(stored), heads(), command);
      if (result.ok) world[resource] = store(stored, result.value);
      return result.ok;
    },
  };
}

/** 10,000 take some 20 s, and several times that beside other work. */
const sequencesMs = 300_000;
const numRuns = 10_000;
const longest = 16;

test(
  'given any sequence of steps by anyone on several resources, then all records stay sound',
  async () => {
    const seen: Seen = { tried: new Set(), went: new Set() };
    const any = anySequence(longest, seen, async () => modelSystem());
    await fc.assert(any, { numRuns });
    expect(seen.went).toEqual(seen.tried);
  },
  sequencesMs,
);
