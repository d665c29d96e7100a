import type { Condition } from 'dynamodb-toolbox/entity/actions/parseCondition';
import { ConditionCheck } from 'dynamodb-toolbox/entity/actions/transactCheck';
import { DeleteTransaction } from 'dynamodb-toolbox/entity/actions/transactDelete';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { UpdateTransaction } from 'dynamodb-toolbox/entity/actions/transactUpdate';
import {
  $append,
  $remove,
} from 'dynamodb-toolbox/entity/actions/update/symbols';
import type { Part, Write } from '../../platform/commit.ts';
import { historyKeys } from '../../platform/history-keys.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import type { OrganisationHeader } from '../history/contract.ts';
import type { Speciality } from '../member/contract.ts';
import type { Link } from '../model/chain.ts';
import { beyond, type Given, specialitiesOf } from '../model/membership.ts';
import type { Operators, RuleBroken } from '../model/roles.ts';
import type { Tree } from '../model/tree.ts';
import type { KeptClient } from './clients.ts';
import {
  BodyItem,
  ChainItem,
  ClientItem,
  HeaderItem,
  IdentityItem,
  keys,
  MembershipItem,
  OperatorsItem,
  OrganisationItem,
  PersonItem,
  SpecialityLink,
  TreeSnapshotItem,
  TreeVersionItem,
} from './items.ts';
import type { KeptOrganisation } from './organisations.ts';
import type { KeptMembership, Profile } from './people.ts';
import { packedTreeBytes, packTree, recentBytes } from './tree.ts';

export type TreeMoved = { readonly code: 'tree-moved' };
/** Another change came between: to be decided anew. */
export type Moved = TreeMoved | { readonly code: 'chain-moved' };
export type TreeFull = { readonly code: 'tree-full' };
type Unknown = { readonly code: 'unknown' };

const unknown: Unknown = { code: 'unknown' };

/** A new organisation, on condition that its id is free. 2 WRU. */
function newOrganisation({
  seq,
  createdAt,
  ...organisation
}: KeptOrganisation): Part {
  const item = { ...keys.organisation(organisation.id), ...organisation };
  return {
    write: OrganisationItem.build(PutTransaction)
      .item({ ...item, seq, createdAt, changedAt: createdAt })
      .options({ condition: { attr: 'pk', exists: false } })
      .params(),
  };
}

/** An organisation as changed from its former `seq`. 2 WRU. */
function changedOrganisation(
  { seq, ...organisation }: KeptOrganisation,
  changedAt: string,
): Part {
  const item = { ...keys.organisation(organisation.id), ...organisation };
  return {
    write: OrganisationItem.build(PutTransaction)
      .item({ ...item, seq, changedAt })
      .options({ condition: { attr: 'seq', eq: seq - 1 } })
      .params(),
  };
}

/** A tree as it is kept from now on, and what writes it. */
export type NextTree = {
  readonly kept: Tree;
  readonly parts: readonly Part<TreeMoved>[];
};

/**
 * The tree in its next version, on condition that it still has the one before;
 * `tree-moved` if not. As a rule only the change is written, beside the version:
 * 2 to 8 WRU. When some 25 stand there, the tree is written as a whole with
 * them: 2 WRU per KB of the packed tree (700 for 10,000 organisations).
 */
function nextTree(tree: Tree): Result<NextTree, TreeFull> {
  const packed = packTree(tree);
  if (packed.byteLength > packedTreeBytes) return fail({ code: 'tree-full' });
  const { version } = tree;
  const isWhole = Buffer.byteLength(JSON.stringify(tree.recent)) > recentBytes;
  const recent = isWhole ? [] : [...tree.recent];
  const refusal: TreeMoved = { code: 'tree-moved' };
  const news = TreeVersionItem.build(PutTransaction)
    .item({ ...keys.treeVersion, version, recent })
    .options({
      condition:
        version === 1
          ? { attr: 'pk', exists: false }
          : { attr: 'version', eq: version - 1 },
    })
    .params();
  const snapshot = TreeSnapshotItem.build(PutTransaction)
    .item({ ...keys.treeSnapshot, version, packed })
    .params();
  return ok({
    kept: { ...tree, recent },
    parts: [
      { write: news, refusal },
      ...(isWhole ? [{ write: snapshot, refusal }] : []),
    ],
  });
}

