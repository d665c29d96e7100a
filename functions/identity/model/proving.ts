import * as z from 'zod';
import {
  type HistoryBody,
  permissionSets,
  roles,
} from '../../platform/contract.ts';
import { bodyHashOf } from '../../platform/history.ts';
import {
  type Chain,
  chainOf,
  isFork,
  type KeptHistory,
  placeOf,
  recoveryRule,
} from '../../platform/torn-history.ts';
import type { OrganisationHeader } from '../history/contract.ts';
import { RoleTerms } from '../member/contract.ts';
import { beyond, type Given, inOrder, withRole } from './membership.ts';

const Members = z.array(
  z.object({
    person: z.string(),
    after: z.array(z.object({ role: z.enum(roles), ...RoleTerms.shape })),
  }),
);
const Clients = z.array(
  z.object({
    client: z.string(),
    after: z.object({ permissions: z.enum(permissionSets) }).optional(),
  }),
);

/** What one entry says: where it stands, and whether a recovery wrote it. */
export type Proof<T> = {
  readonly seq: number;
  readonly time: string;
  readonly isRecovery: boolean;
  readonly after: T;
};

/** An entry that leads to the head, with the body that its header is of. */
export type Proven = {
  readonly header: OrganisationHeader;
  readonly body: HistoryBody | undefined;
};

/** What an organisation's entries prove, and what others of them hint at. */
export type Evidence = {
  readonly chain: Chain<OrganisationHeader>;
  readonly proven: readonly Proven[];
  /**
   * Bodies that no header of the chain proves: later ones that arrived in part.
   * They give nothing; what they say was taken away is taken away.
   */
  readonly hints: readonly {
    readonly seq: number;
    readonly body: HistoryBody;
  }[];
};

export function evidenceOf(kept: KeptHistory<OrganisationHeader>): Evidence {
  const chain = chainOf(kept);
  const bodies = new Map(kept.bodies.map((one) => [placeOf(one), one.body]));
  const proven = chain.headers.map((header): Proven => {
    const body = bodies.get(placeOf(header));
    const isIts = body !== undefined && bodyHashOf(body) === header.bodyHash;
    return { header, body: isIts ? body : undefined };
  });
  const known = new Set(chain.headers.map(placeOf));
  const hints = kept.bodies.filter(
    (one) => !known.has(placeOf(one)) && !isFork(one, chain.headers),
  );
  return { chain, proven, hints };
}

/** By person, what entries say of their roles, in the order of the entries. */
export function membersProven({ proven }: Evidence) {
  return proofsOf(proven, (body) =>
    membersIn(body).map(({ person, after }) => [person, after]),
  );
}

/** By machine client, what it may, or that it has ended. */
export function clientsProven({ proven }: Evidence) {
  return proofsOf(proven, (body) =>
    clientsIn(body).map(({ client, after }) => [client, after?.permissions]),
  );
}

/** Roles by person, as one entry's body has them. */
export function membersIn({ facts }: HistoryBody) {
  const { data = [] } = Members.safeParse(facts.members);
  return data.map(({ person, after }) => ({ person, after: givenOf(after) }));
}

/** Machine clients, as one entry's body has them. */
export function clientsIn({ facts }: HistoryBody) {
  return Clients.safeParse(facts.clients).data ?? [];
}

function proofsOf<T>(
  proven: readonly Proven[],
  said: (body: HistoryBody) => readonly (readonly [string, T])[],
): Map<string, Proof<T>[]> {
  const found = new Map<string, Proof<T>[]>();
  for (const { header, body } of proven) {
    if (body === undefined) continue;
    const { seq, time } = header;
    const isRecovery = body.actor === recoveryRule;
    for (const [whose, after] of said(body)) {
      const proofs = found.get(whose) ?? [];
      proofs.push({ seq, time, isRecovery, after });
      found.set(whose, proofs);
    }
  }
  return found;
}

function givenOf(after: z.infer<typeof Members>[number]['after']): Given {
  return after.reduce<Given>(
    (given, { role, ...terms }) => withRole(given, role, terms),
    { roles: [] },
  );
}

/**
 * What both give: roles that both have, on the narrower terms of the two. For
 * when nobody knows which of them is right.
 */
export function least(one: Given, other: Given): Given {
  const both = inOrder(one.roles.filter((role) => other.roles.includes(role)));
  return both.reduce<Given>(
    (given, role) =>
      withRole(
        given,
        role,
        narrower(one.terms?.[role] ?? {}, other.terms?.[role] ?? {}),
      ),
    { roles: [] },
  );
}

function narrower(one: RoleTerms, other: RoleTerms): RoleTerms {
  const from = [one.from, other.from].filter(isThere).toSorted().at(-1);
  const until = [one.until, other.until].filter(isThere).toSorted().at(0);
  const [some, others] = [one.specialities ?? [], other.specialities ?? []];
  const specialities = beyond(some, beyond(some, others));
  return {
    ...(from !== undefined && { from }),
    ...(until !== undefined && { until }),
    ...(specialities.length > 0 && { specialities }),
  };
}

function isThere(date: string | undefined): date is string {
  return date !== undefined;
}
