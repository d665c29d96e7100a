import { Entity } from 'dynamodb-toolbox/entity';
import { any } from 'dynamodb-toolbox/schema/any';
import { binary } from 'dynamodb-toolbox/schema/binary';
import { boolean } from 'dynamodb-toolbox/schema/boolean';
import { item } from 'dynamodb-toolbox/schema/item';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { Table } from 'dynamodb-toolbox/table';
import { environment } from '../../platform/environment.ts';
import type { Place } from '../model.ts';
import type { ChainKind, SealJwk, SealStatement } from '../seal/contract.ts';

/** Digits that keep keys in the order of their numbers. */
const digits = { epoch: 4, number: 8 } as const;

const ordered = (epoch: number, n: number) =>
  `${String(epoch).padStart(digits.epoch, '0')}#${String(n).padStart(digits.number, '0')}`;

/** Keys of the `catalogue` table: all seals, all keys, each chain's proofs. */
export const keys = {
  seals: 'SEAL',
  seal: (epoch: number, n: number) => ({
    pk: 'SEAL',
    sk: `S#${ordered(epoch, n)}`,
  }),
  sealKeys: 'SEAL-KEY',
  sealKey: (id: string) => ({ pk: 'SEAL-KEY', sk: id }),
  proofs: (chain: string) => `PROOF#${chain}`,
  proof: (chain: string, { epoch, seq }: Place) => ({
    pk: `PROOF#${chain}`,
    sk: ordered(epoch, seq),
  }),
} as const;

export const catalogue = new Table({
  name: () => environment('CATALOGUE_TABLE'),
  partitionKey: { name: 'pk', type: 'string' },
  sortKey: { name: 'sk', type: 'string' },
});

const key = { pk: string().key(), sk: string().key() };
const plain = {
  table: catalogue,
  timestamps: false,
  entityAttribute: false,
} as const;

/** A seal, under 1 KB. */
export const SealItem = new Entity({
  ...plain,
  name: 'seal',
  schema: item({
    ...key,
    statement: any().castAs<SealStatement>(),
    signature: string(),
    /** Whether its proofs and its copy under lock are complete. */
    isKept: boolean(),
  }),
});

/** A public key, under 1 KB; never removed. */
export const SealKeyItem = new Entity({
  ...plain,
  name: 'seal key',
  schema: item({
    ...key,
    jwk: any().castAs<SealJwk>(),
    pem: string(),
    since: string(),
  }),
});

/** A head's way to the root, under 1 KB up to a million leaves. */
export const ProofItem = new Entity({
  ...plain,
  name: 'proof',
  schema: item({
    ...key,
    kind: any().castAs<ChainKind>(),
    id: string(),
    epoch: number(),
    seq: number(),
    headerHash: string(),
    seal: string(),
    index: number(),
    /** The siblings' 32 bytes each, from the leaf up. */
    path: binary(),
  }),
});
