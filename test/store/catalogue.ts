import '../support/environment.ts';
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { ulid } from 'ulid';
import { named } from '../../functions/identity/named.ts';
import { directoryParts } from '../../functions/identity/store/parts.ts';
import { dynamoDb } from '../../functions/platform/clients.ts';
import type { Person, Role } from '../../functions/platform/contract.ts';
import { itemBytes } from '../../functions/platform/cost.ts';
import { environment } from '../../functions/platform/environment.ts';
import type { Log } from '../../functions/platform/log.ts';
import { ok, type Result } from '../../functions/platform/result.ts';
import { commitWith } from '../../functions/platform/transact.ts';
import { needs as resourceNeeds } from '../../functions/resources/resources.ts';
import type { Found, Wish } from '../../functions/resources/service/command.ts';
import { etagOf } from '../../functions/resources/service/command.ts';
import {
  attachFile,
  createResource,
} from '../../functions/resources/service/drafting.ts';
import { submitDraft } from '../../functions/resources/service/life.ts';
import { dueStore } from '../../functions/resources/store/due.ts';
import { unmovedPart } from '../../functions/resources/store/parts.ts';
import { relationStore } from '../../functions/resources/store/relations.ts';
import { desk } from '../../functions/review/desk.ts';
import { seals } from '../../functions/seals/seals.ts';
import { edition } from '../unit/resources/case.ts';

const silent: Log = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** Use cases on the real table; of files only what a draft needs. */
export const needs = {
  ...resourceNeeds,
  epoch: 1,
  named: {
    ...named,
    known: async (asked: readonly string[]) => new Set(asked),
  },
  relations: relationStore,
  unmovedPart,
  reviews: desk,
  seals,
  log: silent,
  newId: () => `res_${ulid()}`,
  newReviewId: () => `rev_${ulid()}`,
  files: {
    ready: async () => ok(file),
    referenceParts: () => [],
    contentUrl: async () => 'https://files.invalid/',
  },
  commit: commitWith({
    client: dynamoDb,
    answer: () => ({ status: 200, headers: {} }),
    now: () => new Date(),
  }),
};

/** What works off by date, and is never told to wait or to stop. */
export const worker = {
  ...needs,
  due: dueStore,
  hasTime: () => true,
  wait: async () => undefined,
  send: async () => [],
};

const { files, ...metadata } = edition;
export const file = files[0] ?? {
  id: '',
  name: '',
  mediaType: '',
  sizeBytes: 0,
};

/** People of a school of their own: tests run beside others. */
export function people() {
  const school = `org_${ulid()}`;
  const one = (role: Role): Person => ({
    kind: 'person',
    id: `per_${ulid()}`,
    memberships: [{ organisation: school, role }],
    inert: [],
    reads: new Set([school]),
    manages: { [role]: new Set([school]) },
  });
  return {
    school,
    teacher: one('teacher'),
    colleague: one('teacher'),
    librarian: one('librarian'),
  };
}
export type People = ReturnType<typeof people>;

/** An organisation that takes something new. */
export async function organisation(): Promise<string> {
  const id = `org_${ulid()}`;
  const createdAt = new Date().toISOString();
  const open = { name: '第二中学', kind: 'school', seq: 1, createdAt } as const;
  const part = directoryParts.newOrganisation({ id, ...open });
  return got(await needs.commit(id, [part]));
}

export function got<T>(result: Result<T, unknown>): T {
  if (result.ok) return result.value;
  throw new Error(`It failed: ${JSON.stringify(result.error)}`);
}

/** Somebody's wish on what they were answered last. */
export function wish({ head }: Pick<Found, 'head'>, principal: Person): Wish {
  return { id: head.id, ifMatch: etagOf(head), principal };
}

/** A teacher's draft with all that submission needs. */
export async function draft(
  { school, teacher }: People,
  title = edition.title,
): Promise<Found> {
  const created = await createResource(needs, teacher, {
    holder: school,
    visibility: 'public',
    audience: 'everyone',
    metadata: { ...metadata, title },
  });
  const upload = { file: file.id, upload: `upl_${ulid()}` };
  const attached = attachFile(needs, wish(got(created), teacher), upload);
  return got(await attached);
}

export async function submitted(who: People, title?: string): Promise<Found> {
  const found = await draft(who, title);
  return got(await submitDraft(needs, wish(found, who.teacher)));
}

/** All items of a partition, as they are now. */
export async function itemsOf(pk: string): Promise<Record<string, unknown>[]> {
  const { Items = [] } = await dynamoDb.send(
    new QueryCommand({
      TableName: environment('CATALOGUE_TABLE'),
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': pk },
      ConsistentRead: true,
    }),
  );
  return Items;
}

/** Sizes of all items of a partition, in KB begun, by sort key. */
export async function sizes(pk: string): Promise<Map<string, number>> {
  const items = await itemsOf(pk);
  return new Map(
    items.map((item) => [String(item.sk), Math.ceil(itemBytes(item) / 1_024)]),
  );
}