/** On condition that an organisation is there and open. 2 WRU. */
function organisationOpen(id: string, pointer = ''): Part<RuleBroken> {
  const write: Write = OrganisationItem.build(ConditionCheck)
    .key(keys.organisation(id))
    .condition({
      and: [
        { attr: 'pk', exists: true },
        { attr: 'closedAt', exists: false },
      ],
    })
    .params();
  const facts = { pointer, rule: 'organisation-closed', organisation: id };
  return { write, refusal: { code: 'rule-broken', errors: [facts] } };
}

/** On condition that the person exists, else `unknown`. 2 WRU. */
function personExists(id: string): Part<Unknown> {
  const write: Write = PersonItem.build(ConditionCheck)
    .key(keys.person(id))
    .condition({ attr: 'pk', exists: true })
    .params();
  return { write, refusal: unknown };
}

/**
 * A new person and the sign-in that leads to them, on condition that nobody
 * has that sign-in. 2 WRU each.
 */
function newPerson(
  profile: Profile,
  identity: { readonly issuer: string; readonly subject: string },
): Part[] {
  const { issuer, subject } = identity;
  const isFree = { condition: { attr: 'pk', exists: false } } as const;
  const person = PersonItem.build(PutTransaction)
    .item({
      ...keys.person(profile.id),
      ...profile,
      identities: [{ issuer, subject }],
    })
    .options(isFree)
    .params();
  const bound = IdentityItem.build(PutTransaction)
    .item({ ...keys.identity(issuer, subject), person: profile.id })
    .options(isFree)
    .params();
  return [{ write: person }, { write: bound }];
}

/**
 * A membership as it is from now on, on condition that it is still as its
 * `seq` says; without roles it has ended, and is kept among the former ones. 2
 * WRU, and 1 for the index (2 when it ends or begins again).
 */
function membershipNow(held: KeptMembership, changedAt: string): Part {
  const { person, organisation, seq, roles, terms } = held;
  const condition =
    seq === 1
      ? ({ attr: 'pk', exists: false } as const)
      : ({ attr: 'seq', eq: seq - 1 } as const);
  const state = roles.length === 0 ? 'ended' : 'current';
  return {
    write: MembershipItem.build(PutTransaction)
      .item({
        ...keys.membership(person, organisation),
        person,
        organisation,
        roles: [...roles],
        ...(terms && { terms }),
        seq,
        changedAt,
        ownerPk: keys.membersOf(organisation, state),
        ownerSk: person,
      })
      .options({ condition })
      .params(),
  };
}

/** No membership any more, if it is still as its `seq` says. 2 WRU, 1 index. */
function noMembership({ person, organisation, seq }: KeptMembership): Part {
  return {
    write: MembershipItem.build(DeleteTransaction)
      .key(keys.membership(person, organisation))
      .options({ condition: { attr: 'seq', eq: seq } })
      .params(),
  };
}

/**
 * The links by which experts are found, for the specialities that begin and end
 * with a change of a membership. 3 WRU each.
 */
function specialitiesNow(before: Given, after: KeptMembership): Part[] {
  const { person, organisation } = after;
  const keyOf = (one: Speciality) => keys.speciality(person, organisation, one);
  const was = specialitiesOf(before);
  const is = specialitiesOf(after);
  const begun = beyond(is, was).map((one) =>
    SpecialityLink.build(PutTransaction)
      .item({
        ...keyOf(one),
        person,
        ownerPk: keys.expertsOf(one),
        ownerSk: `${person}#${organisation}`,
      })
      .params(),
  );
  const ended = beyond(was, is).map((one) =>
    SpecialityLink.build(DeleteTransaction).key(keyOf(one)).params(),
  );
  return [...begun, ...ended].map((write) => ({ write }));
}

/** Part of a person as it is from now on, else `unknown`. 2 WRU. */
function personChanged(
  id: string,
  changed: Partial<
    Pick<Profile, 'language' | 'mutedMail' | 'tokensValidAfter'>
  >,
): Part<Unknown> {
  return {
    write: PersonItem.build(UpdateTransaction)
      .item({ ...keys.person(id), ...changed })
      .options({ condition: { attr: 'pk', exists: true } })
      .params(),
    refusal: unknown,
  };
}

/**
 * A person without their former second factor: sign-ins until now no longer
 * count, and an account that was opened again is approved. 2 WRU.
 */
function factorReset(id: string, tokensValidAfter: string): Part<Unknown> {
  return {
    write: PersonItem.build(UpdateTransaction)
      .item({
        ...keys.person(id),
        tokensValidAfter,
        unapprovedIssuer: $remove(),
      })
      .options({ condition: { attr: 'pk', exists: true } })
      .params(),
    refusal: unknown,
  };
}

