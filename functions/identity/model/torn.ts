import { type KeptHistory, tornEntries } from '../../platform/torn-history.ts';
import type { OrganisationHeader } from '../history/contract.ts';
import type { Found, KeptRecord, TornDirectory } from './kept.ts';
import { clientsIn, evidenceOf, membersIn } from './proving.ts';
import { type OrganisationAt, shapeProven } from './shape.ts';
import { type JudgedClient, judgeClients } from './torn-clients.ts';
import { type JudgedMember, judgeMembers } from './torn-members.ts';

/** One organisation as it is judged. */
export type Judged = {
  readonly torn: readonly TornDirectory[];
  /** As it should be; undefined: there is none, or nothing says what it was. */
  readonly organisation: OrganisationAt | undefined;
  /** Those of whom anything is to be doubted: they changed of late. */
  readonly members: readonly JudgedMember[];
  readonly clients: readonly JudgedClient[];
};

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
