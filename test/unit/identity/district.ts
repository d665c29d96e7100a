import { createHash } from 'node:crypto';
import type { TornDirectory } from '../../../functions/identity/model/kept.ts';
import { placedPerson } from '../../../functions/identity/model/person.ts';
import { namedIn } from '../../../functions/identity/model/torn.ts';
import { emptyTree } from '../../../functions/identity/model/tree.ts';
import {
  endClient,
  registerClient,
} from '../../../functions/identity/service/clients.ts';
import { makeFirstOperator } from '../../../functions/identity/service/first-operator.ts';
import {
  grantRole,
  revokeRole,
} from '../../../functions/identity/service/members.ts';
import { addMember } from '../../../functions/identity/service/new-member.ts';
import {
  createOrganisation,
  organisationTag,
  renameOrganisation,
} from '../../../functions/identity/service/organisations.ts';
import { directoryRecovery } from '../../../functions/identity/service/recovery.ts';
import {
  closeOrganisation,
  mergeOrganisation,
  moveOrganisation,
  reopenOrganisation,
} from '../../../functions/identity/service/reshaping.ts';
import { readClient } from '../../../functions/identity/store/clients.ts';
import { readChain } from '../../../functions/identity/store/history.ts';
import { keys } from '../../../functions/identity/store/items.ts';
import { mendingParts } from '../../../functions/identity/store/mending.ts';
import {
  newsIn,
  readOrganisation,
} from '../../../functions/identity/store/organisations.ts';
import { directoryParts } from '../../../functions/identity/store/parts.ts';
import { readProfile } from '../../../functions/identity/store/people.ts';
import type { DirectoryRecoveryStore } from '../../../functions/identity/store/recovery.ts';
import {
  keptTree,
  leadingIn,
  personIn,
  personOf,
  recordIn,
} from '../../../functions/identity/store/recovery-items.ts';
import type { Commit } from '../../../functions/platform/commit.ts';
import { fail, ok } from '../../../functions/platform/result.ts';
import { idOf } from '../resources/case.ts';

process.env.DIRECTORY_TABLE = 'directory';

export type Item = Readonly<Record<string, unknown>>;
/** Items by partition and sort key, as a table has them. */
export type Items = ReadonlyMap<string, Item>;

export const keyOf = ({ pk, sk }: Item): string => `${pk} ${sk}`;
const issuer = 'https://issuer.example';
const minuteMs = 60_000;
const start = Date.parse('2026-09-01T08:00:00.000Z');

/** What comes after a recovery, comes a month later. */
const afterRecovery = 31 * 24 * 60;

/** The moment of the n-th command. */
export const momentOf = (n: number): string =>
  new Date(start + n * minuteMs).toISOString();

const log = { info: () => {}, warn: () => {}, error: () => {} };

/** Reads of a directory that is nothing but its items. */
export function readsOf(items: Items) {
  const all = () => [...items.values()];
  const at = (key: { pk: string; sk: string }) => items.get(keyOf(key));
  const partition = (pk: string) => all().filter((one) => one.pk === pk);
  const owned = (owner: string) =>
    all().filter(({ ownerPk }) => ownerPk === owner);
  return {
    organisation: async (id: string) => {
      const found = at(keys.organisation(id));
      return found && readOrganisation(found);
    },
    chain: async (id: string) => {
      const found = at(keys.chain(id));
      return found && readChain(found);
    },
    person: async (id: string) => {
      const found = at(keys.person(id));
      const { held } = personOf(id, partition(id));
      return found && { profile: readProfile(found), held: [...held] };
    },
    operators: async () => {
      const found = at(keys.operators);
      return (
        found && { held: found.held as string[], seq: found.seq as number }
      );
    },
    client: async (id: string) => {
      const found = at(keys.client(id));
      return found && readClient(found);
    },
    signedIn: async (identity: { issuer: string; subject: string }) => {
      const found = at(keys.identity(identity.issuer, identity.subject));
      return { news: newsIn(all()), ...found } as never;
    },
    members: async () => ({ items: [] }),
    clients: async () => ({ items: [] }),
    tree: async () => keptTree(all()).tree ?? emptyTree,
    partition,
    owned,
    all,
  };
}

