import { describe, expect, test } from 'vitest';
import { contentHashOf } from '../../../functions/platform/history.ts';
import type { Edition } from '../../../functions/resources/edition/contract.ts';
import type { Head } from '../../../functions/resources/head/contract.ts';
import {
  create,
  edit,
  revise,
} from '../../../functions/resources/model/drafting.ts';
import type {
  By,
  Case,
  HistoryEntry,
  Move,
} from '../../../functions/resources/model/move.ts';
import {
  decide,
  restore,
  submit,
  withdraw,
} from '../../../functions/resources/model/steps.ts';
import type { Kept } from '../../../functions/resources/model/torn.ts';
import { restoreResource } from '../../../functions/resources/service/restoring.ts';
import { by, byLibrarian, done, edition, file, idOf, school } from './case.ts';
import { holds } from './invariants.ts';

const { files: _, ...metadata } = edition;
const id = idOf('res', 1);
const day = (n: number) =>
  `2026-09-${String(n).padStart(2, '0')}T08:00:00.000Z`;

/** A resource as its table keeps it, grown move by move, a day each. */
function table() {
  const none = { links: new Map(), places: new Map() };
  const items = { headers: [], bodies: [], versions: [], ...none };
  let kept: Kept = { id, head: undefined, ...items };
  const history: HistoryEntry[] = [];
  let today = 0;
  const take = (move: Move) => {
    const { head, entry, versions } = move;
    history.push(entry);
    const changed = new Set(versions.map(({ version }) => version));
    const others = kept.versions.filter((one) => !changed.has(one.version));
    const put = versions.filter((one) => 'edition' in one);
    const { epoch, seq } = entry.header;
    kept = {
      ...kept,
      head,
      headers: [...kept.headers, entry.header],
      bodies: [...kept.bodies, { epoch, seq, body: entry.body }],
      versions: [...others, ...put].toSorted((a, b) => a.version - b.version),
    };
  };
  const step = (decided: (found: Case, by: By) => Move, who = by()) => {
    today += 1;
    const { head, versions } = kept;
    const open = head?.draft ?? head?.review?.version;
    const held = versions.find(({ version }) => version === open);
    const found = { head: head as Head, edition: held?.edition ?? edition };
    take(decided(found, { ...who, at: day(today) }));
  };
  const publish = (change: Partial<Edition>) => {
    if (kept.head === undefined) {
      const fresh = { holder: school, visibility: 'public' } as const;
      step((_, who) =>
        create({ ...fresh, id, audience: 'everyone', metadata }, who),
      );
    } else step((found, who) => done(revise(found, who)));
    step((found, who) => {
      const { files, ...rest } = { ...edition, ...change };
      const move = done(edit(found, { metadata: rest }, who));
      const versions = move.versions.map((one) =>
        'edition' in one ? { ...one, edition: { ...one.edition, files } } : one,
      );
      // As if the files had been attached: the entry tells the whole.
      return { ...move, versions };
    });
    step((found, who) => done(submit(found, idOf('rev', today), who)));
    const accept = { outcome: 'accept' } as const;
    step((found, who) => done(decide(found, accept, who)), byLibrarian);
  };
  const ask = (at: string, { apply = false, lost = '', epoch = 1 } = {}) =>
    restoreResource(
      {
        store: { kept: async () => kept },
        partsOf: (move) => {
          take(move);
          return [];
        },
        commit: async (value) => ({ ok: true, value }),
        isStored: async (one) => one !== lost,
        now: () => new Date(day(29)),
        epoch,
        newSalt: () => by().salt,
        log: { info: () => {}, warn: () => {}, error: () => {} },
      },
      { resource: id, at, apply },
    );
  return {
    history,
    step,
    publish,
    ask,
    change: (more: Partial<Kept>) => {
      kept = { ...kept, ...more };
    },
    kept: () => kept,
  };
}

/** Published on the 4th, then in other words on the 8th. */
function twice() {
  const shelf = table();
  shelf.publish({ title: '第一版' });
  shelf.publish({ title: '第二版' });
  return shelf;
}

