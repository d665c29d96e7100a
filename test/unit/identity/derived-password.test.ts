import { expect, test } from 'vitest';
import {
  passwordOf,
  secretBytes,
} from '../../../functions/identity/derived-password.ts';

const secret = new Uint8Array(secretBytes).fill(7);
const usernames = Array.from({ length: 2_000 }, (_, at) => `qh1-${at}`);

test('given the same secret and username, then the password is the same', () => {
  expect(passwordOf(secret, 'qh1-1')).toBe(passwordOf(secret, 'qh1-1'));
  const other = new Uint8Array(secretBytes).fill(8);
  expect(passwordOf(other, 'qh1-1')).not.toBe(passwordOf(secret, 'qh1-1'));
});

test('given many usernames, then all passwords differ and have the form of a first one', () => {
  const passwords = usernames.map((username) => passwordOf(secret, username));
  expect(new Set(passwords).size).toBe(usernames.length);
  for (const password of passwords) {
    expect(password).toMatch(/^([a-hjkmnp-z2-9]{4}-){2}[a-hjkmnp-z2-9]{4}$/);
  }
});

test('given many passwords, then no character is likelier than another', () => {
  const counts = new Map<string, number>();
  for (const username of usernames) {
    for (const one of passwordOf(secret, username).replaceAll('-', '')) {
      counts.set(one, (counts.get(one) ?? 0) + 1);
    }
  }
  const mean = (usernames.length * 12) / counts.size;
  expect(counts.size).toBe(31);
  // Five standard deviations of a fair draw; a byte modulo 31 is off by 1/8.
  for (const count of counts.values()) {
    expect(Math.abs(count - mean)).toBeLessThan(5 * Math.sqrt(mean));
  }
});
