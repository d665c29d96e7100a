/** Where an entry of a chain stands; its keys sort in this order. */
export type Place = { readonly epoch: number; readonly seq: number };

/** Digits that keep keys in the order of their numbers. */
const digits = { epoch: 4, seq: 8 } as const;

/** Spreads a day's entries over partitions of 1,000 WRU a second each. */
const dayShards = 10;

const padded = (n: number, width: number) => String(n).padStart(width, '0');
const placeKey = ({ epoch, seq }: Place) =>
  `${padded(epoch, digits.epoch)}#${padded(seq, digits.seq)}`;

/**
 * Keys of history entries, the same in every table that has chains: under the
 * id of what the chain is about, and headers in the index `byDay` too.
 */
export const historyKeys = {
  header: (of: string, place: Place) => ({
    pk: of,
    sk: `H#${placeKey(place)}`,
  }),
  body: (of: string, place: Place) => ({ pk: of, sk: `B#${placeKey(place)}` }),
  /** Of the index `byDay`; the shard follows from the id. */
  day: (of: string, { time, ...place }: Place & { readonly time: string }) => ({
    dayPk: dayPartition(time, shardOf(of)),
    daySk: `${time}#${of}#H#${placeKey(place)}`,
  }),
  /** All partitions of the index `byDay` for the day that a moment is in. */
  partitionsOfDay: (time: string) =>
    Array.from({ length: dayShards }, (_, shard) => dayPartition(time, shard)),
} as const;

function dayPartition(time: string, shard: number): string {
  return `H#${time.slice(0, 10)}#${shard}`;
}

function shardOf(of: string): number {
  const last = of.slice(-2);
  return (last.charCodeAt(0) * 32 + last.charCodeAt(1)) % dayShards;
}
