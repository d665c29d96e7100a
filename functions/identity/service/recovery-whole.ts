import { telling } from '../../platform/torn-history.ts';
import type { Organisation } from '../contract.ts';
import { linked } from '../model/chain.ts';
import type { TornDirectory } from '../model/kept.ts';
import { recoveringBy, shapeSaid } from '../model/mending.ts';
import { astray, treeDiffers } from '../model/roots.ts';
import type { KeptTree } from '../store/recovery-items.ts';
import {
  type How,
  type Known,
  type RecoveryNeeds,
  write,
} from './recovery-needs.ts';

/** Judges what there is one of: the tree, and the list of operators. */
export async function judgeWhole(
  needs: RecoveryNeeds,
  known: Known,
  kept: KeptTree,
  how: How,
): Promise<void> {
  for (const one of astray(nodesOf(known))) {
    await bringBack(needs, known, one, how);
  }
  await judgeTree(needs, nodesOf(known), kept, how);
  await judgeOperators(needs, known, how);
}

function nodesOf({ organisations }: Known): Map<string, Organisation> {
  return new Map(
    [...organisations].map(([id, { createdAt: _, seq: __, ...node }]) => [
      id,
      node,
    ]),
  );
}

/** Puts an organisation that leads nowhere where it is found; its chain says so. */
async function bringBack(
  needs: RecoveryNeeds,
  { organisations }: Known,
  node: Organisation,
  { repair, tell }: How,
): Promise<void> {
  const { epoch, mending, newSalt, now, parts, store } = needs;
  const { id } = node;
  const kept = organisations.get(id);
  if (kept === undefined) return;
  const { createdAt, seq } = kept;
  const organisation = { ...node, createdAt, seq: seq + 1 };
  organisations.set(id, organisation);
  const torn: TornDirectory = {
    ...{ of: id, item: 'organisation', tear: 'behind' },
    which: id,
  };
  tell([torn]);
  if (!repair) return;
  const at = now().toISOString();
  const facts = { torn: [telling(torn)], ...shapeSaid(organisation) };
  const link = linked(
    await store.chain(id),
    { organisation: id, action: 'recover', facts },
    recoveringBy(id, { at, epoch: epoch(), salt: newSalt() }),
  );
  await write(needs, id, [
    ...parts.link(link),
    mending.organisation(organisation, at),
  ]);
}

/** The tree is rebuilt from its organisations, in a version nobody has read. */
async function judgeTree(
  needs: RecoveryNeeds,
  due: ReadonlyMap<string, Organisation>,
  { tree, version }: KeptTree,
  { repair, tell }: How,
): Promise<void> {
  const differing = tree ? treeDiffers(tree.organisations, due) : [];
  const torn = differing.map((one): TornDirectory => {
    return { of: 'TREE', item: 'tree', ...one };
  });
  if (tree === undefined) {
    torn.push({ of: 'TREE', item: 'tree', tear: 'behind', which: 'TREE' });
  }
  if (torn.length === 0) return;
  tell(torn);
  if (!repair) return;
  const next = { version: version + 1, organisations: due, recent: [] };
  await write(needs, 'TREE', needs.mending.wholeTree(next));
}

/**
 * The list of operators follows from their memberships. When none of them is
 * left, it stays as it is: somebody must look, for nobody could make another.
 */
async function judgeOperators(
  needs: RecoveryNeeds,
  { operators }: Known,
  { repair, tell }: How,
): Promise<void> {
  const { held = [], seq = 0 } = (await needs.store.operators()) ?? {};
  const torn = [
    ...[...operators]
      .filter((one) => !held.includes(one))
      .map((which) => operatorTorn('lost', which)),
    ...held
      .filter((one) => !operators.has(one))
      .map((which) => operatorTorn('ahead', which)),
  ];
  if (torn.length === 0) return;
  tell(torn);
  if (!repair || operators.size === 0) return;
  const next = { held: [...operators].toSorted(), seq: seq + 1 };
  await write(needs, 'OPERATORS', [needs.parts.operatorsNow(next)]);
}

function operatorTorn(
  tear: TornDirectory['tear'],
  which: string,
): TornDirectory {
  return { of: 'OPERATORS', item: 'operator', tear, which };
}
