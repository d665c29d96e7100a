import { canonical, contentHashOf } from '../platform/history.ts';
import type { Leaf, Proof, Seal, SealStatement } from './seal/contract.ts';

/** Where an entry stands in its chain. */
export type Place = Pick<Leaf, 'epoch' | 'seq'>;

/** A span of time as `history-heads.ts` has it. */
export type Span = Pick<SealStatement, 'from' | 'until'>;

const hourMs = 3_600_000;

/**
 * An hour is sealed five minutes after its end: a command may take half a
 * minute from its clock to its commit, and the index follows a moment later.
 */
const settlingMs = 5 * 60_000;

/** What reaches the index up to an hour late is sealed with the next hour. */
const lateMs = hourMs;

/** No entry of any deployment is older: the platform's first release. */
const beginning = '2026-11-01T00:00:00.000Z';

/**
 * Up to where all should be sealed now: the end of the last hour that has
 * settled, or a moment asked for. What is still to come is not sealed.
 */
export function dueNow(now: Date, asked: string | undefined): string {
  if (asked !== undefined)
    return asked < now.toISOString() ? asked : moment(now.getTime());
  const settled = now.getTime() - settlingMs;
  return moment(Math.floor(settled / hourMs) * hourMs);
}

/**
 * What the next seal covers, if anything: one hour at most, so that a backlog is
 * worked off in steps. The first covers all that there is.
 */
export function nextSpan(
  sealedUntil: string | undefined,
  due: string,
): Span | undefined {
  const from = sealedUntil ?? beginning;
  if (from >= due) return undefined;
  if (sealedUntil === undefined) return { from, until: due };
  const end = moment((Math.floor(Date.parse(from) / hourMs) + 1) * hourMs);
  return { from, until: end < due ? end : due };
}

/** The span with the time before it in which late entries are looked for. */
export function withLate({ from, until }: Span): Span {
  return { from: moment(Date.parse(from) - lateMs), until };
}

/** One chain in one epoch: after a failover a chain may go on in two. */
export function branchOf({ kind, id, epoch }: Omit<Leaf, 'seq'>): string {
  return `${kind} ${id} ${epoch}`;
}

/** The highest sequence number of each branch among some leaves. */
export function highest(leaves: Iterable<Leaf>): Map<string, Leaf> {
  const heads = new Map<string, Leaf>();
  for (const leaf of leaves) {
    const branch = branchOf(leaf);
    if ((heads.get(branch)?.seq ?? 0) < leaf.seq) heads.set(branch, leaf);
  }
  return heads;
}

/**
 * The leaves of a seal in their order: of the heads that changed, those that no
 * earlier seal has.
 */
export function leavesOf(
  changed: ReadonlyMap<string, Leaf>,
  sealed: ReadonlyMap<string, Leaf>,
): Leaf[] {
  return [...changed]
    .filter(([branch, { seq }]) => seq > (sealed.get(branch)?.seq ?? 0))
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, leaf]) => leaf);
}

/** The statement of the seal that follows `last`. */
export function statementOf(
  last: Seal | undefined,
  facts: Pick<SealStatement, 'epoch' | 'from' | 'until' | 'leaves' | 'root'> & {
    readonly key: string;
  },
): SealStatement {
  return {
    format: 'xueyuan-seal/1',
    ...facts,
    number: (last?.statement.number ?? 0) + 1,
    previous: last === undefined ? null : contentHashOf(last.statement),
  };
}

export function sealId({
  epoch,
  number,
}: Pick<SealStatement, 'epoch' | 'number'>): string {
  return `${epoch}-${number}`;
}

/** The bytes that are signed. */
export function signedBytes(statement: SealStatement): Uint8Array {
  return new TextEncoder().encode(canonical(statement));
}

/**
 * The proof that covers an entry: of the first sealed head of its branch at or
 * behind it. `undefined`: not yet sealed. `proofs` are of one chain, in order.
 */
export function proofOf(
  { epoch, seq }: Place,
  proofs: readonly Proof[],
): Proof | undefined {
  return proofs.find(({ leaf }) => leaf.epoch === epoch && leaf.seq >= seq);
}

/** Which seal is older: by epoch, then by number. */
export function compareSeals(
  one: Pick<SealStatement, 'epoch' | 'number'>,
  other: Pick<SealStatement, 'epoch' | 'number'>,
): number {
  return one.epoch - other.epoch || one.number - other.number;
}

function moment(ms: number): string {
  return new Date(ms).toISOString();
}
