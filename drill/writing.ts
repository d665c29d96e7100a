import {
  type DynamoDBDocumentClient,
  QueryCommand,
} from '@aws-sdk/lib-dynamodb';
import { routes as resources } from '../functions/resources/contract.ts';
import type { Client } from '../local/client.ts';
import {
  attachFiles,
  createDraft,
  decideReview,
  submitDraft,
  type Work,
} from '../local/journey.ts';
import type { Chance } from './chance.ts';
import { contributionOf, type Findable } from './loading.ts';
import type { Staff } from './people.ts';

export type Item = Record<string, unknown>;

/** A resource's partition at one moment, by sort key. */
export type Snapshot = ReadonlyMap<string, Item>;

/** A resource that was written to: its partition before, and after each step. */
export type Written = {
  readonly id: string;
  readonly states: readonly Snapshot[];
};

type Needs = {
  readonly dynamoDb: DynamoDBDocumentClient;
  readonly table: string;
  readonly teacher: Client;
  readonly librarian: Client;
  readonly chance: Chance;
  readonly staff: Staff;
};

/**
 * Goes on writing through the API, each step a command with its transaction,
 * and keeps what each left: new resources up to their publication, and one more
 * version of each that is given.
 */
export async function keepWriting(
  needs: Needs,
  { fresh, known }: { fresh: number; known: readonly Findable[] },
): Promise<Written[]> {
  const written: Written[] = [];
  for (let n = 0; n < fresh; n += 1) written.push(await writeFresh(needs));
  for (const { id } of known) written.push(await writeMore(needs, id));
  return written;
}

async function writeFresh(needs: Needs): Promise<Written> {
  const { chance, staff, teacher } = needs;
  const words = { titleWord: chance.digits(12), textWord: chance.digits(12) };
  const given = contributionOf(words, staff);
  const draft = await createDraft(teacher, given);
  const { id } = draft.resource;
  const states = [new Map(), await snapshotOf(needs, id)];
  await publish(needs, draft, states);
  return { id, states };
}

async function writeMore(needs: Needs, id: string): Promise<Written> {
  const states = [await snapshotOf(needs, id)];
  const { chance, teacher } = needs;
  const read = await teacher.call(resources.read, { params: { id } });
  const { body, etag } = await teacher.call(resources.revise, {
    params: { id },
    ifMatch: read.etag,
    idempotencyKey: chance.digits(32),
  });
  states.push(await snapshotOf(needs, id));
  await publish(needs, { resource: body, etag }, states);
  return { id, states };
}

/** Edits, attaches, submits, and publishes what is a draft now. */
async function publish(
  needs: Needs,
  draft: Work,
  states: Snapshot[],
): Promise<void> {
  const { chance, librarian, staff, teacher } = needs;
  const { id } = draft.resource;
  const words = { titleWord: chance.digits(12), textWord: chance.digits(12) };
  const given = contributionOf(words, staff);
  const edited = await teacher.call(resources.edit, {
    params: { id },
    ifMatch: draft.etag,
    body: { metadata: given.metadata },
  });
  states.push(await snapshotOf(needs, id));
  const work = { resource: edited.body, etag: edited.etag };
  const attached = await attachFiles(teacher, work, given);
  states.push(await snapshotOf(needs, id));
  const sent = await submitDraft(teacher, attached, given.key);
  states.push(await snapshotOf(needs, id));
  await decideReview(librarian, sent, { outcome: 'accept' });
  states.push(await snapshotOf(needs, id));
}

/** All that the table has of a resource. */
export async function snapshotOf(
  { dynamoDb, table }: Pick<Needs, 'dynamoDb' | 'table'>,
  id: string,
): Promise<Snapshot> {
  const { Items = [] } = await dynamoDb.send(
    new QueryCommand({
      TableName: table,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': id },
      ConsistentRead: true,
    }),
  );
  return new Map(Items.map((item) => [String(item.sk), item]));
}
