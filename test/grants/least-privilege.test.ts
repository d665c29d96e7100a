import { describe, expect, inject, test } from 'vitest';
import { notPassed } from '../support/ran.ts';
import { recordedCalls } from './calls.ts';
import { grantsIn, rolePolicies, sentence, shortName } from './policies.ts';
import { seldom } from './seldom.ts';
import { unseen } from './unseen.ts';

const stack = inject('stack');
const missing = notPassed(stack);
const isJudged = missing.length === 0;
const calls = isJudged ? recordedCalls(stack) : [];
const grants = isJudged ? (await rolePolicies(stack)).flatMap(grantsIn) : [];

test('the whole e2e run came before, and passed', () => {
  expect(
    missing,
    'Which grants are used can be told only from a whole run of the e2e project in the same command. These files did not run, or failed',
  ).toEqual([]);
});

if (isJudged) {
  describe('given what functions called in the e2e run', judge);
}

function judge() {
  const used = new Set(calls.filter(({ allowed }) => allowed).map(sentence));
  const hidden = new Set(unseen.flatMap(({ actions }) => actions));
  const roles = Object.entries(
    Object.groupBy(grants, ({ role }) => shortName(role)),
  );

  test('then there are roles and calls to judge', () => {
    expect(roles.length).toBeGreaterThan(10);
    expect(used.size).toBeGreaterThan(roles.length);
  });

  test.each(roles)('then %s used all that it is granted', (role, own = []) => {
    const unused = own
      .filter(({ action }) => !hidden.has(action))
      .map(sentence)
      .filter((grant) => !used.has(grant))
      .filter((grant) => !seldom.some((row) => isOf(row.grant, grant)));
    expect(
      unused,
      `${role} is granted what it did not use. Take the grant away where lib/ gives it, or walk the way that needs it in an e2e test`,
    ).toEqual([]);
  });

  test.each(seldom)('then $grant is granted, used or not', ({ grant }) => {
    const all = grants.map(sentence);
    expect(all.filter((one) => isOf(grant, one))).not.toEqual([]);
  });

  test('then nothing was denied', () => {
    expect(
      calls.filter(({ allowed }) => !allowed).map(sentence),
      'Functions asked for what they are not granted. Grant it in lib/, or do not ask',
    ).toEqual([]);
  });

  test.each(unseen)(
    'then $actions cannot be seen, but are granted',
    ({ actions, isAlsoAsked }) => {
      const granted = new Set(grants.map(({ action }) => action));
      const seen = new Set(calls.map(({ action }) => action));
      expect(actions.filter((action) => !granted.has(action))).toEqual([]);
      if (isAlsoAsked) return;
      expect(actions.filter((action) => seen.has(action))).toEqual([]);
    },
  );
}

function isOf(grant: string, said: string): boolean {
  return said.startsWith(`${grant} on `);
}
