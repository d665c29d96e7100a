import {
  createHash,
  createPrivateKey,
  generateKeyPairSync,
  sign,
} from 'node:crypto';
import { canonical } from '../../../functions/platform/history.ts';
import type { Log } from '../../../functions/platform/log.ts';
import { hex } from '../../../functions/seals/merkle.ts';
import type {
  Leaf,
  Proof,
  Seal,
  SealKey,
} from '../../../functions/seals/seal/contract.ts';
import { SealJwk } from '../../../functions/seals/seal/contract.ts';
import type { SealingNeeds } from '../../../functions/seals/service/sealing.ts';

/** An entry as sources see it: whose, where, when. */
export type Changed = Leaf & { readonly time: string };

/** A pair of keys as KMS would hold them; new for each world. */
export function signer() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
  });
  const jwk = SealJwk.parse(publicKey.export({ format: 'jwk' }));
  const id = createHash('sha256').update(canonical(jwk)).digest('base64url');
  const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString();
  const key = createPrivateKey(
    privateKey.export({ format: 'pem', type: 'pkcs8' }),
  );
  return {
    publicKey: async () => ({ id, jwk, pem }),
    sign: async (bytes: Uint8Array) =>
      sign('sha256', bytes, key).toString('base64'),
  };
}

const silent: Log = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/**
 * A district whose table, bucket and key are plain objects. `now` and what
 * changed are the test's to move; a step of `failing` throws, once.
 */
export function sealWorld() {
  const changed: Changed[] = [];
  const seals = new Map<string, { seal: Seal; isKept: boolean }>();
  const keys = new Map<string, SealKey>();
  const locked = new Map<string, unknown>();
  const proofs = new Map<string, Proof>();
  const world = {
    changed,
    seals,
    keys,
    locked,
    proofs,
    now: new Date('2026-11-25T10:05:00.000Z'),
    failing: new Set<string>(),
  };
  const step = (name: string) => {
    if (world.failing.delete(name)) throw new Error(`killed at ${name}`);
  };
  const newestFirst = () =>
    [...seals.values()].toSorted(
      (one, other) =>
        other.seal.statement.epoch - one.seal.statement.epoch ||
        other.seal.statement.number - one.seal.statement.number,
    );
  const needs: SealingNeeds = {
    sources: [
      {
        headsChanged: async ({ from, until }) =>
          changed
            .filter(({ time }) => time >= from && time < until)
            .map(({ time: _, ...leaf }) => leaf),
      },
    ],
    reads: {
      newest: async () => newestFirst()[0],
      seals: async ({ limit, after }) => {
        const all = newestFirst().map(({ seal }) => seal);
        const at = all.findIndex(
          ({ statement }) => statement.number === after?.number,
        );
        const items = all.slice(at + 1, at + 1 + limit);
        return { items, isMore: at + 1 + limit < all.length };
      },
    },
    writes: {
      claim: async (seal) => {
        step('claim');
        if (seals.has(seal.id)) return false;
        seals.set(seal.id, { seal, isKept: false });
        return true;
      },
      markKept: async (seal) => {
        step('markKept');
        seals.set(seal.id, { seal, isKept: true });
      },
      listKey: async (key) => {
        if (keys.has(key.id)) return false;
        keys.set(key.id, key);
        return true;
      },
      writeProofs: async (seal, all) => {
        for (const { leaf, index, path } of all) {
          if (index > 0) step('writeProofs');
          const place = `${leaf.id} ${leaf.epoch} ${leaf.seq}`;
          proofs.set(place, { seal, leaf, index, path: path.map(hex) });
        }
      },
    },
    locked: {
      keepLeaves: async ({ root }, leaves) => {
        step('keepLeaves');
        locked.set(`leaves ${root}`, leaves);
      },
      leaves: async ({ leaves, root }) =>
        leaves === 0 ? [] : (locked.get(`leaves ${root}`) as Leaf[]),
      keepSeal: async (seal) => {
        step('keepSeal');
        locked.set(`seal ${seal.id}`, seal);
      },
      keepKey: async (key) => {
        locked.set(`key ${key.id}`, key);
      },
    },
    signer: signer(),
    epoch: 1,
    now: () => world.now,
    log: silent,
  };
  return { ...world, needs, world };
}

let counter = 0;

/** An entry of some chain; its hash stands for nothing. */
export function change(time: string, facts: Partial<Leaf> = {}): Changed {
  counter += 1;
  const headerHash = createHash('sha256').update(`${counter}`).digest('hex');
  const leaf = { kind: 'resource', epoch: 1, seq: 1, headerHash } as const;
  return { ...leaf, id: `res_${counter}`, time, ...facts };
}
