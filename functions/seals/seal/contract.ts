import * as z from 'zod';
import { Moment, Sha256 } from '../../platform/contract.ts';

/** What chains of history there are: whose record it is. */
export const chainKinds = ['resource', 'organisation'] as const;
export type ChainKind = (typeof chainKinds)[number];

const Epoch = z.int().nonnegative();
const Seq = z.int().positive();

/** Which seal: the epoch of the Region that made it, and its number. */
export const SealId = z
  .string()
  .regex(/^\d{1,4}-[1-9]\d{0,7}$/)
  .meta({ description: 'Epoch and number of a seal: 1-42' });

/** A thumbprint of RFC 7638 (SHA-256, base64url) names a key for ever. */
export const SealKeyId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/)
  .meta({ description: 'Thumbprint of a public key, RFC 7638' });

/**
 * The head of a chain in one epoch as it was sealed. Its canonical JSON is a
 * leaf of the Merkle tree. Source: docs/history-format.md.
 */
export const Leaf = z.strictObject({
  kind: z.enum(chainKinds),
  id: z.string(),
  epoch: Epoch,
  seq: Seq,
  headerHash: Sha256,
});
export type Leaf = z.infer<typeof Leaf>;

/** What is signed: the canonical JSON of this. */
export const SealStatement = z.strictObject({
  format: z.literal('xueyuan-seal/1'),
  epoch: Epoch,
  number: z.int().positive(),
  /** Entries from here on … */
  from: Moment,
  /** … up to here, not included, are below this root. */
  until: Moment,
  /** How many leaves; without any, the root is the hash of nothing. */
  leaves: z.int().nonnegative(),
  root: Sha256,
  /** SHA-256 of the statement before, by its canonical JSON; `null`: the first. */
  previous: z.union([Sha256, z.null()]),
  key: SealKeyId,
});
export type SealStatement = z.infer<typeof SealStatement>;

export const Seal = z.strictObject({
  id: SealId,
  statement: SealStatement,
  /** ECDSA over P-256 with SHA-256, DER in base 64. */
  signature: z.base64(),
});
export type Seal = z.infer<typeof Seal>;

/** That a chain's head is below the root of a seal. */
export const Proof = z.strictObject({
  seal: SealId,
  leaf: Leaf,
  /** Position of the leaf, from 0. */
  index: z.int().nonnegative(),
  /** Hashes of the siblings from the leaf up. Source: RFC 9162, 2.1.3. */
  path: z.array(Sha256),
});
export type Proof = z.infer<typeof Proof>;

/** A public key as a JSON web key, with what its thumbprint is made of. */
export const SealJwk = z.strictObject({
  crv: z.literal('P-256'),
  kty: z.literal('EC'),
  x: z.string(),
  y: z.string(),
});
export type SealJwk = z.infer<typeof SealJwk>;

/** A key that seals are or were signed with. */
export const SealKey = z.strictObject({
  id: SealKeyId,
  jwk: SealJwk,
  pem: z.string(),
  /** When its first seal was made. */
  since: Moment,
});
export type SealKey = z.infer<typeof SealKey>;

/** An entry of a chain with the seal that covers it; `null`: not yet sealed. */
export function sealedEntry<T extends z.ZodRawShape>(entry: z.ZodObject<T>) {
  return entry.extend({ seal: z.union([SealId, z.null()]) });
}

/** Entries in one part of an export: with the longest bodies under 6 MB. */
export const exportedEntries = 400;

/** A key as an export carries it. */
const ExportedKey = SealKey.pick({ id: true, jwk: true });

/**
 * A history with all that is needed to check it elsewhere: what the offline
 * verifier reads. Source: docs/history-format.md.
 */
export function historyExport<T extends z.ZodType>(entry: T) {
  return z.strictObject({
    format: z.literal('xueyuan-history/1'),
    chain: z.strictObject({ kind: z.enum(chainKinds), id: z.string() }),
    /** The chain's end when the export was made. */
    last: z.strictObject({ epoch: Epoch, seq: Seq, hash: Sha256 }),
    entries: z.array(entry),
    proofs: z.array(Proof),
    seals: z.array(Seal),
    keys: z.array(ExportedKey),
    /** Cursor of the next part of a long history. */
    next: z.string().optional(),
  });
}
