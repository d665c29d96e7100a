import type { TokenSource } from './client.ts';
import type { Account } from './platform-file.ts';
import type { Tokens } from './sign-in.ts';

/** A new token is fetched when this share of the last one's life has passed. */
const freshShare = 0.7;

/** Tokens of one account, signing in again when the last one grows old. */
export function tokensOf(
  signIn: (account: Account) => Promise<Tokens>,
  account: Account,
  now = () => Date.now(),
): TokenSource {
  let held: { tokens: Promise<Tokens>; at: number } | undefined;
  return async ({ renew }) => {
    if (held === undefined || renew || (await isOld(held, now()))) {
      const tokens = signIn(account);
      held = { tokens, at: now() };
      // A sign-in that failed is not kept: the next request tries again.
      tokens.catch(() => (held = undefined));
    }
    return (await held.tokens).accessToken;
  };
}

async function isOld(
  { tokens, at }: { tokens: Promise<Tokens>; at: number },
  now: number,
): Promise<boolean> {
  const { expiresInSeconds } = await tokens;
  return now - at > expiresInSeconds * 1_000 * freshShare;
}
