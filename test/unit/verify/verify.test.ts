import canonicalize from 'canonicalize';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { entryOf, hashOf } from '../../../functions/platform/history.ts';
import {
  canonical,
  type Fault,
  linesOf,
  type Report,
  Unreadable,
  verifyHistory,
} from '../../../verify/verify.mjs';
import {
  type History,
  type HistoryEntry,
  histories,
  historyOf,
  key,
  leafOf,
  sealedWith,
  signed,
  signingKey,
} from './history.ts';

const verified = (...files: unknown[]): Report => verifyHistory(files);

/** The history with an entry put in place of the one at an index. */
function withEntry(
  history: History,
  at: number,
  change: (entry: HistoryEntry) => HistoryEntry,
): History {
  const entries = history.entries.map((entry, index) =>
    index === at ? change(entry) : entry,
  );
  return { ...history, entries };
}

describe('given any history, sealed here and there', () => {
  test('then nothing is wrong, and what stands behind the last seal waits', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const read: unknown = JSON.parse(JSON.stringify(history));
        const { entries, faults, forks } = verified(read);
        expect(faults).toEqual([]);
        expect(forks).toEqual([]);
        for (const { seq, status, seal } of entries) {
          const proof = history.proofs.find(({ leaf }) => leaf.seq >= seq);
          expect(seal).toBe(proof?.seal);
          expect(status).toBe(proof ? 'sealed' : 'unsealed');
        }
      }),
    );
  });

  test('then bodies may be erased, and nothing else follows from it', () => {
    fc.assert(
      fc.property(histories, fc.nat(), (history, pick) => {
        const at = pick % history.entries.length;
        const erased = withEntry(history, at, ({ header, hash }) => ({
          header,
          hash,
        }));
        expect(verified(erased).faults).toEqual([]);
      }),
    );
  });

  test('then its parts are checked as one', () => {
    fc.assert(
      fc.property(histories, fc.nat(), (history, pick) => {
        const at = pick % (history.entries.length + 1);
        const { entries } = history;
        const first = { ...history, entries: entries.slice(0, at) };
        const second = { ...history, entries: entries.slice(at) };
        expect(verified(first, second)).toEqual(verified(history));
      }),
    );
  });
});

/** A value of another kind or content, as somebody might put in its place. */
function altered(value: unknown): unknown {
  if (typeof value === 'string') {
    const first = value.startsWith('0') ? '1' : '0';
    return `${first}${value.slice(1)}`;
  }
  return typeof value === 'number' ? value + 1 : '0';
}

/** Paths to all values of a tree that hold no others. */
function pathsIn(value: unknown, path: readonly string[] = []): string[][] {
  if (value === null || typeof value !== 'object') return [[...path]];
  return Object.entries(value).flatMap(([name, inner]) =>
    pathsIn(inner, [...path, name]),
  );
}

function put(value: unknown, [name, ...rest]: readonly string[]): unknown {
  if (name === undefined) return altered(value);
  if (Array.isArray(value)) {
    return value.map((one, at) => (String(at) === name ? put(one, rest) : one));
  }
  const record = value as Readonly<Record<string, unknown>>;
  return { ...record, [name]: put(record[name], rest) };
}

test('any single value that is altered in any history is found', () => {
  fc.assert(
    fc.property(histories, fc.nat(), (history, pick) => {
      const paths = pathsIn(history);
      const path = paths[pick % paths.length] ?? [];
      const spoilt = put(history, path);
      try {
        expect(verified(spoilt).faults, path.join('/')).not.toEqual([]);
      } catch (error) {
        expect(error).toBeInstanceOf(Unreadable);
      }
    }),
    { numRuns: 500 },
  );
});

type Spoilt = { readonly history: History; readonly expected: Partial<Fault> };
type Mutation = (history: History, at: number) => Spoilt | undefined;

const placeAt = ({ entries }: History, at: number) => {
  const { epoch = 0, seq = 0 } = entries[at]?.header ?? {};
  return { epoch, seq };
};