/**
 * One more sign-in of a person, on condition that nobody has it; those of
 * before stay. Where it is not approved, privileged roles wait. 2 WRU each.
 */
function signInAgain(
  id: string,
  identity: { readonly issuer: string; readonly subject: string },
  { isApproved }: { readonly isApproved: boolean },
): Part[] {
  const { issuer, subject } = identity;
  const person = PersonItem.build(UpdateTransaction)
    .item({
      ...keys.person(id),
      identities: $append([{ issuer, subject }]),
      ...(!isApproved && { unapprovedIssuer: issuer }),
    })
    .options({ condition: { attr: 'pk', exists: true } })
    .params();
  const bound = IdentityItem.build(PutTransaction)
    .item({ ...keys.identity(issuer, subject), person: id })
    .options({ condition: { attr: 'pk', exists: false } })
    .params();
  return [{ write: person }, { write: bound }];
}

/**
 * A new machine client and the sign-in that leads to it, on condition that
 * nobody has that sign-in. 2 WRU each, and 1 for the index.
 */
function newClient(client: KeptClient): Part[] {
  const { id, organisation, issuer, subject } = client;
  const isFree = { condition: { attr: 'pk', exists: false } } as const;
  const kept = ClientItem.build(PutTransaction)
    .item({
      ...keys.client(id),
      ...client,
      ownerPk: keys.clientsOf(organisation),
      ownerSk: id,
    })
    .options(isFree)
    .params();
  const bound = IdentityItem.build(PutTransaction)
    .item({ ...keys.identity(issuer, subject), client: id })
    .options(isFree)
    .params();
  return [{ write: kept }, { write: bound }];
}

/** The end of a machine client and of its sign-in. 2 WRU each, 1 index. */
function endedClient({ id, issuer, subject }: KeptClient): Part[] {
  const isThere = { condition: { attr: 'pk', exists: true } } as const;
  const kept = ClientItem.build(DeleteTransaction)
    .key(keys.client(id))
    .options(isThere)
    .params();
  const bound = IdentityItem.build(DeleteTransaction)
    .key(keys.identity(issuer, subject))
    .params();
  return [{ write: kept }, { write: bound }];
}

/** The operators from now on, as changed from their former `seq`. 2 WRU. */
function operatorsNow({ held, seq }: Operators): Part {
  const condition =
    seq === 1
      ? ({ attr: 'pk', exists: false } as const)
      : ({ attr: 'seq', eq: seq - 1 } as const);
  return {
    write: OperatorsItem.build(PutTransaction)
      .item({ ...keys.operators, held: [...held], seq })
      .options({ condition })
      .params(),
  };
}

/**
 * One entry more in an organisation's chain, on condition that the chain still
 * stands where it did; `chain-moved` if not. 5 WRU, and 3 per KB of the body, which
 * is found by its actor.
 */
function link({ organisation, before, chain, entry }: Link): Part<Moved>[] {
  const { header, body } = entry;
  const condition: Condition<typeof ChainItem> =
    before === undefined
      ? { attr: 'pk', exists: false }
      : {
          and: [
            { attr: 'seq', eq: before.seq },
            { attr: 'epoch', eq: before.epoch },
          ],
        };
  const head = ChainItem.build(PutTransaction)
    .item({ ...keys.chain(organisation), ...chain })
    .options({ condition })
    .params();
  const bodyWrite = BodyItem.build(PutTransaction)
    .item({
      ...historyKeys.body(organisation, header),
      body,
      ownerPk: keys.actedBy(body.actor),
      ownerSk: `${organisation}#${historyKeys.body(organisation, header).sk}`,
    })
    .params();
  return [
    { write: head, refusal: { code: 'chain-moved' } },
    headerPart(header),
    { write: bodyWrite },
  ];
}

/** A header of an organisation's chain. 3 WRU with the index. */
export function headerPart(header: OrganisationHeader): Part<never> {
  const { organisation } = header;
  return {
    write: HeaderItem.build(PutTransaction)
      .item({
        ...historyKeys.header(organisation, header),
        ...header,
        ...historyKeys.day(organisation, header),
      })
      .params(),
  };
}

/** The writes of the `directory` table, as parts of a transaction. */
export const directoryParts = {
  newOrganisation,
  changedOrganisation,
  nextTree,
  organisationOpen,
  personExists,
  newPerson,
  membershipNow,
  noMembership,
  specialitiesNow,
  personChanged,
  factorReset,
  signInAgain,
  newClient,
  endedClient,
  operatorsNow,
  link,
};
export type DirectoryParts = typeof directoryParts;
