import type { Outgoing } from '../platform/contract.ts';
import type { Head } from '../resources/head/contract.ts';
import {
  events,
  type HistoryHeader,
  type ResourceEvent,
  steps,
} from '../resources/history/contract.ts';
import type { Difference, DifferenceKind } from './contract.ts';

/** Where an entry of a history, or what the index holds, stands. */
export type Place = Pick<Head, 'epoch' | 'seq'>;

/** What is known of one resource from the places that should agree. */
export type Known = {
  readonly head: Head | undefined;
  /** What the index holds; undefined when it cannot be found. */
  readonly found: Place | undefined;
  /** The last entry of its history, with its hash. */
  readonly last: (Place & { readonly hash: string }) | undefined;
  /** Files of the published edition without bytes in the library. */
  readonly missing: readonly string[];
};

/** How what is known of a resource differs; nothing when all agrees. */
export function differencesOf(id: string, known: Known): Difference[] {
  const { head, missing } = known;
  const index = indexDifference(known);
  const history = head && historyDifference(head, known.last);
  return [
    ...(index ? [{ kind: index, id }] : []),
    ...(history ? [{ kind: history, id }] : []),
    ...missing.map((file) => ({ kind: 'file-missing' as const, id, file })),
  ];
}

/** The index may be ahead of a head that was read a moment before it. */
function indexDifference({ head, found }: Known): DifferenceKind | undefined {
  if (found === undefined) {
    return head && isFindable(head) ? 'index-missing' : undefined;
  }
  if (head?.published === undefined) return 'index-unknown';
  if (head.withdrawn) return 'index-withdrawn';
  return compare(found, head) < 0 ? 'index-behind' : undefined;
}

function historyDifference(
  head: Head,
  last: Known['last'],
): DifferenceKind | undefined {
  if (last === undefined) return 'history-behind';
  const order = compare(last, head);
  if (order !== 0) return order < 0 ? 'history-behind' : 'history-ahead';
  return last.hash === head.lastHash ? undefined : 'history-differs';
}

function isFindable({ published, withdrawn }: Head): boolean {
  return published !== undefined && withdrawn === undefined;
}

/** Below 0 when `one` comes before `other`. */
function compare(one: Place, other: Place): number {
  return one.epoch - other.epoch || one.seq - other.seq;
}

/** SHA-256 of the files that readers of a resource get now. */
export function filesOf(head: Head): string[] {
  if (!isFindable(head)) return [];
  return (head.published?.edition.files ?? []).map((file) => file.id);
}

/** The event of an entry, as the relay sends it when the entry appears. */
export function eventAbout(header: HistoryHeader): Outgoing {
  const { resource: resourceId, action: step, epoch, seq } = header;
  const type = `resource.${steps[step]}` as const;
  const { time, version } = header;
  const said: ResourceEvent = { resourceId, epoch, seq, step, version, time };
  return { type, detail: events[type].parse(said) };
}