describe('given a resource that was published twice', () => {
  test('when it is asked for as of before, then it is told, and nothing changes', async () => {
    const shelf = twice();
    const before = shelf.kept();
    expect(await shelf.ask(day(5))).toEqual({
      outcome: 'possible',
      version: 1,
      since: day(4),
      becomes: 3,
      reviewDue: '2028-09-04',
      fields: ['title'],
      files: 1,
    });
    expect(shelf.kept()).toBe(before);
  });

  test('when it is restored, then readers have it as a new version, and one entry more says so', async () => {
    const shelf = twice();
    const before = shelf.kept();
    const answer = await shelf.ask(day(5), { apply: true });
    expect(answer).toMatchObject({ outcome: 'done', becomes: 3 });
    const { bodies, head, headers, versions } = shelf.kept();
    expect(headers.slice(0, -1)).toEqual(before.headers);
    expect(versions.slice(0, 2)).toEqual(before.versions);
    expect(head?.published).toMatchObject({
      version: 3,
      reviewDue: '2028-09-04',
      decision: { review: idOf('rev', 3), by: byLibrarian.actor },
      edition: { title: '第一版' },
    });
    expect(bodies.at(-1)?.body.facts).toMatchObject({
      restored: { version: 1, at: day(5), entry: '1#4' },
      supersedes: 2,
      edition: contentHashOf(versions[0]?.edition ?? {}),
    });
    holds({
      head: head as Head,
      versions: new Map(versions.map((one) => [one.version, one])),
      history: shelf.history,
    });
    expect(await shelf.ask(day(5))).toMatchObject({ reason: 'same' });
    // And back again: what was restored over is a version like others.
    expect(await shelf.ask(day(9))).toMatchObject({
      outcome: 'possible',
      version: 2,
    });
  });
});

describe('given what cannot be had as it was, then it is refused in words', () => {
  test.each([
    ['before it was published', day(3), 'not-open'],
    ['as it is now', day(9), 'same'],
  ])('asked for %s', async (_, at, reason) => {
    expect(await twice().ask(at)).toEqual({ outcome: 'refused', reason });
  });

  test('nobody has such a resource', async () => {
    const none = table();
    expect(await none.ask(day(1))).toMatchObject({ reason: 'unknown' });
  });

  test('it was withdrawn at that time, or is now', async () => {
    const shelf = twice();
    const why = { kind: 'error', reason: '公式有误' } as const;
    shelf.step((found, who) => done(withdraw(found, why, who)), byLibrarian);
    expect(await shelf.ask(day(5))).toMatchObject({ reason: 'withdrawn' });
    shelf.step((found, who) => done(restore(found, '已改', who)), byLibrarian);
    expect(await shelf.ask(day(9))).toMatchObject({ reason: 'not-open' });
    expect(await shelf.ask(day(5))).toMatchObject({ outcome: 'possible' });
  });

  test('somebody works on the next version', async () => {
    const shelf = twice();
    shelf.step((found, who) => done(revise(found, who)));
    expect(await shelf.ask(day(5))).toMatchObject({ reason: 'open-work' });
  });

  test('its version is gone, or holds something else', async () => {
    const shelf = twice();
    const [first, ...rest] = shelf.kept().versions;
    shelf.change({ versions: rest });
    expect(await shelf.ask(day(5))).toMatchObject({ reason: 'version-lost' });
    const other = { version: 1, edition: { ...edition, title: '别的' } };
    shelf.change({ versions: [other, ...rest] });
    expect(await shelf.ask(day(5))).toMatchObject({ reason: 'version-lost' });
    shelf.change({ versions: first ? [first, ...rest] : rest });
    expect(await shelf.ask(day(5))).toMatchObject({ outcome: 'possible' });
  });

  test('the entry that told it was erased', async () => {
    const shelf = twice();
    const { bodies } = shelf.kept();
    shelf.change({ bodies: bodies.filter(({ seq }) => seq !== 4) });
    expect(await shelf.ask(day(5))).toMatchObject({ reason: 'erased' });
  });

  test('the library has lost a file', async () => {
    const answer = await twice().ask(day(5), { lost: file.id, apply: true });
    expect(answer).toEqual({
      outcome: 'refused',
      reason: 'files-lost',
      files: [file.id],
    });
  });

  test('another Region has gone on', async () => {
    const asked = twice().ask(day(5), { epoch: 0 });
    expect(await asked).toMatchObject({ reason: 'unavailable' });
  });
});
