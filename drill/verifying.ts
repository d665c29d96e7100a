import { createPublicKey, verify } from 'node:crypto';
import { GetObjectCommand, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import {
  directoryRecovering,
  type TornDirectory,
} from '../functions/identity/recovering.ts';
import { dynamoDb } from '../functions/platform/clients.ts';
import { environment } from '../functions/platform/environment.ts';
import { canonical, contentHashOf } from '../functions/platform/history.ts';
import { s3 } from '../functions/platform/s3.ts';
import { resourceRecovering } from '../functions/resources/recovering.ts';
import { resourceReads } from '../functions/resources/store/reads.ts';
import { recoveryStore } from '../functions/resources/store/recovery.ts';
import { reviewRecovering } from '../functions/review/recovering.ts';
import { rootOf, treeOf } from '../functions/seals/merkle.ts';
import { exportedPart } from '../functions/seals/records.ts';
import type { Seal, SealKey } from '../functions/seals/seal/contract.ts';
import { seals } from '../functions/seals/seals.ts';
import { lockedSeals } from '../functions/seals/store/locked.ts';
import { sealReads } from '../functions/seals/store/reads.ts';
import { sha256 } from '../local/journey.ts';
import { inParallel } from '../local/pool.ts';
import type { Finding } from '../recover/findings.ts';
import { judgeAll, judgeDirectory } from '../recover/judging.ts';
import { waitForPages } from '../recover/patience.ts';
import { verifyHistory } from '../verify/verify.mjs';
import { verifiedDirectory } from './verifying-directory.ts';

/** What was found in a Region: how much was looked at, and what is wrong. */
export type Verified = {
  readonly heads: number;
  readonly organisations: number;
  readonly entries: number;
  readonly sealedEntries: number;
  readonly files: number;
  readonly seals: number;
  readonly torn: readonly Finding[];
  readonly tornDirectory: readonly TornDirectory[];
  /** Chains that the offline verifier finds fault with, and how. */
  readonly faulty: readonly { readonly id: string; readonly codes: string[] }[];
  /** Keys of files whose bytes are not what they are named by. */
  readonly wrongFiles: readonly string[];
  readonly wrongSeals: readonly string[];
  /** Organisations that the tree has otherwise; roles that no entry tells of. */
  readonly wrongDirectory: readonly string[];
};
export type VerifiedCounts = Omit<
  Verified,
  'torn' | 'tornDirectory' | 'faulty'
>;

const atOnce = 12;
const pageSize = 1_000;

waitForPages(dynamoDb);

/** Everything of the Region that the environment names. */
const { ids } = recoveryStore;
const found = new Set<string>();
let after: string | undefined;
do {
  const page = await ids({ segment: 0, segments: 1, after });
  for (const id of page.ids) found.add(id);
  after = page.next;
} while (after !== undefined);

const resources = await verifiedChains();
const directory = await verifiedDirectory();
const verified: Verified = {
  heads: found.size,
  organisations: directory.organisations,
  entries: resources.entries + directory.entries,
  sealedEntries: resources.sealedEntries + directory.sealedEntries,
  faulty: [...resources.faulty, ...directory.faulty],
  wrongDirectory: directory.wrong,
  ...(await verifiedFiles()),
  ...(await verifiedSeals()),
  torn: await tornNow(),
  tornDirectory: await tornDirectoryNow(),
};
console.log(JSON.stringify(verified));
process.exit();

async function nothing(): Promise<never> {
  throw new Error('Whoever verifies writes nothing.');
}

async function tornDirectoryNow(): Promise<TornDirectory[]> {
  const torn: TornDirectory[] = [];
  await judgeDirectory(directoryRecovering(nothing), {
    since: '',
    repair: false,
    tell: (found) => torn.push(...found),
  });
  return torn;
}

async function tornNow(): Promise<Finding[]> {
  const torn: Finding[] = [];
  await judgeAll(resourceRecovering(nothing), reviewRecovering(nothing), {
    since: '',
    repair: false,
    tell: (found) => torn.push(...found),
  });
  return torn;
}

async function verifiedChains() {
  const faulty: { id: string; codes: string[] }[] = [];
  let entries = 0;
  let sealedEntries = 0;
  await inParallel(found, atOnce, async (id) => {
    const head = await resourceReads.head(id, { consistent: true });
    if (head === undefined) {
      faulty.push({ id, codes: ['no-head'] });
      return;
    }
    const page = { limit: pageSize, after: undefined };
    const wanted = { withBodies: true, isConsistent: true };
    const record = await resourceReads.history(id, page, wanted);
    const { epoch, seq, lastHash: hash } = head;
    const chain = { kind: 'resource', id, last: { epoch, seq, hash } } as const;
    const { part } = await exportedPart(seals, chain, {
      ...record,
      withBodies: true,
    });
    const report = verifyHistory([part]);
    entries += report.entries.length;
    const sealed = report.entries.filter(({ status }) => status === 'sealed');
    sealedEntries += sealed.length;
    const codes = report.faults.map(({ code }) => code);
    if (codes.length > 0) faulty.push({ id, codes });
  });
  return { entries, sealedEntries, faulty };
}

async function verifiedFiles() {
  const wrongFiles: string[] = [];
  let files = 0;
  const Bucket = environment('LIBRARY_BUCKET');
  for await (const { Contents = [] } of paginateListObjectsV2(
    { client: s3 },
    { Bucket },
  )) {
    await inParallel(Contents, atOnce, async ({ Key = '' }) => {
      files += 1;
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
      const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
      const is = sha256(Buffer.from(bytes));
      if (!Key.endsWith(is)) wrongFiles.push(Key);
    });
  }
  return { files, wrongFiles };
}

/** Every seal by its signature, the one before it, and its locked leaves. */
async function verifiedSeals() {
  const keys = new Map(
    (await sealReads.sealKeys()).map((one) => [one.id, one]),
  );
  const wrongSeals: string[] = [];
  const { items } = await sealReads.seals({
    limit: pageSize,
    after: undefined,
  });
  const inOrder = items.toReversed();
  for (const [at, seal] of inOrder.entries()) {
    const isRight =
      isSigned(seal, keys) &&
      follows(seal, inOrder[at - 1]) &&
      (await isRooted(seal));
    if (!isRight) wrongSeals.push(seal.id);
  }
  return { seals: items.length, wrongSeals };
}

function isSigned({ signature, statement }: Seal, keys: Map<string, SealKey>) {
  const key = keys.get(statement.key);
  if (key === undefined) return false;
  const publicKey = createPublicKey({ key: { ...key.jwk }, format: 'jwk' });
  const bytes = Buffer.from(canonical(statement));
  return verify('sha256', bytes, publicKey, Buffer.from(signature, 'base64'));
}

function follows({ statement }: Seal, before: Seal | undefined): boolean {
  if (before === undefined) return statement.previous === null;
  return statement.previous === contentHashOf(before.statement);
}

async function isRooted({ statement }: Seal): Promise<boolean> {
  const leaves = await lockedSeals.leaves(statement);
  const root = rootOf(treeOf(leaves.map(canonical)));
  return leaves.length === statement.leaves && root === statement.root;
}
