import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/**
 * What a header says beside its own facts: where it stands, the hash of the
 * header before it (`null`: the first), and the salted hash of its body.
 */
export type Linked = {
  readonly epoch: number;
  readonly seq: number;
  readonly previous: string | null;
  readonly bodyHash: string;
};

/** A body with its salt: random bytes, lower-case hexadecimal. */
export type Salted = { readonly salt: string };

/** One entry: the header for ever, the body until it is erased. */
export type Entry<H extends Linked = Linked, B extends Salted = Salted> = {
  readonly header: H;
  /** Hash of the header: what the next one names. */
  readonly hash: string;
  readonly body?: B;
};

/** Length of a salt; as long as the hash, so that no body can be guessed. */
export const saltBytes = 32;

/**
 * SHA-256 over the canonical JSON of a header, lower-case hexadecimal. Throws
 * on what has no canonical JSON (a lone surrogate, a number that is none).
 * Source: docs/domain.md, "History"; RFC 8785.
 */
export function hashOf(header: Linked): string {
  return sha256(canonical(header));
}

/** SHA-256 over the salt's bytes and the canonical JSON of the rest. */
export function bodyHashOf({ salt, ...body }: Salted): string {
  return sha256(Buffer.from(salt, 'hex'), canonical(body));
}

/** SHA-256 over the canonical JSON of a value; it names content, as a fact. */
export function contentHashOf(content: object): string {
  return sha256(canonical(content));
}

/** The entry that follows `previous`, with its hashes filled in. */
export function entryOf<
  H extends Pick<Linked, 'epoch' | 'seq'>,
  B extends Salted,
>(facts: H, body: B, previous: string | null) {
  const header = { ...facts, previous, bodyHash: bodyHashOf(body) };
  return { header, hash: hashOf(header), body };
}

/** Canonical JSON of a value, RFC 8785. Throws on what has none. */
export function canonical(value: object): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('This has no canonical JSON.');
  return text;
}

function sha256(...parts: (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}
