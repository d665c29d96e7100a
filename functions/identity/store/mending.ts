import { DeleteTransaction } from 'dynamodb-toolbox/entity/actions/transactDelete';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import type { Part } from '../../platform/commit.ts';
import type { Speciality } from '../member/contract.ts';
import type { Chain } from '../model/chain.ts';
import type { Tree } from '../model/tree.ts';
import type { KeptClient } from './clients.ts';
import {
  ChainItem,
  directory,
  IdentityItem,
  keys,
  OrganisationItem,
  SpecialityLink,
  TreeSnapshotItem,
  TreeVersionItem,
} from './items.ts';
import type { KeptOrganisation } from './organisations.ts';
import { headerPart } from './parts.ts';
import type { Key } from './reading.ts';
import { packedTreeBytes, packTree } from './tree.ts';

/** Where a chain stands whose head was lost. 1 WRU. */
function chain(of: string, head: Chain): Part {
  const item = { ...keys.chain(of), ...head };
  return { write: ChainItem.build(PutTransaction).item(item).params() };
}

/** An organisation as it is from now on, whatever was there. 1 WRU. */
function organisation(kept: KeptOrganisation, changedAt: string): Part {
  const item = { ...keys.organisation(kept.id), ...kept, changedAt };
  return { write: OrganisationItem.build(PutTransaction).item(item).params() };
}

/** A link by which an expert is found. 3 WRU. */
function speciality(person: string, of: string, one: Speciality): Part {
  return {
    write: SpecialityLink.build(PutTransaction)
      .item({
        ...keys.speciality(person, of, one),
        person,
        ownerPk: keys.expertsOf(one),
        ownerSk: `${person}#${of}`,
      })
      .params(),
  };
}

/** No such link any more. 3 WRU. */
function noSpeciality(person: string, of: string, one: Speciality): Part {
  const key = keys.speciality(person, of, one);
  return { write: SpecialityLink.build(DeleteTransaction).key(key).params() };
}

/** A sign-in that leads to a person, by its partition key. 1 WRU. */
function signIn(pk: string, person: string): Part {
  const item = { pk, sk: keys.identity('', '').sk, person };
  return { write: IdentityItem.build(PutTransaction).item(item).params() };
}

/** The sign-in of a machine client. 1 WRU. */
function clientSignIn({ id, issuer, subject }: KeptClient): Part {
  const item = { ...keys.identity(issuer, subject), client: id };
  return { write: IdentityItem.build(PutTransaction).item(item).params() };
}

/** Nobody of that id any more; their other items have parts of their own. 1 WRU. */
function noPerson(id: string): Part {
  return none(keys.person(id));
}

/** No such item any more. 1 WRU, 2 with its index. */
function none(Key: Key): Part {
  return { write: { Delete: { TableName: directory.getName(), Key } } };
}

/** The tree as a whole, in a version that nobody has read yet. 2 WRU per KB. */
function wholeTree(tree: Tree): Part[] {
  const { version } = tree;
  const packed = packTree(tree);
  if (packed.byteLength > packedTreeBytes) {
    throw new Error(`The tree has ${packed.byteLength} bytes: too many.`);
  }
  const snapshot = { ...keys.treeSnapshot, version, packed };
  const news = { ...keys.treeVersion, version, recent: [] };
  return [
    { write: TreeSnapshotItem.build(PutTransaction).item(snapshot).params() },
    { write: TreeVersionItem.build(PutTransaction).item(news).params() },
  ];
}

/** What a recovery writes of the directory, beside what commands do. */
export const mendingParts = {
  header: headerPart,
  chain,
  organisation,
  speciality,
  noSpeciality,
  signIn,
  clientSignIn,
  noPerson,
  none,
  wholeTree,
};
export type MendingParts = typeof mendingParts;
