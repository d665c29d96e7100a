import type { Commit } from '../../../functions/platform/commit.ts';
import { saltBytes } from '../../../functions/platform/history.ts';
import { ok } from '../../../functions/platform/result.ts';
import type { Head } from '../../../functions/resources/head/contract.ts';
import type {
  Case,
  KeptVersion,
  Move,
} from '../../../functions/resources/model/move.ts';
import { workVersion } from '../../../functions/resources/model/view.ts';
import type { ResourceReads } from '../../../functions/resources/store/reads.ts';

/**
 * A shelf of one resource, as plain objects: what use cases read of it, and in
 * `moves` and `extras` what they would have written.
 */
export function shelfOf({ head, edition }: Case, more: KeptVersion[] = []) {
  const moves: Move[] = [];
  let extras = 0;
  const version = workVersion(head);
  const open = version === undefined ? [] : [{ version, edition }];
  const versions = [...open, ...more];
  const reads: ResourceReads = {
    head: async (id) => (id === head.id ? head : undefined),
    heads: async (ids) =>
      new Map<string, Head>(ids.includes(head.id) ? [[head.id, head]] : []),
    version: async (_, n) => versions.find((one) => one.version === n),
    versions: async () => ({ items: versions }),
    history: async () => ({ items: [] }),
    workOf: async () => ({ items: [head.id] }),
  };
  const commit: Commit = async (value, parts) => {
    extras = parts.length;
    return ok(value);
  };
  const needs = {
    reads,
    partsOf: (move: Move) => {
      moves.push(move);
      return [];
    },
    now: () => new Date('2026-09-02T08:00:00.000Z'),
    epoch: 1,
    newSalt: () => 'cd'.repeat(saltBytes),
    commit,
    unmovedPart: () => ({ write: {} }),
    named: {
      known: async (people: readonly string[]) => new Set(people),
      openPart: () => ({ write: {} }),
    },
    log: { info: () => {}, warn: () => {}, error: () => {} },
  };
  return { needs, moves, extras: () => extras };
}
