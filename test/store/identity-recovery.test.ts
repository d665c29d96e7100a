import { setTimeout } from 'node:timers/promises';
import { DeleteCommand, PutCommand, paginateScan } from '@aws-sdk/lib-dynamodb';
import { ulid } from 'ulid';
import { beforeAll, expect, test } from 'vitest';
import { directoryRecovering } from '../../functions/identity/recovering.ts';
import { registerClient } from '../../functions/identity/service/clients.ts';
import { makeFirstOperator } from '../../functions/identity/service/first-operator.ts';
import { readOrganisationHistory } from '../../functions/identity/service/history.ts';
import {
  grantRole,
  revokeRole,
} from '../../functions/identity/service/members.ts';
import { addMember } from '../../functions/identity/service/new-member.ts';
import {
  createOrganisation,
  renameOrganisation,
} from '../../functions/identity/service/organisations.ts';
import { dynamoDb } from '../../functions/platform/clients.ts';
import type { Person, Role } from '../../functions/platform/contract.ts';
import { environment } from '../../functions/platform/environment.ts';
import type { Result } from '../../functions/platform/result.ts';
import { judgeDirectory } from '../../recover/judging.ts';
import { faultsOf } from '../support/chain.ts';
import { needs, outsideIssuer, signedInAs } from './identity-needs.ts';
import { commit, ownDirectory } from './identity-table.ts';

ownDirectory();

type Item = Record<string, unknown>;

const newId = (prefix: string) => `${prefix}_${ulid()}`;
const username = () => `u${ulid().toLowerCase()}`;
const root = username();
let bureau: string;
let operator: Person;

beforeAll(async () => {
  const first = { username: root, name: '首位运维', organisation: '教育局' };
  const made = await makeFirstOperator({ ...needs(), newId }, first);
  if (made.outcome !== 'made') throw new Error(made.reason);
  bureau = made.organisation;
  operator = await signedInAs(root);
});

function got<T>(result: Result<T, { readonly code: string }>): T {
  if (result.ok) return result.value;
  throw new Error(JSON.stringify(result.error));
}

async function school(): Promise<string> {
  const asked = { kind: 'school', name: ulid(), parent: bureau } as const;
  const own = { ...needs(), newId: () => newId('org') };
  return got(await createOrganisation(own, operator, asked)).id;
}

async function member(organisation: string, ...roles: Role[]) {
  const identity = { issuer: outsideIssuer, subject: ulid() };
  const asked = { organisation, identity, name: '王老师', roles };
  const own = { ...needs(), newId: () => newId('per') };
  return got(await addMember(own, operator, asked)).person.id;
}

const keyOf = ({ pk, sk }: Item) => `${pk} ${sk}`;

async function everything(): Promise<Map<string, Item>> {
  const all = new Map<string, Item>();
  const TableName = environment('DIRECTORY_TABLE');
  for await (const { Items = [] } of paginateScan(
    { client: dynamoDb },
    { TableName, ConsistentRead: true },
  )) {
    for (const one of Items) all.set(keyOf(one), one);
  }
  return all;
}

/** Does something, and takes away again what it wrote to some of its items. */
async function torn<T>(
  command: () => Promise<T>,
  isTaken: (key: string) => boolean,
): Promise<T> {
  const before = await everything();
  const done = await command();
  const after = await everything();
  const TableName = environment('DIRECTORY_TABLE');
  let taken = 0;
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [before.get(key), after.get(key)];
    if (JSON.stringify(was) === JSON.stringify(is) || !isTaken(key)) continue;
    taken += 1;
    const { pk, sk } = was ?? is ?? {};
    await (was
      ? dynamoDb.send(new PutCommand({ TableName, Item: was }))
      : dynamoDb.send(new DeleteCommand({ TableName, Key: { pk, sk } })));
  }
  expect(taken).toBeGreaterThan(0);
  return done;
}

async function judged(repair: boolean, since: string): Promise<string[]> {
  const told = new Set<string>();
  await judgeDirectory(directoryRecovering(commit), {
    ...{ repair, since },
    tell: (found) => {
      for (const { item, of, tear, which } of found) {
        told.add(`${of} ${item} ${tear} ${which}`);
      }
    },
  });
  return [...told].toSorted();
}

