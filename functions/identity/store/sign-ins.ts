import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import type { Tree } from '../model/tree.ts';
import { IdentityItem, keys } from './items.ts';
import { readTree, readTreeVersion } from './organisations.ts';
import { type Consistency, getAll, type Item } from './reading.ts';

/** Who signed in, and as much of the tree as was asked for. */
export type SignedIn = {
  readonly person?: string;
  readonly client?: string;
  readonly tree?: Tree;
  readonly treeVersion: number;
};

/**
 * The person behind an issuer's subject, and in the same request the tree or
 * only its version. Cost: 0.5 RRU for each of the two, and for the tree 0.5
 * more per 4 KB; twice that if consistent.
 */
async function signedIn(
  identity: { readonly issuer: string; readonly subject: string },
  wanted: 'tree' | 'version',
  consistency: Consistency,
): Promise<SignedIn> {
  const identityKey = keys.identity(identity.issuer, identity.subject);
  const items = await getAll(
    [identityKey, wanted === 'tree' ? keys.treeSnapshot : keys.treeVersion],
    consistency,
  );
  const bound = items.find(({ sk }) => sk === identityKey.sk);
  const snapshot = items.find(({ sk }) => sk === keys.treeSnapshot.sk);
  const version = items.find(({ sk }) => sk === keys.treeVersion.sk);
  const tree = snapshot && readTree(snapshot);
  const treeVersion = version ? readTreeVersion(version) : 0;
  return {
    treeVersion: tree?.version ?? treeVersion,
    ...(tree && { tree }),
    ...(bound && holderOf(bound)),
  };
}

export const signInReads = { signedIn };

function holderOf(bound: Item): Pick<SignedIn, 'person' | 'client'> {
  const { person: personId, client: clientId } =
    IdentityItem.build(EntityFormatter).format(bound);
  return {
    ...(personId !== undefined && { person: personId }),
    ...(clientId !== undefined && { client: clientId }),
  };
}