/** One change of an entry each, and the fault that names it. */
const ofEntries: Readonly<Record<string, Mutation>> = {
  'a header altered': (history, at) => ({
    history: withEntry(history, at, (entry) => ({
      ...entry,
      header: { ...entry.header, time: '2026-11-24T00:00:00.000Z' },
    })),
    expected: { code: 'entry-wrong', ...placeAt(history, at) },
  }),
  'a stated hash altered': (history, at) => ({
    history: withEntry(history, at, (entry) => ({
      ...entry,
      hash: 'f'.repeat(64),
    })),
    expected: { code: 'hash-wrong', ...placeAt(history, at) },
  }),
  'a body altered': (history, at) =>
    history.entries[at]?.body && {
      history: withEntry(history, at, (entry) => ({
        ...entry,
        body: { salt: entry.body?.salt ?? '', actor: 'somebody else entirely' },
      })),
      expected: { code: 'body-wrong', ...placeAt(history, at) },
    },
  'an entry removed': (history, at) => {
    const { seq } = placeAt(history, at);
    const entries = history.entries.toSpliced(at, 1);
    return {
      history: { ...history, entries },
      expected: { code: 'missing', from: seq, to: seq },
    };
  },
  'the end cut off': (history, at) => {
    const { seq } = placeAt(history, at);
    const to = history.proofs.find(({ leaf }) => leaf.seq >= seq)?.leaf.seq;
    return {
      history: { ...history, entries: history.entries.slice(0, at) },
      expected: { code: 'missing', from: seq, to: to ?? history.last.seq },
    };
  },
  'an entry repeated': (history, at) => {
    const [entry] = history.entries.slice(at);
    if (entry === undefined) return undefined;
    const entries = history.entries.toSpliced(at, 0, entry);
    return {
      history: { ...history, entries },
      expected: { code: 'added', ...placeAt(history, at) },
    };
  },
  'an entry added in the place of another': (history, at) => {
    const added = forgedAfter(history, at - 1, placeAt(history, at));
    const entries = history.entries.toSpliced(at, 0, added);
    const { epoch, seq } = added.header;
    return {
      history: { ...history, entries },
      expected: { code: 'added', epoch, seq, at },
    };
  },
  'an entry added at the end': (history) => {
    const added = forgedAfter(history, history.entries.length - 1);
    const { epoch, seq } = added.header;
    return {
      history: { ...history, entries: [...history.entries, added] },
      expected: { code: 'added', epoch, seq },
    };
  },
  'an entry moved to the front': (history, at) => {
    const [entry] = history.entries.slice(at);
    if (at < 2 || entry === undefined) return undefined;
    const entries = [entry, ...history.entries.toSpliced(at, 1)];
    return {
      history: { ...history, entries },
      expected: { code: 'moved', ...placeAt(history, at), at: 0 },
    };
  },
  'a stretch from here hashed again': (history, at) => {
    const { seq } = placeAt(history, at);
    const sealed = history.proofs.find(({ leaf }) => leaf.seq >= seq);
    const before = history.proofs.findLast(({ leaf }) => leaf.seq < seq);
    if (sealed === undefined) return undefined;
    return {
      history: rehashed(history, at, history.entries.length - 1),
      expected: {
        code: 'rewritten',
        from: (before?.leaf.seq ?? 0) + 1,
        to: sealed.leaf.seq,
        after: before?.seal ?? '–',
        by: sealed.seal,
      },
    };
  },
  'this one entry hashed again': (history, at) => {
    const { epoch, seq } = placeAt(history, at);
    const before = history.proofs.findLast(({ leaf }) => leaf.seq < seq);
    if (at === history.entries.length - 1) return undefined;
    const from = (before?.leaf.seq ?? 0) + 1;
    return {
      history: rehashed(history, at, at),
      expected: { code: 'rewritten', epoch, from, to: seq },
    };
  },
};

function forgedAfter(
  { entries }: History,
  at: number,
  place?: { readonly epoch: number; readonly seq: number },
): HistoryEntry {
  const before = entries[at];
  const { epoch = 1, seq = 1 } = place ?? {
    epoch: before?.header.epoch,
    seq: entries.length + 1,
  };
  const time = '2026-11-25T00:00:00.000Z';
  const facts = { ...entries[0]?.header, epoch, seq, time };
  const body = { salt: '00', actor: 'a forger' };
  const resource = entries[0]?.header.resource ?? '';
  return entryOf({ ...facts, resource }, body, before?.hash ?? null);
}

/** Entries rewritten so that each names the one before, from `at` to `until`. */
function rehashed(history: History, at: number, until: number): History {
  const entries = [...history.entries];
  for (let n = at; n <= until; n += 1) {
    const entry = entries[n];
    if (entry === undefined) break;
    const previous = entries[n - 1]?.hash ?? null;
    const time = '2026-11-24T00:00:00.000Z';
    const header = { ...entry.header, previous, ...(n === at && { time }) };
    entries[n] = { ...entry, header, hash: hashOf(header) };
  }
  const isEnd = until === entries.length - 1;
  const hash = isEnd ? (entries.at(-1)?.hash ?? '') : history.last.hash;
  return { ...history, entries, last: { ...history.last, hash } };
}

