import { paginateScan } from '@aws-sdk/lib-dynamodb';
import { directoryReads } from '../functions/identity/store/directory.ts';
import { dynamoDb } from '../functions/platform/clients.ts';
import type { HistoryBody } from '../functions/platform/contract.ts';
import { environment } from '../functions/platform/environment.ts';
import { exportedPart } from '../functions/seals/records.ts';
import { seals } from '../functions/seals/seals.ts';
import { verifyHistory } from '../verify/verify.mjs';

type Item = Record<string, unknown>;

/** What was found in the directory: how much was looked at, and what is wrong. */
export type VerifiedDirectory = {
  readonly organisations: number;
  readonly entries: number;
  readonly sealedEntries: number;
  readonly faulty: readonly { readonly id: string; readonly codes: string[] }[];
  readonly wrong: readonly string[];
};

const pageSize = 1_000;

/**
 * Every organisation's chain by the offline verifier; the tree by the
 * organisations' own items; and each membership by the last entry about it that
 * is no fork. By what stands there alone: nothing of how a
 * recovery judges.
 */
export async function verifiedDirectory(): Promise<VerifiedDirectory> {
  const items = await directoryNow();
  const organisations = items.filter(({ sk }) => sk === 'ORGANISATION');
  const chains = await Promise.all(
    organisations.map(({ pk }) => verifiedChain(String(pk))),
  );
  const given = new Map(chains.flatMap(({ roles }) => [...roles]));
  const members = items.filter(({ sk }) => String(sk).startsWith('M#'));
  const wrongRoles = members.flatMap(({ organisation, person, roles }) => {
    const place = `${person}@${organisation}`;
    const is = [...(roles as string[])].toSorted().join();
    return is === given.get(place) ? [] : [`${place}: ${is}`];
  });
  const { organisations: nodes } = await directoryReads.tree({
    consistent: true,
  });
  const wrongNodes = organisations.flatMap(({ name, parent, pk }) => {
    const node = nodes.get(String(pk));
    return node?.name === name && node?.parent === parent ? [] : [String(pk)];
  });
  const isCounted = nodes.size === organisations.length;
  return {
    organisations: organisations.length,
    entries: chains.reduce((sum, { entries }) => sum + entries, 0),
    sealedEntries: chains.reduce((sum, { sealed }) => sum + sealed, 0),
    faulty: chains.filter(({ codes }) => codes.length > 0),
    wrong: [
      ...wrongRoles,
      ...wrongNodes,
      ...(isCounted ? [] : [`${nodes.size} organisations in the tree`]),
    ],
  };
}

async function verifiedChain(id: string) {
  const chain = await directoryReads.chain(id);
  if (chain === undefined) throw new Error(`${id} has no chain.`);
  const { epoch, seq, lastHash: hash } = chain;
  const page = { limit: pageSize, after: undefined };
  const wanted = { withBodies: true, isConsistent: true };
  const record = await directoryReads.history(id, page, wanted);
  const { part } = await exportedPart(
    seals,
    { kind: 'organisation', id, last: { epoch, seq, hash } } as const,
    { ...record, withBodies: true },
  );
  const report = verifyHistory([part]);
  const bodies = part.entries.flatMap(({ body, header }) =>
    isFork(header, part.entries) || !body ? [] : [body],
  );
  return {
    id,
    codes: report.faults.map(({ code }) => code),
    entries: report.entries.length,
    sealed: report.entries.filter(({ status }) => status === 'sealed').length,
    roles: rolesIn(id, bodies),
  };
}

/** Whether a later epoch has gone on from before this entry. */
function isFork(
  { epoch, seq }: { readonly epoch: number; readonly seq: number },
  all: readonly {
    readonly header: { readonly epoch: number; readonly seq: number };
  }[],
): boolean {
  return all.some(({ header }) => header.epoch > epoch && header.seq <= seq);
}

type Said = {
  readonly person: string;
  readonly after: readonly { readonly role: string }[];
};

/** By person and place, the roles that the last entry about them gives. */
function rolesIn(id: string, bodies: readonly HistoryBody[]) {
  const said = bodies.flatMap(
    ({ facts }) => (facts.members ?? []) as unknown as readonly Said[],
  );
  return new Map(
    said.map(({ after, person }): [string, string] => [
      `${person}@${id}`,
      after
        .map(({ role }) => role)
        .toSorted()
        .join(),
    ]),
  );
}

async function directoryNow(): Promise<Item[]> {
  const all: Item[] = [];
  const TableName = environment('DIRECTORY_TABLE');
  for await (const { Items = [] } of paginateScan(
    { client: dynamoDb },
    { TableName, ConsistentRead: true },
  )) {
    all.push(...Items);
  }
  return all;
}
