import { createHmac } from 'node:crypto';
import { oneTimePassword } from './model/password.ts';

/** Length of the secrets that first passwords are made from. */
export const secretBytes = 32;

/**
 * The first password that follows from a secret and a username, and from nothing
 * else: a run that was killed and goes on makes the same ones, so that they need
 * not be kept. HMAC-SHA-256 in counter mode gives the randomness.
 * Source: NIST SP 800-108, "KDF in Counter Mode".
 */
export function passwordOf(secret: Uint8Array, username: string): string {
  let counter = 0;
  let bytes: number[] = [];
  const next = () => {
    if (bytes.length === 0) {
      const hmac = createHmac('sha256', secret);
      bytes = [...hmac.update(`${counter}|${username}`).digest()];
      counter += 1;
    }
    return bytes.shift() ?? 0;
  };
  return oneTimePassword((limit) => {
    // Bytes that would make some characters likelier are left out.
    const fair = 256 - (256 % limit);
    let byte = next();
    while (byte >= fair) byte = next();
    return byte % limit;
  });
}
