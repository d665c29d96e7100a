import { createHmac } from 'node:crypto';
import { Me } from '../functions/identity/contract.ts';
import {
  accountScope,
  NewSecondFactor,
} from '../functions/identity/me/contract.ts';
import { privilegedRoles } from '../functions/platform/contract.ts';
import type { Account, Platform } from './platform-file.ts';
import { signIn, usualScope } from './sign-in.ts';

/** Whether one of these roles counts only after a two-factor sign-in. */
export function needsSecondFactor(roles: readonly string[]): boolean {
  return privilegedRoles.some((role) => roles.includes(role));
}

/** How authenticator apps count, unless told otherwise. Source: RFC 6238. */
const periodMs = 30_000;

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The six digits that an app shows at a time. Sources: RFC 4226, RFC 6238. */
export function codeOf(secret: string, at: Date): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at.getTime() / periodMs)));
  const mac = createHmac('sha1', bytesOf(secret)).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 0xf;
  const number = mac.readUInt32BE(offset) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}

function bytesOf(secret: string): Buffer {
  const bits = [...secret]
    .map((one) => base32.indexOf(one).toString(2).padStart(5, '0'))
    .join('');
  const bytes = bits.match(/.{8}/g) ?? [];
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)));
}

/**
 * Sets up a second factor for an account whose roles wait for one, by the
 * public routes as anybody would; any other account is left as it is. The
 * secret is thrown away: the emulator's pages ask for no code.
 */
export async function ensureSecondFactor(
  platform: Platform,
  account: Account,
): Promise<void> {
  const scope = `${usualScope} ${accountScope}`;
  const { accessToken } = await signIn(platform, account, { scope });
  const ask = asking(platform, accessToken);
  const { memberships } = Me.parse(await ask('GET', '/v1/me'));
  if (!memberships.some(({ waiting }) => waiting !== undefined)) return;
  const path = '/v1/me/second-factor';
  const { uri } = NewSecondFactor.parse(await ask('POST', path));
  const secret = new URL(uri).searchParams.get('secret') ?? '';
  await ask('PUT', path, { code: codeOf(secret, new Date()) });
}

/** Requests that must succeed. */
function asking({ apiUrl }: Platform, token: string) {
  return async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(`${apiUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok)
      throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  };
}
