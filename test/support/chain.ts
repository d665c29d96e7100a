import type { Entry } from '../../functions/platform/history.ts';
import { type Fault, verifyHistory } from '../../verify/verify.mjs';

/** What the verifier finds wrong with a chain that nothing has sealed yet. */
export function faultsOf(
  entries: readonly Entry[],
  lastHash: string | null,
): readonly Fault[] {
  const last = entries.at(-1);
  if (last === undefined || lastHash === null) {
    throw new Error('A chain has an entry, and a head that names it.');
  }
  const { epoch, seq } = last.header;
  const header = { ...last.header };
  const kind = 'organisation' in header ? 'organisation' : 'resource';
  const id = Object.entries(header).find(([name]) => name === kind)?.[1];
  const { faults } = verifyHistory([
    {
      format: 'xueyuan-history/1',
      chain: { kind, id },
      last: { epoch, seq, hash: lastHash },
      entries,
      proofs: [],
      seals: [],
      keys: [],
    },
  ]);
  return faults;
}
