import { expect, test } from 'vitest';
import {
  bodyHashOf,
  hashOf,
  type Salted,
} from '../../../functions/platform/history.ts';

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