/** What a recovery reads, of the same items. */
function recoveryReads(items: Items): DirectoryRecoveryStore {
  const { all, client, owned, partition } = readsOf(items);
  const pks = (prefix: string) =>
    [...new Set(all().map(({ pk }) => String(pk)))].filter((pk) =>
      pk.startsWith(prefix),
    );
  const ownersOf = async (signIns: readonly string[]) =>
    new Map(
      signIns.flatMap((pk) => {
        const found = items.get(`${pk} IDENTITY`);
        return found
          ? [[pk, String(found.person ?? found.client)] as const]
          : [];
      }),
    );
  return {
    organisationIds: async () => ({ items: pks('org_') }),
    record: async (id, since) => {
      const own = recordIn(id, partition(id));
      const named = namedIn(own, since);
      for (const state of ['current', 'ended'] as const) {
        for (const one of owned(keys.membersOf(id, state))) {
          if (String(one.changedAt) >= since)
            named.people.add(String(one.ownerSk));
        }
      }
      for (const one of owned(keys.clientsOf(id)))
        named.clients.add(String(one.ownerSk));
      const kept = await Promise.all([...named.clients].map(client));
      const keptClients = new Map(
        kept.flatMap((one) => (one ? [[one.id, one] as const] : [])),
      );
      const clients = [...named.clients].map((one) => {
        const found = keptClients.get(one);
        const signIn = found && keys.identity(found.issuer, found.subject);
        const leads = signIn && items.get(keyOf(signIn));
        return { id: one, kept: found, signsIn: leads?.client === one };
      });
      const people = [...named.people].map((one) =>
        personIn(one, id, partition(one)),
      );
      return { ...own, people, clients, keptClients };
    },
    people: async () => ({
      items: pks('per_').map((id) => personOf(id, partition(id))),
    }),
    leading: async () => ({ items: leadingIn(all()) }),
    ownersOf,
    signInsOf: async (ids) =>
      new Map(
        ids.flatMap((id) => {
          const { profile } = personOf(id, partition(id));
          const client = items.get(keyOf(keys.client(id)));
          if (client) {
            const { issuer, subject } = readClient(client);
            return [[id, [keys.identity(issuer, subject).pk]] as const];
          }
          return profile ? [[id, profile.signIns] as const] : [];
        }),
      ),
    tree: async () => keptTree(all()),
  };
}

/** What one of people's commands does to a district. */
export type Command =
  | { do: 'create' | 'add' | 'rename' | 'close' | 'reopen'; n: number }
  | { do: 'move' | 'merge'; n: number; to: number }
  | { do: 'grant' | 'revoke'; n: number; at: number; role: number }
  | { do: 'client' | 'end-client'; n: number };

const rolesGiven = [
  'teacher',
  'expert',
  'librarian',
  'organisation-admin',
  'operator',
] as const;
const specialities = [
  { learningStage: 'xy:learning-stage/primary', subject: 'xy:subject/music' },
  { learningStage: 'xy:learning-stage/primary', subject: 'xy:subject/physics' },
] as const;

/**
 * A district that commands change, by the rules and writes of the platform; a new
 * one, or one that goes on after a recovery.
 */
