import { isDeepStrictEqual } from 'node:util';
import {
  type DynamoDBDocumentClient,
  paginateScan,
} from '@aws-sdk/lib-dynamodb';
import { routes } from '../functions/identity/contract.ts';
import { ApiProblem, type Client } from '../local/client.ts';
import type { Chance } from './chance.ts';
import { patiently } from './loading.ts';
import type { Staff } from './people.ts';
import type { Item, Snapshot } from './writing.ts';

/** An organisation that people changed: what its commands wrote, before and after each. */
export type Organised = {
  readonly id: string;
  readonly states: readonly Snapshot[];
};

/** What people did to organisations, and the tree after each of their commands. */
export type Organising = {
  readonly organisations: readonly Organised[];
  readonly trees: readonly Snapshot[];
};

type Needs = {
  readonly dynamoDb: DynamoDBDocumentClient;
  readonly table: string;
  readonly operator: Client;
  readonly chance: Chance;
  readonly staff: Staff;
};

const speciality = {
  learningStage: 'xy:learning-stage/junior-secondary',
  subject: 'xy:subject/physics',
} as const;

/**
 * Goes on changing organisations through the API, each step a command with its
 * transaction: schools that are made, renamed and moved, and members whose roles
 * are given and taken. Keeps what each left in the directory.
 */
export async function keepOrganising(
  needs: Needs,
  count: number,
): Promise<Organising> {
  const organisations: Organised[] = [];
  const first = await directoryNow(needs);
  const trees = [treeIn(first)];
  for (let n = 0; n < count; n += 1) {
    const scans = [await directoryNow(needs)];
    const noted = async <T>(command: () => Promise<T>): Promise<T> => {
      const done = await patiently(command);
      const scan = await directoryNow(needs);
      scans.push(scan);
      if (!isDeepStrictEqual(treeIn(scan), trees.at(-1))) {
        trees.push(treeIn(scan));
      }
      return done;
    };
    const id = await organise(needs, noted);
    organisations.push({ id, states: touchedIn(scans) });
  }
  return { organisations, trees };
}

type Noted = <T>(command: () => Promise<T>) => Promise<T>;

/** One school from its first day on, in an order that chance picks. */
async function organise(
  { chance, operator, staff }: Needs,
  noted: Noted,
): Promise<string> {
  const name = () => `演练学校 ${chance.digits(8)}`;
  const made = await noted(() =>
    operator.call(routes.createOrganisation, {
      body: { kind: 'school', name: name(), parent: staff.bureau },
      idempotencyKey: chance.digits(32),
    }),
  );
  const { id } = made.body;
  const joined = async (role: 'teacher' | 'expert') => {
    const username = `drill-${chance.digits(12)}`;
    const body = { username, name: '演练成员', roles: [role] };
    const { body: one } = await noted(() =>
      operator.call(routes.addMember, { params: { id }, body }),
    );
    return one.person.id;
  };
  const member = await joined('teacher');
  const params = (role: string) => ({ id, personId: member, role });
  const give = (role: string, body?: object) => () =>
    noted(() =>
      operator.call(routes.grantRole, {
        params: params(role),
        ...(body && { body }),
      }),
    );
  const take = (role: string) => () =>
    noted(() => operator.call(routes.revokeRole, { params: params(role) }));
  const change = async (route: 'rename' | 'move') => {
    const { etag } = await operator.call(routes.organisation, {
      params: { id },
    });
    const asked = { params: { id }, ifMatch: etag };
    await noted<unknown>(() =>
      route === 'rename'
        ? operator.call(routes.renameOrganisation, {
            ...asked,
            body: { name: name() },
          })
        : operator.call(routes.moveOrganisation, {
            ...asked,
            body: { parent: staff.school },
          }),
    );
  };
  await give('librarian')();
  const left: (() => Promise<unknown>)[] = [
    take('librarian'),
    give('expert', { specialities: [speciality] }),
    () => change('rename'),
    () => change('move'),
    () => joined('expert'),
  ];
  while (left.length > 0) {
    const [step] = left.splice(chance.number(left.length), 1);
    await step?.();
  }
  return id;
}

/** Renames all that are left of them: a chain and a tree that differ refuse it. */
export async function changeAgain(
  operator: Client,
  ids: readonly string[],
): Promise<void> {
  for (const id of ids) {
    try {
      const { body, etag } = await operator.call(routes.organisation, {
        params: { id },
      });
      await patiently(() =>
        operator.call(routes.renameOrganisation, {
          ...{ params: { id }, ifMatch: etag },
          body: { name: `${body.name}。` },
        }),
      );
    } catch (error) {
      const isGone = error instanceof ApiProblem && error.status === 404;
      if (!isGone) throw error;
    }
  }
}

/** All items of the directory, by partition and sort key. It is a drill's: small. */
async function directoryNow({
  dynamoDb,
  table: TableName,
}: Needs): Promise<Snapshot> {
  const all = new Map<string, Item>();
  for await (const { Items = [] } of paginateScan(
    { client: dynamoDb },
    { TableName, ConsistentRead: true },
  )) {
    for (const one of Items) all.set(`${one.pk} ${one.sk}`, one);
  }
  return all;
}

export function treeIn(all: Snapshot): Snapshot {
  return new Map([...all].filter(([key]) => key.startsWith('TREE ')));
}

/** Of some scans the items that any command between them wrote; not the tree. */
export function touchedIn(scans: readonly Snapshot[]): Snapshot[] {
  const [first = new Map<string, Item>()] = scans;
  const keys = new Set(scans.flatMap((one) => [...one.keys()]));
  const touched = [...keys].filter(
    (key) =>
      !key.startsWith('TREE ') &&
      scans.some((one) => !isDeepStrictEqual(one.get(key), first.get(key))),
  );
  return scans.map(
    (scan) =>
      new Map(
        touched.flatMap((key): [string, Item][] => {
          const item = scan.get(key);
          return item ? [[key, item]] : [];
        }),
      ),
  );
}
