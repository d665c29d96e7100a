import '../support/environment.ts';
import { ulid } from 'ulid';
import { beforeAll, expect, inject, test } from 'vitest';
import { accounts } from '../../functions/identity/store/accounts.ts';

beforeAll(() => {
  process.env.USER_POOL_ID = inject('stack').userPoolId;
});

const username = () => `u${ulid().toLowerCase()}`;
const password = 'abcd-efgh-jkmn';

test('an account is opened once; then its name is taken', async () => {
  const name = username();
  const opened = await accounts.open({ username: name, password });
  expect(opened).toMatchObject({ ok: true, value: { isUnused: true } });
  const again = await accounts.open({ username: name, password });
  expect(again).toEqual({ ok: false, error: { code: 'username-taken' } });
  const found = await accounts.find(name);
  expect(found).toEqual(opened.ok && opened.value);
});

test('a first password made anew leaves the account unused', async () => {
  const name = username();
  await accounts.open({ username: name, password });
  await accounts.renew(name, 'other-pass-word');
  expect(await accounts.find(name)).toMatchObject({ isUnused: true });
});

test('a name that nobody has is found to be nobody', async () => {
  expect(await accounts.find(username())).toBeUndefined();
});

test('an account with e-mail is opened too', async () => {
  const name = username();
  const email = `${name}@school.example`;
  const opened = await accounts.open({ username: name, password, email });
  expect(opened).toMatchObject({ ok: true });
});

test('the issuer is the one that the pool writes into its tokens', () => {
  expect(accounts.issuer()).toBe(inject('stack').issuer);
});