test('given what replication lost of an hour in a directory, then just that is told, roles are those that entries prove, and all leads to each other', async () => {
  const since = new Date().toISOString();
  const [revoked, granted, renamed, joined, lost, system] = await Promise.all(
    Array.from({ length: 6 }, school),
  ).then((all) => all as [string, string, string, string, string, string]);
  const librarian = await member(revoked, 'teacher', 'librarian');
  const teacher = await member(granted, 'teacher');
  const expert = await member(joined, 'teacher');
  // Entries of one person are told apart by their time.
  await setTimeout(5);
  await torn(
    async () =>
      got(
        await revokeRole(needs(), operator, {
          ...{ organisation: revoked, person: librarian, role: 'librarian' },
        }),
      ),
    (key) => key.includes(' M#'),
  );
  await torn(
    async () =>
      got(
        await grantRole(needs(), operator, {
          ...{ organisation: granted, person: teacher, role: 'librarian' },
        }),
      ),
    (key) => key.startsWith('org_'),
  );
  const speciality = {
    learningStage: 'xy:learning-stage/primary',
    subject: 'xy:subject/music',
  } as const;
  await torn(
    async () =>
      got(
        await grantRole(needs(), operator, {
          ...{ organisation: joined, person: expert, role: 'expert' },
          terms: { specialities: [speciality] },
        }),
      ),
    (key) => key.includes(' X#'),
  );
  await torn(
    async () =>
      got(
        await renameOrganisation({ ...needs(), newId: () => '' }, operator, {
          id: renamed,
          name: '新校名',
          ifMatch: '"1"',
        }),
      ),
    (key) => key.endsWith(' ORGANISATION') || key.startsWith('TREE'),
  );
  const ghost = await torn(
    () => member(joined, 'teacher'),
    (key) => key.startsWith('org_') || key.includes(' M#'),
  );
  const gone = await torn(
    () => member(lost, 'teacher'),
    (key) => key.endsWith(' PERSON'),
  );
  const client = await torn(
    async () =>
      got(
        await registerClient(
          { ...needs(), appClients: {} as never, newId: () => newId('cli') },
          operator,
          {
            ...{ organisation: system, name: '系统', permissions: 'reader' },
            identity: { issuer: outsideIssuer, subject: ulid() },
          },
        ),
      ).id,
    (key) => key.startsWith('I#'),
  );
  const deputy = await member(bureau, 'teacher');
  await torn(
    async () =>
      got(
        await grantRole(needs(), operator, {
          ...{ organisation: bureau, person: deputy, role: 'operator' },
        }),
      ),
    (key) => key.startsWith('OPERATORS'),
  );

  const due = [
    `${revoked} membership behind ${librarian}`,
    `${joined} speciality lost ${expert}#${speciality.learningStage}#${speciality.subject}`,
    `${granted} membership ahead ${teacher}`,
    `${renamed} organisation behind ${renamed}`,
    `TREE tree behind ${renamed}`,
    `${ghost} person ahead ${ghost}`,
    `${ghost} identity ahead ${ghost}`,
    `${gone} person lost ${gone}`,
    `${system} identity lost ${client}`,
    `OPERATORS operator lost ${deputy}@${bureau}`,
  ].toSorted();
  expect(await judged(false, since)).toEqual(due);
  expect(await judged(true, since)).toEqual(due);
  expect(await judged(true, since)).toEqual([]);

  const { store } = needs();
  const rolesOf = async (person: string, organisation: string) =>
    (await store.membership(person, organisation))?.roles;
  expect(await rolesOf(librarian, revoked)).toEqual(['teacher']);
  expect(await rolesOf(teacher, granted)).toEqual(['teacher']);
  expect(await rolesOf(gone, lost)).toBeUndefined();
  const { organisations } = await store.tree({ consistent: true });
  expect(organisations.get(renamed)?.name).toBe('新校名');
  expect((await store.operators())?.held).toContain(`${deputy}@${bureau}`);
  const { persons } = await store.experts(speciality, {});
  expect(persons).toEqual([expert]);
  for (const id of [revoked, granted, renamed, joined, lost, system]) {
    const asked = { id, principal: operator, limit: 100, after: undefined };
    const { items } = got(await readOrganisationHistory(needs(), asked));
    const chain = await store.chain(id);
    expect(faultsOf(items, chain?.lastHash ?? null)).toEqual([]);
  }
  // What was lost can be done again.
  await renameOrganisation({ ...needs(), newId: () => '' }, operator, {
    ...{ id: renamed, name: '又一校名', ifMatch: '"2"' },
  }).then(got);
});