const swapped = <T>(list: readonly T[], at: number): T[] => {
  const [one, other] = list.slice(at, at + 2);
  return one === undefined || other === undefined
    ? [...list]
    : list.with(at, other).with(at + 1, one);
};

/** One change of seals, proofs, keys or the end each. */
const ofSeals: Readonly<Record<string, Mutation>> = {
  'a seal altered': (history, at) => {
    const seals = history.seals.map((seal, n) =>
      n === at
        ? { ...seal, statement: { ...seal.statement, leaves: 9 } }
        : seal,
    );
    return {
      history: { ...history, seals },
      expected: { code: 'signature-wrong', seal: history.seals[at]?.id },
    };
  },
  'two signatures swapped': (history, at) => {
    const [one, other] = history.seals.slice(at, at + 2);
    if (!one || !other) return undefined;
    const seals = history.seals
      .with(at, { ...one, signature: other.signature })
      .with(at + 1, { ...other, signature: one.signature });
    return {
      history: { ...history, seals },
      expected: { code: 'signature-wrong', seal: one.id },
    };
  },
  'two seals swapped': (history, at) => {
    const [one, other] = history.seals.slice(at, at + 2);
    if (!one || !other) return undefined;
    return {
      history: { ...history, seals: swapped(history.seals, at) },
      expected: { code: 'seal-moved', seal: one.id },
    };
  },
  'a seal removed': (history, at) => ({
    history: { ...history, seals: history.seals.toSpliced(at, 1) },
    expected: { code: 'seal-missing', seal: history.seals[at]?.id },
  }),
  'a seal signed by somebody else': (history, at) => {
    const stranger = signingKey();
    const seals = history.seals.map((seal, n) =>
      n === at ? signed(seal.statement, stranger.privateKey) : seal,
    );
    return {
      history: { ...history, seals },
      expected: { code: 'signature-wrong', seal: history.seals[at]?.id },
    };
  },
  'a seal signed anew behind another one': (history, at) => {
    const seal = history.seals[at];
    const before = history.seals[at - 1];
    if (!seal || !before) return undefined;
    const { number } = seal.statement;
    if (before.statement.number + 1 !== number) return undefined;
    const previous = 'f'.repeat(64);
    const seals = history.seals.with(
      at,
      signed({ ...seal.statement, previous }),
    );
    return {
      history: { ...history, seals },
      expected: { code: 'seals-broken', seal: seal.id, before: before.id },
    };
  },
  'a proof altered': (history, at) => {
    const proofs = history.proofs.map((proof, n) =>
      n === at ? { ...proof, path: [...proof.path, '0'.repeat(64)] } : proof,
    );
    const { seal, leaf } = history.proofs[at] ?? {};
    const { epoch, seq } = leaf ?? {};
    return {
      history: { ...history, proofs },
      expected: { code: 'proof-wrong', seal, epoch, seq },
    };
  },
  'a proof removed': (history, at) => ({
    history: { ...history, proofs: history.proofs.toSpliced(at, 1) },
    expected: { code: 'seal-unused', seal: history.seals[at]?.id },
  }),
  'two proofs swapped': (history, at) =>
    history.proofs[at + 1] && {
      history: { ...history, proofs: swapped(history.proofs, at) },
      expected: { code: 'proof-moved', seal: history.proofs[at]?.seal },
    },
  'the key removed': (history, at) => ({
    history: { ...history, keys: [] },
    expected: { code: 'key-missing', seal: history.seals[at]?.id },
  }),
  'a key put in the place of the one': (history) => ({
    history: { ...history, keys: [{ id: key.id, jwk: signingKey().jwk }] },
    expected: { code: 'key-wrong', key: key.id },
  }),
  'the end altered': (history) => {
    const { epoch, seq } = history.last;
    const last = { ...history.last, hash: 'f'.repeat(64) };
    return {
      history: { ...history, last },
      expected: { code: 'last-differs', epoch, seq },
    };
  },
};

function isFound(mutate: Mutation, of: 'entries' | 'seals') {
  fc.assert(
    fc.property(histories, fc.nat(), (history, pick) => {
      fc.pre(history[of].length > 0);
      const spoilt = mutate(history, pick % history[of].length);
      fc.pre(spoilt !== undefined);
      const { faults } = verified(spoilt.history);
      expect(faults).toContainEqual(expect.objectContaining(spoilt.expected));
    }),
    { numRuns: 50 },
  );
}

test.each(Object.entries(ofEntries))('%s is found and named', (_, mutate) => {
  isFound(mutate, 'entries');
});

