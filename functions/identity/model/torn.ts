import type { PermissionSet } from '../../platform/contract.ts';
import {
  type KeptHistory,
  type Tear,
  tornEntries,
} from '../../platform/torn-history.ts';
import type { Organisation } from '../contract.ts';
import type { OrganisationHeader } from '../history/contract.ts';
import type { Speciality } from '../member/contract.ts';
import {
  beyond,
  type Given,
  isSameGiven,
  specialitiesOf,
} from './membership.ts';
import {
  clientsIn,
  clientsProven,
  type Evidence,
  evidenceOf,
  least,
  membersIn,
  membersProven,
  type Proof,
} from './proving.ts';
import { type OrganisationAt, shapeProven } from './shape.ts';

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

/** A membership as it is judged. */
export type JudgedMember = {
  readonly person: PersonThere;
  /** What the entries prove of it; undefined: nothing, there is none. */
  readonly told: Given | undefined;
  /** How it should be from now on; undefined: there should be none. */
  readonly due: Given | undefined;
  /** Whether the entries prove somebody whom nothing says who they are. */
  readonly isLost: boolean;
  /** Whether an entry has yet to say how it is from now on. */
  readonly isNews: boolean;
};

/** A machine client as it is judged: told by entries, and due from now on. */
export type JudgedClient = {
  readonly client: ClientThere;
  readonly told: PermissionSet | undefined;
  readonly isDue: boolean;
};

/** One organisation as it is judged. */
export type Judged = {
  readonly torn: readonly TornDirectory[];
  /** As it should be; undefined: there is none, or nothing says what it was. */
  readonly organisation: OrganisationAt | undefined;
  /** Those of whom anything is to be doubted: they changed of late. */
  readonly members: readonly JudgedMember[];
  readonly clients: readonly JudgedClient[];
};

type Found = Omit<TornDirectory, 'of'>;

/**
 * What of an organisation is torn, by where its chain stands. Entries that lead
 * there are believed; roles that none of them proves do not count. What is from
 * before `since` was not torn by the loss, and is believed as it is.
 */
export function judgeOrganisation(kept: KeptRecord, since: string): Judged {
  const evidence = evidenceOf(kept);
  const shape = shapeProven(kept, evidence);
  const members = judgeMembers(kept, evidence, since);
  const clients = judgeClients(kept, evidence, since);
  const own: Found[] = [
    ...tornEntries(kept, evidence.chain, since),
    ...(shape.tear
      ? [{ item: 'organisation' as const, tear: shape.tear, which: kept.id }]
      : []),
    ...members.flatMap(({ torn }) => torn),
    ...clients.flatMap(({ torn }) => torn),
  ];
  const torn = own.map((one) => ({
    of: one.item === 'person' ? one.which : kept.id,
    ...one,
  }));
  return {
    torn,
    organisation: shape.organisation,
    members: members.map(({ judged }) => judged),
    clients: clients.map(({ judged }) => judged),
  };
}

/** Whom an organisation's entries name, but for those told of before `since`. */
export function namedIn(
  kept: KeptHistory<OrganisationHeader>,
  since: string,
): { readonly people: Set<string>; readonly clients: Set<string> } {
  const { hints, proven } = evidenceOf(kept);
  const bodies = [
    ...proven
      .filter(({ header }) => header.time >= since)
      .flatMap(({ body }) => body ?? []),
    ...hints.map(({ body }) => body),
  ];
  return {
    people: new Set(bodies.flatMap(membersIn).map(({ person }) => person)),
    clients: new Set(bodies.flatMap(clientsIn).map(({ client }) => client)),
  };
}

type Verdict<T> = { readonly judged: T; readonly torn: readonly Found[] };

function judgeMembers(
  { people }: KeptRecord,
  evidence: Evidence,
  since: string,
): Verdict<JudgedMember>[] {
  const proven = membersProven(evidence);
  return people.flatMap((person) => {
    const proofs = proven.get(person.id) ?? [];
    const last = proofs.at(-1);
    const isProven = last !== undefined && last.time >= since;
    const isNew = (person.held?.changedAt ?? '') >= since && person.held;
    const hints = evidence.hints
      .filter(({ seq }) => seq > (last?.seq ?? 0))
      .flatMap(({ body }) => membersIn(body))
      .filter((one) => one.person === person.id)
      .map(({ after }) => after);
    if (!isProven && !isNew && hints.length === 0) return [];
    // From before the loss, and by no entry since: it is as it is kept.
    const told = isProven || isNew ? last?.after : person.held;
    return [judgeMember(person, { proofs, hints, since, isProven, told })];
  });
}

