import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { HistoryBody } from '../../../functions/platform/contract.ts';
import {
  chainOf,
  placeOf,
  recoveryRule,
  telling,
} from '../../../functions/platform/torn-history.ts';
import type { Head } from '../../../functions/resources/head/contract.ts';
import type { HistoryHeader } from '../../../functions/resources/history/contract.ts';
import {
  create,
  discard,
  edit,
  revise,
} from '../../../functions/resources/model/drafting.ts';
import { judged, mend } from '../../../functions/resources/model/mending.ts';
import type {
  By,
  Case,
  KeptVersion,
  Move,
} from '../../../functions/resources/model/move.ts';
import {
  decide,
  submit,
  takeBack,
  withdraw,
} from '../../../functions/resources/model/steps.ts';
import {
  type Kept,
  type Torn,
  tornIn,
} from '../../../functions/resources/model/torn.ts';
import { workVersion } from '../../../functions/resources/model/view.ts';
import { linksOf, placesOf } from '../../../functions/resources/store/parts.ts';
import { by, edition, idOf } from './case.ts';

/** Items by key, as a table has them. */
type Items = ReadonlyMap<string, unknown>;
type Write = { readonly key: string; readonly value: unknown };

const since = '2026-01-01T00:00:00.000Z';
const judging = { since, linksOf: dueLinks, placesOf: duePlaces };

/** What falls due of a head, as its own item has it. */
function duePlaces({ head }: Kept): Map<string, string> {
  const places = head ? [...placesOf(head)] : [];
  return new Map(places.map(([key, place]) => [key, JSON.stringify(place)]));
}

function dueLinks({ bodies, head, versions }: Kept): Map<string, string> {
  const editions = versions.map((one) => one.edition);
  const due = linksOf(head, head?.published?.edition, ...editions);
  for (const { body } of bodies) {
    const isPerson = body.actor.startsWith('per_');
    if (head && isPerson && !due.has(body.actor))
      due.set(body.actor, `TRACE#${body.actor}`);
  }
  return due;
}

/** What one command writes, in the order of its transaction. */
function writesOf({ before, head, versions, entry }: Move): Write[] {
  const was = before ? placesOf(before) : new Map();
  const is = placesOf(head);
  const places = [...new Set([...was.keys(), ...is.keys()])]
    .map((key) => ({
      key: `place ${key}`,
      value: is.has(key) ? JSON.stringify(is.get(key)) : undefined,
      isNew: JSON.stringify(was.get(key)) !== JSON.stringify(is.get(key)),
    }))
    .filter(({ isNew }) => isNew)
    .map(({ key, value }) => ({ key, value }));
  return [
    ...places,
    { key: 'head', value: head },
    ...versions.map((one) => ({
      key: `version ${one.version}`,
      value: 'dropped' in one ? undefined : one,
    })),
    { key: `header ${placeOf(entry.header)}`, value: entry.header },
    { key: `body ${placeOf(entry.header)}`, value: entry.body },
  ];
}

function after(items: Items, writes: readonly Write[]): Map<string, unknown> {
  const next = new Map(items);
  for (const { key, value } of writes) {
    if (value === undefined) next.delete(key);
    else next.set(key, value);
  }
  return next;
}

function keptOf(items: Items): Kept {
  const of = <T>(kind: string) =>
    [...items]
      .filter(([key]) => key.startsWith(`${kind} `))
      .map(([key, value]) => ({ which: key.slice(kind.length + 1), value }))
      .map(({ which, value }) => ({ which, value: value as T }));
  const kept = {
    id: idOf('res', 1),
    head: items.get('head') as Head | undefined,
    headers: of<HistoryHeader>('header').map(({ value }) => value),
    bodies: of<HistoryBody>('body').map(({ which, value: body }) => {
      const [epoch = 0, seq = 0] = which.split('#').map(Number);
      return { epoch, seq, body };
    }),
    versions: of<KeptVersion>('version').map(({ value }) => value),
    links: new Map<string, string>(),
    places: new Map(
      of<string>('place').map(({ which, value }) => [which, value]),
    ),
  };
  return { ...kept, links: dueLinks(kept) };
}

const metadata = (title: string) => {
  const { files: _, ...rest } = edition;
  return { ...rest, title, links: ['https://example.org/'] };
};

type Action = (found: Case, by: By) => { ok: boolean; value?: Move };
const actions: fc.Arbitrary<Action> = fc.oneof(
  fc.string({ minLength: 1, maxLength: 5 }).map(
    (title): Action =>
      (found, by) =>
        edit(found, { metadata: metadata(title) }, by),
  ),
  fc.nat().map(
    (n): Action =>
      (found, by) =>
        submit(found, idOf('rev', n), by),
  ),
  fc
    .constantFrom(
      'accept' as const,
      'reject' as const,
      'request-changes' as const,
    )
    .map(
      (outcome): Action =>
        (found, by) =>
          decide(found, { outcome, reason: '写清理由' }, by),
    ),
  fc.constantFrom<Action>(discard, revise, takeBack, (found, by) =>
    withdraw(found, { kind: 'outdated', reason: '过时' }, by),
  ),
);

