import { describe, expect, test } from 'vitest';
import type { Proof, Seal } from '../../../functions/seals/seal/contract.ts';
import { sealService } from '../../../functions/seals/service.ts';

const proof = (seal: string, epoch: number, seq: number): Proof => ({
  seal,
  leaf: { kind: 'resource', id: 'res_A', epoch, seq, headerHash: '' },
  index: 0,
  path: [],
});
const kept = [proof('1-2', 1, 2), proof('1-5', 1, 4), proof('2-7', 2, 5)];

const seal = (id: string, key: string): Seal => {
  const [epoch = 0, number = 0] = id.split('-').map(Number);
  const span = {
    from: '2026-11-25T00:00:00.000Z',
    until: '2026-11-25T01:00:00.000Z',
  };
  const statement = {
    format: 'xueyuan-seal/1',
    ...span,
    epoch,
    number,
    leaves: 1,
    root: '',
    previous: null,
    key,
  } as const;
  return { id, statement, signature: '' };
};
const jwk = { crv: 'P-256', kty: 'EC', x: '', y: '' } as const;

const { cover, evidence } = sealService({
  proofs: async (_, from, limit) =>
    kept
      .filter(
        ({ leaf }) =>
          leaf.epoch > from.epoch ||
          (leaf.epoch === from.epoch && leaf.seq >= from.seq),
      )
      .slice(0, limit),
  seal: async (id) => (id === '1-9' ? undefined : seal(id, `key of ${id}`)),
  sealKeys: async () =>
    ['key of 1-2', 'key of 1-5', 'an older key'].map((id) => ({
      id,
      jwk,
      pem: '',
      since: '2026-11-25T00:00:00.000Z',
    })),
});

describe.each([
  { epoch: 1, seq: 1, expected: '1-2' },
  { epoch: 1, seq: 2, expected: '1-2' },
  { epoch: 1, seq: 3, expected: '1-5' },
  { epoch: 1, seq: 5, expected: null },
  { epoch: 2, seq: 5, expected: '2-7' },
  { epoch: 2, seq: 6, expected: null },
])('given entry $epoch-$seq', ({ expected, ...place }) => {
  test(`then its seal is ${expected}`, async () => {
    expect((await cover('res_A', [place])).seals).toEqual([expected]);
  });
});

test('entries that follow each other get their seals and those proofs alone', async () => {
  const places = [1, 2, 3, 4, 5].map((seq) => ({ epoch: 1, seq }));
  const { proofs, seals } = await cover('res_A', places);
  expect(seals).toEqual(['1-2', '1-2', '1-5', '1-5', null]);
  expect(proofs.map((one) => one.seal)).toEqual(['1-2', '1-5']);
});

test('of nothing nothing is asked', async () => {
  expect(await cover('res_A', [])).toEqual({ seals: [], proofs: [] });
});

test('evidence is each seal once, in order, and the keys that signed them', async () => {
  const proofs = [...kept, proof('1-2', 1, 2), proof('1-9', 1, 9)].toReversed();
  const { keys, seals } = await evidence(proofs);
  expect(seals.map(({ id }) => id)).toEqual(['1-2', '1-5', '2-7']);
  expect(keys.map(({ id }) => id)).toEqual(['key of 1-2', 'key of 1-5']);
});
