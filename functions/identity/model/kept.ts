import type { PermissionSet } from '../../platform/contract.ts';
import type { KeptHistory, Tear } from '../../platform/torn-history.ts';
import type { Organisation } from '../contract.ts';
import type { OrganisationHeader } from '../history/contract.ts';
import type { Speciality } from '../member/contract.ts';
import type { Given } from './membership.ts';
import type { OrganisationAt } from './shape.ts';

/** What of the directory may be torn. */
export const items = [
  'header',
  'body',
  'organisation',
  'membership',
  'person',
  'client',
  'identity',
  'speciality',
  'entry',
  'tree',
  'operator',
] as const;
export type DirectoryItem = (typeof items)[number];

/** Items that follow from the others: they are put right, and no entry tells. */
export const following: readonly DirectoryItem[] = [
  'identity',
  'speciality',
  'entry',
  'tree',
  'operator',
];

/**
 * One item of the directory that does not fit what is believed: replication
 * copies items, not transactions.
 */
export type TornDirectory = {
  /** The organisation, the person or the machine client; `TREE`, `OPERATORS`. */
  readonly of: string;
  readonly item: DirectoryItem;
  readonly tear: Tear;
  /** `<epoch>#<seq>`, an id, a number of a register, or a speciality's key. */
  readonly which: string;
};

/** A membership as it is kept. */
export type MembershipAt = Given & {
  readonly seq: number;
  readonly changedAt: string;
};

/** Somebody whom an organisation's entries name, or whose roles changed there. */
export type PersonThere = {
  readonly id: string;
  /** Whether anything says who they are. */
  readonly isKnown: boolean;
  readonly held: MembershipAt | undefined;
  readonly links: readonly Speciality[];
};

/** A machine client that an organisation has, or had. */
export type ClientThere = {
  readonly id: string;
  readonly kept:
    | { readonly permissions: PermissionSet; readonly createdAt: string }
    | undefined;
  /** Whether its sign-in leads to it. */
  readonly signsIn: boolean;
};

/** All that the directory has of one organisation, however it was left. */
export type KeptRecord = KeptHistory<OrganisationHeader> & {
  readonly id: string;
  readonly organisation: OrganisationAt | undefined;
  /** As the tree has it. */
  readonly node: Organisation | undefined;
  readonly people: readonly PersonThere[];
  readonly clients: readonly ClientThere[];
};

export type Found = Omit<TornDirectory, 'of'>;

/** How one is judged, and what of them is torn. */
export type Verdict<T> = {
  readonly judged: T;
  readonly torn: readonly Found[];
};