test.each(Object.entries(ofSeals))('%s is found and named', (_, mutate) => {
  isFound(mutate, 'seals');
});

/** Four entries of epoch 1, of which the first two went on in epoch 2. */
function forked(): History {
  const step = {
    action: 'edit',
    raises: false,
    actor: 'per_1',
    salt: '00',
    isErased: false,
    others: null,
    between: 0,
  } as const;
  const history = historyOf([
    { ...step, others: 0 },
    { ...step, others: 0 },
    step,
    step,
  ]);
  const [, second] = history.entries;
  if (second === undefined) throw new Error('There is no second entry.');
  const { header } = second;
  const facts = { resource: header.resource, epoch: 2, seq: 3 };
  const time = '2026-11-25T05:30:00.000Z';
  const body = { salt: '00', actor: 'per_2' };
  const third = entryOf({ ...facts, time }, body, second.hash);
  const { seal, proof } = sealedWith(
    history.seals.at(-1),
    leafOf(third),
    2,
    '2026-11-25T06:00:00.000Z',
  );
  return {
    ...history,
    entries: [...history.entries, third],
    last: { epoch: 2, seq: 3, hash: third.hash },
    seals: [...history.seals, seal],
    proofs: [...history.proofs, proof],
  };
}

describe('given a history that goes on in two epochs', () => {
  test('then the fork is listed and is no fault', () => {
    const history = forked();
    const report = verified(history);
    expect(report.forks).toEqual([{ epoch: 2, seq: 3 }]);
    expect(report.entries.map(({ status }) => status)).toEqual([
      'sealed',
      'sealed',
      'unsealed',
      'unsealed',
      'sealed',
    ]);
    expect(report.faults).toEqual([]);
  });

  test('then an entry missing from one branch is not taken for the other’s', () => {
    const history = forked();
    const entries = history.entries.toSpliced(4, 1);
    expect(verified({ ...history, entries }).faults).toContainEqual(
      expect.objectContaining({ code: 'missing', from: 3, to: 3, epoch: 2 }),
    );
  });
});

test('an entry that a later seal should have had is told', () => {
  const history = forked();
  const [first] = history.entries;
  const end = history.entries.at(-1);
  if (first === undefined || end === undefined) throw new Error('No entries.');
  const facts = { ...first.header, epoch: 2, seq: 4 };
  const added = entryOf(facts, { salt: '00', actor: 'per_3' }, end.hash);
  const report = verified({
    ...history,
    entries: [...history.entries, added],
    last: { epoch: 2, seq: 4, hash: added.hash },
  });
  const { id } = history.seals.at(-1) ?? {};
  expect(report.faults).toEqual([{ code: 'late', epoch: 2, seq: 4, seal: id }]);
});

test('a history without any seal is linked, and says that nothing is trusted', () => {
  fc.assert(
    fc.property(histories, (history) => {
      const bare = { ...history, seals: [], proofs: [], keys: [] };
      const report = verified(bare);
      expect(report.faults).toEqual([]);
      expect(linesOf(report, 'en')[1]).toContain('Trust: none');
    }),
  );
});

test('a file that is none, or of two histories, is refused by name', () => {
  const history = forked();
  const other = { ...history, chain: { kind: 'resource', id: 'res_other' } };
  expect(() => verified({})).toThrow(Unreadable);
  expect(() => verified(history, other)).toThrow('two-chains');
  const seals = [{ ...history.seals[0], signature: 7 }];
  expect(() => verified({ ...history, seals })).toThrow('/seals/0/signature');
});

test('every fault is said in both languages, with all its facts', () => {
  const mutations = [...Object.values(ofEntries), ...Object.values(ofSeals)];
  const codes = new Set<string>();
  for (const mutate of mutations) {
    const spoilt = [0, 1, 2, 3].flatMap((at) => mutate(forked(), at) ?? []);
    for (const { history } of spoilt) {
      const report = verified(history);
      for (const { code } of report.faults) codes.add(code);
      const known = linesOf(report, 'en').filter((line) =>
        line.startsWith('- '),
      );
      const ours = linesOf(report, 'zh-CN').filter((line) =>
        line.startsWith('- '),
      );
      expect(known).toHaveLength(report.faults.length);
      expect(ours).toHaveLength(report.faults.length);
      expect([...known, ...ours].join()).not.toMatch(/undefined|\{/);
    }
  }
  expect(codes.size).toBeGreaterThan(15);
});

test('canonical JSON is that of the library that hashes entries', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(canonical(value)).toBe(canonicalize(value));
    }),
    { numRuns: 1_000 },
  );
});
