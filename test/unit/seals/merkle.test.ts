import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  hex,
  leafHash,
  pathOf,
  rootOf,
  treeOf,
} from '../../../functions/seals/merkle.ts';

/**
 * Leaves and roots of the test vectors that Certificate Transparency's own
 * implementation carries for RFC 6962 (`testonly`, inputs and roots of 1 to 8).
 */
const inputs = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map((bytes) => Buffer.from(bytes, 'hex').toString('latin1'));
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

const numbered = roots.map((root, at) => ({ root, count: at + 1 }));

test.each(numbered)(
  'the root of $count leaves is that of RFC 6962',
  ({ root, count }) => {
    expect(rootOf(treeOf(inputs.slice(0, count)))).toBe(root);
  },
);

test('the root of no leaves is SHA-256 of nothing', () => {
  expect(rootOf(treeOf([]))).toBe(createHash('sha256').digest('hex'));
});

test('every leaf leads to the root by its path, and no other does', () => {
  const leaves = fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(leaves, fc.nat(), (all, pick) => {
      const tree = treeOf(all);
      const index = pick % all.length;
      const path = pathOf(tree, index);
      const size = all.length;
      const led = (leaf: string) => climb(leafHash(leaf), index, size, path);
      expect(led(all[index] ?? '')).toBe(rootOf(tree));
      expect(led(`${all[index]}!`)).not.toBe(rootOf(tree));
      expect(path.length).toBeLessThanOrEqual(Math.ceil(Math.log2(size)));
    }),
  );
});

/** Verification as RFC 9162, 2.1.3.2 writes it, step by step. */
function climb(
  leaf: Uint8Array,
  index: number,
  size: number,
  path: readonly Uint8Array[],
): string {
  let fn = index;
  let sn = size - 1;
  let r = leaf;
  for (const p of path) {
    if (sn === 0) return 'too long';
    if (fn % 2 === 1 || fn === sn) {
      r = node(p, r);
      while (fn % 2 === 0 && fn !== 0) {
        fn >>= 1;
        sn >>= 1;
      }
    } else r = node(r, p);
    fn >>= 1;
    sn >>= 1;
  }
  return sn === 0 ? hex(r) : 'too short';
}

function node(left: Uint8Array, right: Uint8Array): Uint8Array {
  return createHash('sha256')
    .update(Uint8Array.of(1))
    .update(left)
    .update(right)
    .digest();
}
