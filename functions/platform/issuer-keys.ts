import * as z from 'zod';

/** Bounds of one look at an issuer's keys: at most 2 × 2 s and 64 KB. */
const limits = {
  timeoutMs: 2_000,
  attempts: 2,
  pauseMs: 100,
  bytes: 65_536,
} as const;

/** Keys are looked up again after an hour, so that a revoked one ends. */
const freshMs = 3_600_000;

/** An issuer is not asked again sooner, whatever key ids tokens name. */
const cooldownMs = 10_000;

/** A key that verifies RS256; other kinds in the set are passed over. */
const SigningKey = z.object({
  kty: z.literal('RSA'),
  kid: z.string(),
  n: z.string(),
  e: z.string(),
  use: z.literal('sig').optional(),
  alg: z.literal('RS256').optional(),
});
export type SigningKey = z.infer<typeof SigningKey>;
const KeySet = z.object({ keys: z.array(z.unknown()) });

/** Thrown when a key is not known and its issuer does not answer. */
export class KeysUnavailable extends Error {
  constructor(keysUrl: string, options?: ErrorOptions) {
    super(`${keysUrl} does not answer with keys.`, options);
    this.name = 'KeysUnavailable';
  }
}

type Known = {
  keys: ReadonlyMap<string, SigningKey>;
  fetchedAt: number;
  triedAt: number;
  failed: boolean;
  pending?: Promise<void>;
};

/**
 * Signing keys by their issuers' addresses. A known key goes on while its
 * issuer does not answer; of an unknown one it is said whether the issuer
 * does not have it (undefined) or cannot be asked (`KeysUnavailable`).
 */
export type IssuerKeys = {
  key(keysUrl: string, kid: string): Promise<SigningKey | undefined>;
};

export function issuerKeys(now: () => number = Date.now): IssuerKeys {
  const issuers = new Map<string, Known>();
  return {
    key: async (keysUrl, kid) => {
      const known: Known = issuers.get(keysUrl) ?? {
        keys: new Map(),
        fetchedAt: Number.NEGATIVE_INFINITY,
        triedAt: Number.NEGATIVE_INFINITY,
        failed: false,
      };
      issuers.set(keysUrl, known);
      const isFresh = now() - known.fetchedAt < freshMs;
      if (known.keys.has(kid) && isFresh) return known.keys.get(kid);
      if (known.pending || now() - known.triedAt >= cooldownMs) {
        known.pending ??= refresh(keysUrl, known, now());
        await known.pending;
      }
      const key = known.keys.get(kid);
      if (!key && known.failed) throw new KeysUnavailable(keysUrl);
      return key;
    },
  };
}

async function refresh(url: string, known: Known, at: number): Promise<void> {
  known.triedAt = at;
  try {
    known.keys = await fetchKeys(url);
    known.fetchedAt = at;
    known.failed = false;
  } catch {
    known.failed = true;
  } finally {
    delete known.pending;
  }
}

async function fetchKeys(url: string): Promise<Known['keys']> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return parseKeys(await fetchText(url));
    } catch (error) {
      if (attempt === limits.attempts) throw error;
      await new Promise((resolve) => setTimeout(resolve, limits.pauseMs));
    }
  }
}

async function fetchText(url: string): Promise<string> {
  const answer = await fetch(url, {
    redirect: 'error',
    signal: AbortSignal.timeout(limits.timeoutMs),
  });
  if (!answer.ok || !answer.body) {
    throw new Error(`${url} answered ${answer.status}.`);
  }
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of answer.body) {
    bytes += chunk.byteLength;
    if (bytes > limits.bytes)
      throw new Error(`${url}: over ${limits.bytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseKeys(text: string): Known['keys'] {
  const { keys } = KeySet.parse(JSON.parse(text));
  const usable = keys.flatMap((key) => SigningKey.safeParse(key).data ?? []);
  return new Map(usable.map((key) => [key.kid, key]));
}
