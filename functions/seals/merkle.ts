import { createHash } from 'node:crypto';

/**
 * What a leaf and an inner node begin with, so that neither passes for the
 * other. Source: RFC 9162, 2.1.1.
 */
const prefixes = { leaf: Uint8Array.of(0), node: Uint8Array.of(1) } as const;

/** A tree's levels from the leaves' hashes up to the root. */
export type Tree = readonly (readonly Uint8Array[])[];

/** Hash of a leaf: SHA-256 over a zero byte and the leaf's own bytes. */
export function leafHash(leaf: string): Uint8Array {
  return sha256(prefixes.leaf, Buffer.from(leaf));
}

/**
 * The Merkle tree over leaves in their order. A node without a sibling goes up
 * as it is, which gives the tree of RFC 9162, 2.1.1.
 */
export function treeOf(leaves: readonly string[]): Tree {
  const levels: Uint8Array[][] = [leaves.map(leafHash)];
  let level = levels[0] ?? [];
  while (level.length > 1) {
    level = pairsOf(level).map(([left, right]) =>
      right === undefined ? left : sha256(prefixes.node, left, right),
    );
    levels.push(level);
  }
  return levels;
}

/** The root; of no leaves, SHA-256 of nothing. Source: RFC 9162, 2.1.1. */
export function rootOf(tree: Tree): string {
  return hex(tree.at(-1)?.[0] ?? sha256());
}

/** Siblings on the way from a leaf to the root. Source: RFC 9162, 2.1.3.1. */
export function pathOf(tree: Tree, index: number): Uint8Array[] {
  return tree.flatMap((level, height) => {
    const sibling = level[Math.floor(index / 2 ** height) ^ 1];
    return sibling === undefined ? [] : [sibling];
  });
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

function pairsOf<T>(items: readonly T[]): [T, T | undefined][] {
  return items.flatMap((item, at) =>
    at % 2 === 0 ? [[item, items[at + 1]]] : [],
  );
}

function sha256(...parts: Uint8Array[]): Uint8Array {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}
