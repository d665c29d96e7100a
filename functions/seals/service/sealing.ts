import { canonical } from '../../platform/history.ts';
import type { Log } from '../../platform/log.ts';
import { logs, type SealReport } from '../contract.ts';
import { pathOf, rootOf, treeOf } from '../merkle.ts';
import {
  dueNow,
  highest,
  leavesOf,
  nextSpan,
  type Span,
  sealId,
  signedBytes,
  statementOf,
  withLate,
} from '../model.ts';
import type { Leaf, Seal } from '../seal/contract.ts';
import type { LockedSeals } from '../store/locked.ts';
import type { SealReads } from '../store/reads.ts';
import type { SealSigner } from '../store/signer.ts';
import type { SealWrites } from '../store/writes.ts';

/** One kind of chain, as its capability lets seals see it. */
export type ChainSource = {
  /**
   * The head of every chain that changed in a span, one an epoch: the entry
   * with the highest sequence number of those whose time is in the span.
   */
  headsChanged(span: Span): Promise<Iterable<Leaf>>;
};

export type SealingNeeds = {
  readonly sources: readonly ChainSource[];
  readonly reads: Pick<SealReads, 'newest' | 'seals'>;
  readonly writes: SealWrites;
  readonly locked: LockedSeals;
  readonly signer: SealSigner;
  /** The Region's epoch; raised at failover. */
  readonly epoch: number;
  readonly now: () => Date;
  readonly log: Log;
};

/**
 * Seals what is due, hour by hour, and first finishes what a killed call left.
 * Called again it changes nothing; of two at once one makes each seal. Stops
 * between two hours when `isTimeUp`. A seal over h headers and n heads costs
 * 0.125·h + 1.5 RRU, n + 3 WRU, four or five requests to S3 and two to KMS.
 */
export async function sealDue(
  needs: SealingNeeds,
  { until, isTimeUp }: { until: string | undefined; isTimeUp: () => boolean },
): Promise<SealReport> {
  const { reads, log, now } = needs;
  const due = dueNow(now(), until);
  const found = await reads.newest();
  let last = found?.seal;
  if (last && found?.isKept === false) {
    await keep(needs, last, await needs.locked.leaves(last.statement));
    log.info(logs.finished, { seal: last.id });
  }
  const made: string[] = [];
  for (
    let span = nextSpan(last?.statement.until, due);
    span !== undefined && !isTimeUp();
    span = nextSpan(last?.statement.until, due)
  ) {
    const seal = await sealSpan(needs, last, span);
    if (seal === undefined) break;
    made.push(seal.id);
    last = seal;
  }
  const sealedUntil = last?.statement.until;
  const isUpToDate = nextSpan(sealedUntil, due) === undefined;
  if (!isUpToDate) log.warn(logs.behind, { sealedUntil, due });
  return { made, isUpToDate, ...(sealedUntil && { sealedUntil }) };
}

/** One seal, or nothing when another call was first. */
async function sealSpan(
  needs: SealingNeeds,
  last: Seal | undefined,
  span: Span,
): Promise<Seal | undefined> {
  const { epoch, locked, log, now, signer, writes } = needs;
  const leaves = await leavesIn(needs, last, span);
  const key = { ...(await signer.publicKey()), since: now().toISOString() };
  const statement = statementOf(last, {
    ...span,
    epoch,
    leaves: leaves.length,
    root: rootOf(treeOf(leaves.map(canonical))),
    key: key.id,
  });
  if (await writes.listKey(key)) await locked.keepKey(key);
  await locked.keepLeaves(statement, leaves);
  const signature = await signer.sign(signedBytes(statement));
  const seal = { id: sealId(statement), statement, signature };
  if (!(await writes.claim(seal))) {
    log.warn(logs.raceLost, { seal: seal.id });
    return undefined;
  }
  await keep(needs, seal, leaves);
  log.info(logs.sealed, { seal: seal.id, ...span, leaves: leaves.length });
  return seal;
}

/** All that follows from a seal once it is made; again does no harm. */
async function keep(
  { locked, writes }: SealingNeeds,
  seal: Seal,
  leaves: readonly Leaf[],
): Promise<void> {
  const tree = treeOf(leaves.map(canonical));
  await locked.keepSeal(seal);
  await writes.writeProofs(
    seal.id,
    leaves.map((leaf, index) => ({ leaf, index, path: pathOf(tree, index) })),
  );
  await writes.markKept(seal);
}

async function leavesIn(
  needs: SealingNeeds,
  last: Seal | undefined,
  span: Span,
): Promise<Leaf[]> {
  const wide = withLate(span);
  const changed = await Promise.all(
    needs.sources.map((source) => source.headsChanged(wide)),
  );
  const sealed = await sealedSince(needs, last, wide.from);
  return leavesOf(highest(changed.flatMap((heads) => [...heads])), sealed);
}

/** Seals are read so many at a time; one suffices unless some came early. */
const sealsAtOnce = 5;

/** The highest sealed heads of all seals whose span ends after a moment. */
async function sealedSince(
  { locked, reads }: SealingNeeds,
  last: Seal | undefined,
  from: string,
): Promise<Map<string, Leaf>> {
  const sealed: Leaf[] = [];
  let recent = last === undefined ? [] : [last];
  while (recent.length > 0) {
    const reaching = recent.filter(({ statement }) => statement.until > from);
    for (const { statement } of reaching) {
      sealed.push(...(await locked.leaves(statement)));
    }
    const after = reaching.at(-1)?.statement;
    if (reaching.length < recent.length || after === undefined) break;
    recent = (await reads.seals({ limit: sealsAtOnce, after })).items;
  }
  return highest(sealed);
}
