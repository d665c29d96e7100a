import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { tokensOf } from '../../../local/accounts.ts';
import { inParallel } from '../../../local/pool.ts';

const turn = () => new Promise<void>((done) => setImmediate(done));

test('every item is worked off once, never more than the limit at a time', async () => {
  const property = fc.asyncProperty(
    fc.array(fc.nat()),
    fc.integer({ min: 1, max: 8 }),
    async (items, limit) => {
      const done: number[] = [];
      let underWay = 0;
      let most = 0;
      await inParallel(items, limit, async (item) => {
        underWay += 1;
        most = Math.max(most, underWay);
        await turn();
        underWay -= 1;
        done.push(item);
      });
      expect(done.sort()).toEqual([...items].sort());
      expect(most).toBeLessThanOrEqual(limit);
    },
  );
  await fc.assert(property, { numRuns: 30 });
});

test('the first failure ends it, and nothing new begins', async () => {
  const begun: number[] = [];
  const work = inParallel([1, 2, 3, 4, 5, 6], 2, async (item) => {
    begun.push(item);
    await turn();
    if (item === 1) throw new Error('first');
  });
  await expect(work).rejects.toThrow('first');
  expect(begun.length).toBeLessThan(6);
});

test('one sign-in serves many requests until its token grows old', async () => {
  let signIns = 0;
  let now = 0;
  const signIn = async () => {
    signIns += 1;
    const accessToken = `token ${signIns}`;
    return { accessToken, idToken: 'id', expiresInSeconds: 900 };
  };
  const account = { username: 'teacher', password: 'p' };
  const token = tokensOf(signIn, account, () => now);
  const both = [token({ renew: false }), token({ renew: false })];
  expect(await Promise.all(both)).toEqual(['token 1', 'token 1']);
  now = 600_000;
  expect(await token({ renew: false })).toBe('token 1');
  now = 640_000;
  expect(await token({ renew: false })).toBe('token 2');
  expect(await token({ renew: true })).toBe('token 3');
});
