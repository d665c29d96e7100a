import { describe, expect, test } from 'vitest';
import { accountScope } from '../../../functions/identity/me/contract.ts';
import {
  beginSecondFactor,
  confirmSecondFactor,
} from '../../../functions/identity/service/second-factor.ts';
import { fail, ok } from '../../../functions/platform/result.ts';
import { keptLog } from './world.ts';

const issuer = 'https://issuer.example';
const secret = 'GEZDGNBVGY3TQOJQ';

function needs(isHere = true) {
  const { log, lines } = keptLog();
  return {
    lines,
    log,
    district: '清河区',
    accounts: { areHere: () => isHere, issuer: () => issuer },
    factors: {
      begin: async (token: string) =>
        token === 'gone' ? fail({ code: 'token-refused' }) : ok(secret),
      confirm: async (_: string, code: string) =>
        code === '123456' ? ok(undefined) : fail({ code: 'code-refused' }),
    },
  };
}

function session({
  token = 'good',
  scopes = [accountScope],
  by = issuer,
} = {}) {
  const claims = {
    issuer: by,
    subject: 's',
    clientId: 'c',
    scopes,
    signedInAt: new Date(0),
    isTwoFactor: false,
    isMachine: false,
  };
  return { token, claims };
}

const rule = (name: string, pointer = '') => ({
  ok: false,
  error: { code: 'rule-broken', errors: [{ pointer, rule: name }] },
});

test('beginning tells the secret once, as an app reads it', async () => {
  const { lines, ...all } = needs();
  const begun = await beginSecondFactor(all, session());
  const district = encodeURIComponent('清河区');
  const uri = `otpauth://totp/${district}?secret=${secret}&issuer=${district}`;
  expect(begun).toEqual({ ok: true, value: { uri } });
  expect(lines.join()).not.toContain(secret);
});

test('a right code confirms it, a wrong one does not', async () => {
  const { lines, ...all } = needs();
  expect(await confirmSecondFactor(all, session(), '654321')).toEqual(
    rule('code-refused', '/code'),
  );
  expect(lines).toEqual([]);
  expect(await confirmSecondFactor(all, session(), '123456')).toEqual({
    ok: true,
  });
  expect(lines.join()).toContain('SECOND_FACTOR_CONFIRMED');
  expect(lines.join()).not.toContain('123456');
});

describe.each([
  {
    why: 'without the scope',
    by: { scopes: ['openid'] },
    is: 'account-scope-needed',
  },
  {
    why: 'of an outside issuer',
    by: { by: 'https://elsewhere.example' },
    is: 'factor-elsewhere',
  },
])('given a token $why', ({ by, is }) => {
  test('neither step is taken', async () => {
    const all = needs();
    expect(await beginSecondFactor(all, session(by))).toEqual(rule(is));
    expect(await confirmSecondFactor(all, session(by), '123456')).toEqual(
      rule(is),
    );
  });
});

test('a stage without accounts has no second factors either', async () => {
  expect(await beginSecondFactor(needs(false), session())).toEqual(
    rule('factor-elsewhere'),
  );
});

test('an account that was signed out meanwhile must sign in again', async () => {
  const begun = await beginSecondFactor(needs(), session({ token: 'gone' }));
  expect(begun).toEqual(rule('token-refused'));
});