export function district(from?: Items) {
  const items = new Map<string, Item>(from);
  const epoch = from ? 2 : 1;
  let made = from ? 1_000 : 0;
  let command = from ? afterRecovery : 0;
  const now = () => new Date(start + command * minuteMs);
  const newId = (prefix: string) => {
    made += 1;
    return idOf(prefix, made);
  };
  const commit: Commit = async (value, parts) => {
    for (const { write } of parts) {
      const { Delete, Put } = write;
      if (Put?.Item) items.set(keyOf(Put.Item), Put.Item);
      if (Delete?.Key) items.delete(keyOf(Delete.Key));
    }
    return ok(value);
  };
  const reads = readsOf(items);
  const salts = () => {
    made += 1;
    return createHash('sha256').update(String(made)).digest('hex');
  };
  const needs = {
    store: reads as never,
    parts: directoryParts,
    commit,
    now,
    epoch,
    newSalt: salts,
    pause: async () => {},
    directory: { tree: reads.tree, changed: () => {} },
    log,
    issuers: [issuer],
    accounts: {
      areHere: () => false,
      issuer: () => 'https://pool.example',
    } as never,
    password: () => '',
    appClients: {} as never,
  };
  const subject = () => {
    made += 1;
    return { issuer, subject: `subject-${made}` };
  };
  const organisations = () =>
    reads
      .all()
      .flatMap(({ pk, sk }) => (sk === 'ORGANISATION' ? [String(pk)] : []));
  const persons = () =>
    reads.all().flatMap(({ pk, sk }) => (sk === 'PERSON' ? [String(pk)] : []));
  const clients = () =>
    reads.all().flatMap(({ sk, ...one }) => (sk === 'CLIENT' ? [one] : []));
  const pick = <T>(all: readonly T[], n: number): T => {
    const one = all[n % all.length];
    if (one === undefined) throw new Error('There is nothing to pick.');
    return one;
  };
  return {
    items: (): Items => new Map(items),
    async begin(): Promise<void> {
      await makeFirstOperator(
        { ...needs, newId } as never,
        { identity: subject(), name: '首位', organisation: '教育局' } as never,
      );
    },
    /** One command; one that the rules refuse changes nothing. */
    async run(asked: Command): Promise<void> {
      command += 1;
      const [bureau = ''] = organisations();
      const [root = ''] = persons();
      const admin = placedPerson(
        root,
        [{ organisation: bureau, roles: ['operator', 'organisation-admin'] }],
        await reads.tree(),
      );
      const id = pick(organisations(), asked.n);
      const found = await reads.organisation(id);
      const ifMatch = organisationTag(found ?? { seq: 0 });
      const own = (prefix: string) => ({
        ...needs,
        newId: () => newId(prefix),
      });
      switch (asked.do) {
        case 'create':
          await createOrganisation(own('org'), admin, {
            ...{ kind: 'school', name: `学校 ${made}`, parent: id },
          });
          break;
        case 'rename':
          await renameOrganisation(own('org'), admin, {
            ...{ id, name: `改名 ${made}`, ifMatch },
          });
          made += 1;
          break;
        case 'move':
          await moveOrganisation(own('org'), admin, {
            ...{ id, parent: pick(organisations(), asked.to), ifMatch },
          });
          break;
        case 'merge':
          await mergeOrganisation(own('org'), admin, {
            ...{ id, into: pick(organisations(), asked.to), ifMatch },
          });
          break;
        case 'close':
          await closeOrganisation(own('org'), admin, { id, ifMatch });
          break;
        case 'reopen':
          await reopenOrganisation(own('org'), admin, { id, ifMatch });
          break;
        case 'add':
          await addMember(own('per'), admin, {
            organisation: id,
            identity: subject(),
            ...{ name: '王老师', roles: ['teacher'] },
          });
          break;
        case 'grant': {
          const role = pick(rolesGiven, asked.role);
          const terms = {
            specialities: [...specialities.slice(asked.at % 2)],
          };
          await grantRole(own('per'), admin, {
            ...{ organisation: id, person: pick(persons(), asked.at), role },
            ...(role === 'expert' && { terms }),
          });
          break;
        }
        case 'revoke': {
          const role = pick(rolesGiven, asked.role);
          await revokeRole(own('per'), admin, {
            ...{ organisation: id, person: pick(persons(), asked.at), role },
          });
          break;
        }
        case 'client':
          await registerClient(own('cli'), admin, {
            ...{ organisation: id, name: '系统', permissions: 'reader' },
            identity: subject(),
          });
          break;
        case 'end-client': {
          if (clients().length === 0) break;
          const client = pick(clients(), asked.n);
          await endClient(own('cli'), admin, {
            organisation: String(client.organisation),
            client: String(client.id),
          });
        }
      }
    },
  };
}

/** Judges a directory, and mends it if asked; counts what it wrote. */
export async function recovered(
  before: Items,
  {
    epoch = 2,
    repair,
    since,
  }: { epoch?: number; repair: boolean; since: string },
): Promise<{
  readonly after: Items;
  readonly torn: readonly TornDirectory[];
  readonly writes: number;
}> {
  const items = new Map(before);
  const torn = new Map<string, TornDirectory>();
  let writes = 0;
  const commit: Commit = async (value, parts) => {
    writes += parts.length;
    for (const { write } of parts) {
      const { Delete, Put } = write;
      if (Put?.Item) items.set(keyOf(Put.Item), Put.Item);
      else if (Delete?.Key) items.delete(keyOf(Delete.Key));
      else return fail({ code: 'unexpected' }) as never;
    }
    return ok(value);
  };
  const reads = readsOf(items);
  const { passes, finish } = directoryRecovery({
    store: { ...reads, ...recoveryReads(items) },
    parts: directoryParts,
    mending: mendingParts,
    commit,
    now: () => new Date('2026-10-01T00:00:00.000Z'),
    epoch: () => epoch,
    newSalt: () => '0a'.repeat(32),
  });
  const how = {
    ...{ repair, since },
    tell: (found: readonly TornDirectory[]) => {
      for (const one of found) torn.set(JSON.stringify(one), one);
    },
  };
  const whole = { segment: 0, segments: 1 };
  for (const pass of passes) await pass.judge(whole, how);
  await finish(how);
  return { after: items, torn: [...torn.values()], writes };
}
