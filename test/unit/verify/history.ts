import {
  createHash,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from 'node:crypto';
import * as fc from 'fast-check';
import {
  canonical,
  contentHashOf,
  type Entry,
  entryOf,
  type Linked,
  saltBytes,
} from '../../../functions/platform/history.ts';
import {
  hex,
  pathOf,
  rootOf,
  treeOf,
} from '../../../functions/seals/merkle.ts';
import { sealId, signedBytes } from '../../../functions/seals/model.ts';
import {
  type Leaf,
  type Proof,
  type Seal,
  SealJwk,
  type SealStatement,
} from '../../../functions/seals/seal/contract.ts';

type Header = Linked & { readonly time: string; readonly resource: string };
type Body = { readonly salt: string; readonly actor: string };
export type HistoryEntry = Entry<Header, Body>;

/** An export as the verifier reads it; tests spoil copies of it. */
export type History = {
  readonly format: 'xueyuan-history/1';
  readonly chain: { readonly kind: 'resource'; readonly id: string };
  readonly last: { epoch: number; seq: number; hash: string };
  readonly entries: HistoryEntry[];
  readonly proofs: Proof[];
  readonly seals: Seal[];
  readonly keys: { readonly id: string; readonly jwk: SealJwk }[];
};

const chain = {
  kind: 'resource',
  id: 'res_01J8ZK3V9WXQ4T5N6M7P8R9S0A',
} as const;

/** A signing key, as KMS would hold it. */
export function signingKey() {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = SealJwk.parse(pair.publicKey.export({ format: 'jwk' }));
  const id = createHash('sha256').update(canonical(jwk)).digest('base64url');
  return { id, jwk, privateKey: pair.privateKey, publicKey: pair.publicKey };
}
export const key = signingKey();

/** One entry as it is drawn, and whether a seal is made after it. */
const step = fc.record({
  action: fc.constantFrom('create', 'edit', 'publish'),
  raises: fc.nat(5).map((n) => n === 0),
  actor: fc.string({ unit: 'grapheme' }),
  salt: fc
    .uint8Array({ minLength: saltBytes, maxLength: saltBytes })
    .map((bytes) => Buffer.from(bytes).toString('hex')),
  isErased: fc.nat(4).map((n) => n === 0),
  /** Leaves of others in its seal; none: no seal. */
  others: fc.option(fc.nat(6), { freq: 2 }),
  /** Seals of other chains alone that come between. */
  between: fc.nat(1),
});
type Step = Parameters<Parameters<typeof step.map>[0]>[0];

/** Histories of a few entries, sealed here and there; epochs may rise. */
export const histories = fc
  .array(step, { minLength: 1, maxLength: 9 })
  .map(historyOf);

/** Entry `n` is of hour `n`; a seal is made at its end. */
const moment = (n: number) =>
  new Date(Date.UTC(2026, 10, 25) + n * 3_600_000).toISOString();

export function historyOf(steps: readonly Step[]): History {
  const entries: HistoryEntry[] = [];
  const seals: Seal[] = [];
  const proofs: Proof[] = [];
  let last: Seal | undefined;
  for (const { raises, isErased, others, between, action, ...body } of steps) {
    const n = entries.length;
    const before = entries[n - 1];
    const epoch = (before?.header.epoch ?? 1) + (raises ? 1 : 0);
    const time = moment(n + 0.5);
    const facts = { resource: chain.id, epoch, seq: n + 1, time, action };
    const entry = entryOf(facts, body, before?.hash ?? null);
    entries.push(isErased ? { header: entry.header, hash: entry.hash } : entry);
    if (others === null) continue;
    for (let count = 0; count < between; count += 1) {
      last = sealOf(last, { leaves: [], until: moment(n + 0.75) });
    }
    const leaf = leafOf(entry);
    const made = sealedWith(last, leaf, others, moment(n + 1));
    last = made.seal;
    seals.push(made.seal);
    proofs.push(made.proof);
  }
  const end = entries.at(-1);
  if (end === undefined) throw new Error('A history has an entry.');
  const { epoch, seq } = end.header;
  return {
    format: 'xueyuan-history/1',
    chain,
    last: { epoch, seq, hash: end.hash },
    entries,
    proofs,
    seals,
    keys: seals.length > 0 ? [{ id: key.id, jwk: key.jwk }] : [],
  };
}

export function leafOf({ header, hash }: HistoryEntry): Leaf {
  const { epoch, seq } = header;
  return { ...chain, epoch, seq, headerHash: hash };
}

/** A seal over a leaf among others, and the leaf's proof. */
export function sealedWith(
  last: Seal | undefined,
  leaf: Leaf,
  others: number,
  until: string,
): { readonly seal: Seal; readonly proof: Proof } {
  const leaves = Array.from({ length: others + 1 }, (_, at) =>
    at === Math.floor(others / 2) ? leaf : { ...leaf, id: `res_other-${at}` },
  );
  const seal = sealOf(last, { leaves, until });
  const index = leaves.indexOf(leaf);
  const path = pathOf(treeOf(leaves.map(canonical)), index).map(hex);
  return { seal, proof: { seal: seal.id, leaf, index, path } };
}

function sealOf(
  last: Seal | undefined,
  {
    leaves,
    until,
  }: { readonly leaves: readonly Leaf[]; readonly until: string },
): Seal {
  return signed({
    format: 'xueyuan-seal/1',
    epoch: 1,
    number: (last?.statement.number ?? 0) + 1,
    from: last?.statement.until ?? moment(0),
    until,
    leaves: leaves.length,
    root: rootOf(treeOf(leaves.map(canonical))),
    previous: last === undefined ? null : contentHashOf(last.statement),
    key: key.id,
  });
}

/** A statement with its signature; by another key, if one is given. */
export function signed(
  statement: SealStatement,
  privateKey: KeyObject = key.privateKey,
): Seal {
  const signature = sign('sha256', signedBytes(statement), privateKey);
  return {
    id: sealId(statement),
    statement,
    signature: signature.toString('base64'),
  };
}
