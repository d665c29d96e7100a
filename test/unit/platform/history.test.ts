import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bodyHashOf,
  type Entry,
  entryOf,
  faultsOf,
  hashOf,
  type Salted,
  saltBytes,
} from '../../../functions/platform/history.ts';

const salt = '00'.repeat(saltBytes);

/** A chain of entries about anything; epochs may rise on the way. */
const chains = fc
  .array(
    fc.record({
      action: fc.constantFrom('create', 'edit', 'publish'),
      raises: fc.boolean(),
      actor: fc.string(),
      reason: fc.option(fc.string({ unit: 'grapheme' }), { nil: undefined }),
      facts: fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer())),
      salt: fc
        .uint8Array({ minLength: saltBytes, maxLength: saltBytes })
        .map((bytes) => Buffer.from(bytes).toString('hex')),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((steps) => {
    const entries: Entry[] = [];
    for (const { action, raises, ...body } of steps) {
      const before = entries.at(-1);
      const epoch = (before?.header.epoch ?? 1) + (raises ? 1 : 0);
      const facts = { action, epoch, seq: entries.length + 1 };
      entries.push(entryOf(facts, body, before?.hash ?? null));
    }
    return entries;
  });

type Chain = readonly Entry[];
const lastHashOf = (chain: Chain) => chain.at(-1)?.hash ?? null;

/** Every way to spoil one thing in a chain, by name. */
const mutations: Record<string, (chain: Chain, at: number) => Chain> = {
  'a header changed': (chain, at) =>
    chain.with(
      at,
      spoilt(chain, at, (entry) => {
        const header = { ...entry.header, action: 'forged' };
        return { ...entry, header };
      }),
    ),
  'a header changed and its hash with it': (chain, at) =>
    chain.with(
      at,
      spoilt(chain, at, (entry) => {
        const header = { ...entry.header, action: 'forged' };
        return { ...entry, header, hash: hashOf(header) };
      }),
    ),
  'a hash changed': (chain, at) =>
    chain.with(
      at,
      spoilt(chain, at, (entry) => {
        return { ...entry, hash: 'f'.repeat(64) };
      }),
    ),
  'a body changed': (chain, at) =>
    chain.with(
      at,
      spoilt(chain, at, ({ body = { salt }, ...entry }) => {
        return { ...entry, body: { ...body, actor: 'somebody else entirely' } };
      }),
    ),
  'a salt changed': (chain, at) =>
    chain.with(
      at,
      spoilt(chain, at, ({ body = { salt }, ...entry }) => {
        const first = body.salt.startsWith('0') ? '1' : '0';
        return {
          ...entry,
          body: { ...body, salt: first + body.salt.slice(1) },
        };
      }),
    ),
  'an entry removed': (chain, at) => chain.toSpliced(at, 1),
  'an entry added': (chain, at) => {
    const before = chain[at];
    const facts = { epoch: before?.header.epoch ?? 1, seq: at + 2 };
    const body = { salt, actor: 'a forger' };
    return chain.toSpliced(
      at + 1,
      0,
      entryOf(facts, body, before?.hash ?? null),
    );
  },
  'an entry repeated': (chain, at) =>
    chain.toSpliced(
      at,
      0,
      spoilt(chain, at, (entry) => entry),
    ),
  'two entries in each other’s place': (chain, at) => {
    const next = (at + 1) % chain.length;
    const first = spoilt(chain, at, (entry) => entry);
    const second = spoilt(chain, next, (entry) => entry);
    return chain.with(at, second).with(next, first);
  },
};

function spoilt(chain: Chain, at: number, spoil: (entry: Entry) => Entry) {
  const entry = chain[at];
  if (entry === undefined) throw new Error('No such entry.');
  return spoil(entry);
}

describe('given a chain of entries', () => {
  test('then it has no fault, also when it comes back from JSON', () => {
    fc.assert(
      fc.property(chains, (chain) => {
        expect(faultsOf(chain, lastHashOf(chain))).toEqual([]);
        const read: Chain = JSON.parse(JSON.stringify(chain));
        expect(faultsOf(read, lastHashOf(chain))).toEqual([]);
      }),
    );
  });

  test('then a body that was erased is no fault', () => {
    fc.assert(
      fc.property(chains, fc.nat(), (chain, pick) => {
        const at = pick % chain.length;
        const { body: _, ...rest } = spoilt(chain, at, (entry) => entry);
        expect(faultsOf(chain.with(at, rest), lastHashOf(chain))).toEqual([]);
      }),
    );
  });

  test.each(Object.entries(mutations))('%s is found', (name, mutate) => {
    fc.assert(
      fc.property(chains, fc.nat(), (chain, pick) => {
        fc.pre(chain.length > 1 || !name.startsWith('two entries'));
        const mutated = mutate(chain, pick % chain.length);
        expect(faultsOf(mutated, lastHashOf(chain))).not.toEqual([]);
      }),
    );
  });

  test('a changed header is named by its place', () => {
    fc.assert(
      fc.property(chains, fc.nat(), (chain, pick) => {
        const at = pick % chain.length;
        const mutate = mutations['a header changed'] ?? (() => chain);
        const [first] = faultsOf(mutate(chain, at), lastHashOf(chain));
        expect(first).toEqual({ at, fault: 'header-hash' });
      }),
    );
  });
});

test('an empty chain goes only with no last hash', () => {
  expect(faultsOf([], null)).toEqual([]);
  expect(faultsOf([], 'a'.repeat(64))).toEqual([{ at: 0, fault: 'last-hash' }]);
});

test('a hash is over canonical JSON: the order of names does not matter', () => {
  const header = { epoch: 1, seq: 1, previous: null, bodyHash: 'b' };
  const turned = { bodyHash: 'b', previous: null, seq: 1, epoch: 1 };
  expect(hashOf(header)).toBe(hashOf(turned));
  expect(hashOf(header)).toMatch(/^[0-9a-f]{64}$/);
});

test('a body’s hash is SHA-256 over the salt’s bytes and the canonical rest', () => {
  const body: Salted & { actor: string } = { salt: '61', actor: 'b' };
  // printf 'a{"actor":"b"}' | sha256sum
  expect(bodyHashOf(body)).toBe(
    'a4d2a42ddd31c668ab0bad1e9ad046ebfbcafc13ce4267fb18541cc7c90bd749',
  );
});