/** The writes of a resource's commands, one list a command. */
const lives = fc
  .array(actions, { minLength: 4, maxLength: 25 })
  .map((tried) => {
    let n = 0;
    const step = (): By => {
      n += 1;
      const at = new Date(Date.UTC(2026, 8, 1) + n * 1_000).toISOString();
      return by({ at, salt: n.toString(16).padStart(64, '0') });
    };
    const fresh = {
      id: idOf('res', 1),
      holder: idOf('org', 1),
      visibility: 'public',
      audience: 'everyone',
      metadata: metadata('初稿'),
    } as const;
    let move = create(fresh, step());
    const commands = [writesOf(move)];
    let items = after(new Map(), writesOf(move));
    for (const action of tried) {
      const kept = keptOf(items);
      const { head } = move;
      const version = workVersion(head) ?? head.latest;
      const held = kept.versions.find((one) => one.version === version);
      const found = { head, edition: held?.edition ?? edition };
      const result = action(found, step());
      if (!result.ok || !result.value) continue;
      move = result.value;
      commands.push(writesOf(move));
      items = after(items, writesOf(move));
    }
    return commands;
  });

/** A life, and which of its last writes never reached the other Region. */
const losses = lives.chain((commands) => {
  const writes = commands.flat();
  const most = Math.min(12, writes.length);
  return fc
    .array(fc.boolean(), { minLength: most, maxLength: most })
    .map((taken) => {
      const first = writes.length - most;
      const left = writes.filter((_, n) => !(n >= first && taken[n - first]));
      return { commands, left: after(new Map(), left) };
    });
});

/** What differs from the state that the head which is left belongs to. */
function differences(
  commands: readonly (readonly Write[])[],
  left: Items,
): string[] {
  const head = left.get('head') as Head | undefined;
  const upTo = commands.slice(0, head?.seq ?? 0);
  const due = upTo.reduce<Items>((items, one) => after(items, one), new Map());
  const keys = new Set([...due.keys(), ...left.keys()]);
  keys.delete('head');
  return [...keys].filter(
    (key) => JSON.stringify(due.get(key)) !== JSON.stringify(left.get(key)),
  );
}

const kinds: Readonly<Record<string, string>> = {
  due: 'place',
  relation: 'place',
};
const keyOf = ({ item, which }: Torn) => `${kinds[item] ?? item} ${which}`;

describe('given commands of which some items never arrived', () => {
  test('then what is torn is just what differs from what the head belongs to', () => {
    fc.assert(
      fc.property(losses, ({ commands, left }) => {
        const kept = keptOf(left);
        const { torn } = judged(kept, judging);
        const found = torn.map(keyOf).toSorted();
        const due = differences(commands, left).toSorted();
        // A version that nothing names or tells of any more is past finding.
        const isUnsure =
          chainOf(kept).missing.length > 0 ||
          due.some((key) => key.startsWith('body'));
        const isOld = (key: string) => key.startsWith('version') && isUnsure;
        expect(due).toEqual(expect.arrayContaining(found));
        expect(found).toEqual(
          expect.arrayContaining(
            due.filter((key) => !isOld(key) && !isDropped(key, kept)),
          ),
        );
      }),
      { numRuns: 400 },
    );
  });

  test('then mending leaves a resource that is whole, and a second time nothing', () => {
    fc.assert(
      fc.property(losses, ({ left }) => {
        const kept = keptOf(left);
        const first = mend(kept, judging, recovering);
        let items = new Map(left);
        if (first.head) items.set('head', first.head);
        if (first.header)
          items.set(`header ${placeOf(first.header)}`, first.header);
        if (first.move) items = after(items, writesOf(first.move));
        // As links do, places follow from what the others leave.
        for (const key of items.keys()) {
          if (key.startsWith('place ')) items.delete(key);
        }
        for (const [key, place] of duePlaces(keptOf(items))) {
          items.set(`place ${key}`, place);
        }
        const whole = keptOf(items);
        const again = mend(whole, judging, recovering);
        expect(again).toEqual({});
        const { head, versions } = whole;
        if (!head) return;
        const numbers = versions.map(({ version }) => version);
        const named = [head.draft, head.review?.version, head.closed?.version];
        for (const one of named) if (one) expect(numbers).toContain(one);
        expect(Math.max(0, ...numbers)).toBeLessThanOrEqual(head.latest);
        const told = new Set(
          whole.bodies.flatMap(({ body }) => body.facts.torn ?? []),
        );
        for (const one of tornIn(whole, judging)) {
          expect(told).toContain(telling(one));
        }
      }),
      { numRuns: 400 },
    );
  });
});

const recovering = by({
  actor: recoveryRule,
  epoch: 2,
  at: '2026-10-01T00:00:00.000Z',
});

/** A version that was given up and stayed, though its head no longer names it. */
function isDropped(key: string, { head }: Kept): boolean {
  const named = [head?.draft, head?.review?.version, head?.published?.version];
  const version = Number(key.slice('version '.length));
  return key.startsWith('version') && !named.includes(version);
}

test('given nothing lost, then nothing is torn', () => {
  fc.assert(
    fc.property(lives, (commands) => {
      const kept = keptOf(after(new Map(), commands.flat()));
      expect(tornIn(kept, judging)).toEqual([]);
    }),
    { numRuns: 200 },
  );
});