function judgeMember(
  person: PersonThere,
  {
    hints,
    isProven,
    proofs,
    since,
    told,
  }: {
    readonly proofs: readonly Proof<Given>[];
    readonly hints: readonly Given[];
    readonly since: string;
    readonly isProven: boolean;
    readonly told: Given | undefined;
  },
): Verdict<JudgedMember> {
  const { held, id, isKnown, links } = person;
  const last = proofs.at(-1);
  // A recovery has said before that they are gone.
  const isTold = last?.isRecovery === true && last.after.roles.length === 0;
  const isLost = isProven && !isKnown;
  const tear = tearOf(held, { told, isProven, isTold, proofs, since });
  const doubts = tear === 'ahead' && held ? [held, ...hints] : hints;
  const due = told && isKnown ? doubts.reduce(least, told) : undefined;
  const torn: Found[] = [
    ...(tear ? [{ item: 'membership' as const, tear, which: id }] : []),
    ...(isLost && !isTold
      ? [{ item: 'person' as const, tear: 'lost' as const, which: id }]
      : []),
    ...tornLinks(id, links, told ? specialitiesOf(told) : []),
  ];
  const isNews =
    (isLost && !isTold) || !isSameGiven(told ?? nothing, due ?? nothing);
  return { judged: { person, told, due, isLost, isNews }, torn };
}

const nothing: Given = { roles: [] };

/** Whether a membership is as the entries prove it, older, or newer. */
function tearOf(
  held: MembershipAt | undefined,
  {
    isProven,
    isTold,
    proofs,
    since,
    told,
  }: {
    readonly told: Given | undefined;
    readonly isProven: boolean;
    readonly isTold: boolean;
    readonly proofs: readonly Proof<Given>[];
    readonly since: string;
  },
): Tear | undefined {
  if (held === undefined) return isProven && !isTold ? 'lost' : undefined;
  if (told && isSameGiven(held, told)) return undefined;
  const before = proofs.at(-2)?.time ?? '';
  const isOlder =
    isProven && (held.changedAt < since || held.changedAt <= before);
  return isOlder ? 'behind' : 'ahead';
}

/** Links by which experts are found that are not those that are due. */
export function tornLinks(
  person: string,
  is: readonly Speciality[],
  due: readonly Speciality[],
): Found[] {
  const found = (tear: Tear) => (of: Speciality) => ({
    item: 'speciality' as const,
    tear,
    which: `${person}#${of.learningStage}#${of.subject}`,
  });
  return [
    ...beyond(due, is).map(found('lost')),
    ...beyond(is, due).map(found('ahead')),
  ];
}

function judgeClients(
  { clients }: KeptRecord,
  evidence: Evidence,
  since: string,
): Verdict<JudgedClient>[] {
  const proven = clientsProven(evidence);
  return clients.flatMap((client) => {
    const last = proven.get(client.id)?.at(-1);
    const isProven = last !== undefined && last.time >= since;
    const isNew = client.kept !== undefined && client.kept.createdAt >= since;
    const isWhole = client.kept === undefined || client.signsIn;
    if (!isProven && !isNew && isWhole) return [];
    const hasEnded = evidence.hints
      .filter(({ seq }) => seq > (last?.seq ?? 0))
      .flatMap(({ body }) => clientsIn(body))
      .some((one) => one.client === client.id && one.after === undefined);
    return [judgeClient(client, { last, isProven, isNew, hasEnded })];
  });
}

/**
 * A machine client by its entries. One from before whose sign-in is gone was
 * ended, as far as anybody can tell: it stays so.
 */
function judgeClient(
  client: ClientThere,
  {
    hasEnded,
    isNew,
    isProven,
    last,
  }: {
    readonly last: Proof<PermissionSet | undefined> | undefined;
    readonly isProven: boolean;
    readonly isNew: boolean;
    readonly hasEnded: boolean;
  },
): Verdict<JudgedClient> {
  const { id, kept, signsIn } = client;
  const isBelieved = !isProven && !isNew;
  const told = isBelieved ? kept?.permissions : last?.after;
  const found = (item: 'client' | 'identity', tear: Tear): Found => ({
    item,
    tear,
    which: id,
  });
  const torn: Found[] = [];
  if (told && !kept) torn.push(found('client', 'lost'));
  if (!told && kept) torn.push(found('client', isProven ? 'behind' : 'ahead'));
  if (told && kept && !signsIn) torn.push(found('identity', 'lost'));
  if (!told && signsIn) torn.push(found('identity', 'ahead'));
  const isDue =
    told !== undefined &&
    kept !== undefined &&
    !hasEnded &&
    (signsIn || isProven);
  return { judged: { client, told, isDue }, torn };
}
