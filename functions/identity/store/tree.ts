import { gunzipSync, gzipSync } from 'node:zlib';
import * as z from 'zod';
import { organisationKinds } from '../contract.ts';
import type { Tree } from '../model/tree.ts';

/**
 * Most bytes that the packed tree may have: DynamoDB takes items of 400 KB,
 * and 10,000 organisations come to about 300.
 */
export const packedTreeBytes = 358_400;

/**
 * Most bytes, as JSON, of the changes that stand beside the tree's version
 * before the tree is written as a whole again: some 25 of them, so that reading
 * the version stays one unit of 4 KB.
 */
export const recentBytes = 3_500;

const prefix = 'org_';

/** Columns compress better than rows; parents are positions in `ids`. */
const Columns = z.strictObject({
  ids: z.array(z.string()),
  parents: z.array(z.int()),
  kinds: z.array(z.enum(organisationKinds)),
  names: z.array(z.string()),
  /** Of those that are closed: position, since when, and into which merged. */
  closed: z.array(z.tuple([z.int(), z.string(), z.int()])).default([]),
});

/** The organisations of a tree as one compressed attribute. */
export function packTree({ organisations }: Tree): Uint8Array {
  const rows = [...organisations.values()].sort((one, other) =>
    one.id < other.id ? -1 : 1,
  );
  const positions = new Map(rows.map(({ id }, index) => [id, index]));
  const columns = {
    ids: rows.map(({ id }) => id.slice(prefix.length)),
    parents: rows.map(({ parent = '' }) => positions.get(parent) ?? -1),
    kinds: rows.map(({ kind }) => kind),
    names: rows.map(({ name }) => name),
    closed: rows.flatMap(({ closedAt, mergedInto = '' }, index) =>
      closedAt === undefined
        ? []
        : [[index, closedAt, positions.get(mergedInto) ?? -1]],
    ),
  };
  return gzipSync(JSON.stringify(columns), { level: 9 });
}

/** A packed tree unpacked; it throws on bytes that are not one. */
export function unpackTree(version: number, packed: Uint8Array): Tree {
  const text = gunzipSync(packed).toString('utf8');
  const { ids, parents, kinds, names, closed } = Columns.parse(
    JSON.parse(text),
  );
  const ends = new Map(closed.map(([index, ...end]) => [index, end]));
  const organisations = ids.map((_, index) => {
    const parent = ids[parents[index] ?? -1];
    const [closedAt, merged = -1] = ends.get(index) ?? [];
    const mergedInto = ids[merged];
    return {
      id: at(ids, index, prefix),
      kind: at(kinds, index),
      name: at(names, index),
      ...(parent !== undefined && { parent: `${prefix}${parent}` }),
      ...(closedAt !== undefined && { closedAt }),
      ...(mergedInto !== undefined && { mergedInto: `${prefix}${mergedInto}` }),
    };
  });
  return {
    version,
    organisations: new Map(organisations.map((one) => [one.id, one])),
    recent: [],
  };
}

function at<T extends string>(column: readonly T[], index: number): T;
function at(column: readonly string[], index: number, begins: string): string;
function at(column: readonly string[], index: number, begins = ''): string {
  const value = column[index];
  if (value === undefined) throw new Error(`A packed tree lacks row ${index}.`);
  return `${begins}${value}`;
}
