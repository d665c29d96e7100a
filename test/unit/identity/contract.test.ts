import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  OrganisationName,
  PersonName,
  routes,
  Username,
} from '../../../functions/identity/contract.ts';
import { oneTimePassword } from '../../../functions/identity/model/password.ts';

describe('usernames', () => {
  test.each(['wang', 'wang.li', 'x2026-01', 'a_bc', 'z'.repeat(64)])(
    '%s is one',
    (name) => {
      expect(Username.safeParse(name).success).toBe(true);
    },
  );
  test.each([
    'abc',
    'Wang',
    'wang@school.example',
    'wang li',
    '.wang',
    'wang-',
    '王老师',
    'z'.repeat(65),
    'wang\n',
  ])('%j is none', (name) =>
    expect(Username.safeParse(name).success).toBe(false),
  );
});

describe('names', () => {
  test('are trimmed, and in one Unicode form', () => {
    expect(PersonName.parse(' Ame\u0301lie ')).toBe('Am\u00e9lie');
    expect(OrganisationName.safeParse('   ').success).toBe(false);
  });
});

describe('one-time passwords', () => {
  test('are twelve characters that nobody mistakes for one another', () => {
    const draws = fc.array(fc.nat(), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(draws, (drawn) => {
        const left = [...drawn];
        const password = oneTimePassword((limit) => (left.pop() ?? 0) % limit);
        expect(password).toMatch(
          /^[a-hjkmnp-z2-9]{4}(-[a-hjkmnp-z2-9]{4}){2}$/,
        );
      }),
    );
  });

  test('do not come twice', () => {
    const made = Array.from({ length: 1_000 }, () =>
      oneTimePassword(randomInt),
    );
    expect(new Set(made).size).toBe(1_000);
  });
});

test('the route that answers a password takes no idempotency key', () => {
  expect(routes.addMember).not.toHaveProperty('idempotent');
});

test('every route that changes more than oneself asks for the right to administer, or to operate', () => {
  const changing = Object.values(routes).filter(
    ({ method, path }) => method !== 'GET' && !path.startsWith('/v1/me'),
  );
  expect(changing).toHaveLength(13);
  for (const route of changing) {
    const isOperators = route === routes.reopenOrganisation;
    expect(route).toMatchObject({
      access: 'signed-in',
      permission: isOperators ? 'operate' : 'administer',
    });
  }
});
