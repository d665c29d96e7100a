import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import type { Tree, TreeNews } from '../model/tree.ts';
import { IdentityItem, keys } from './items.ts';
import { newsIn, treeIn } from './organisations.ts';
import { type Consistency, getAll, type Item } from './reading.ts';

/** Who signed in, and as much of the tree as was asked for. */
export type SignedIn = {
  readonly person?: string;
  readonly client?: string;
  readonly tree?: Tree;
  readonly news: TreeNews;
};

/**
 * The person behind an issuer's subject, and in the same request the tree or
 * only its news. Cost: 0.5 RRU for each of the two, and for the tree 0.5 more
 * per 4 KB; twice that if consistent.
 */
async function signedIn(
  identity: { readonly issuer: string; readonly subject: string },
  wanted: 'tree' | 'news',
  consistency: Consistency,
): Promise<SignedIn> {
  const identityKey = keys.identity(identity.issuer, identity.subject);
  const items = await getAll(
    [
      identityKey,
      keys.treeVersion,
      ...(wanted === 'tree' ? [keys.treeSnapshot] : []),
    ],
    consistency,
  );
  const bound = items.find(({ sk }) => sk === identityKey.sk);
  return {
    news: newsIn(items),
    ...(wanted === 'tree' && { tree: await treeIn(items) }),
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
