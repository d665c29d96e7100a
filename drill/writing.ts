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
import { approval, type Panel, review } from './reviewing.ts';

export type Item = Record<string, unknown>;

/**
 * What a resource has at one moment, by sort key; and its review, whose keys
 * begin with the review's id and a slash.
 */
export type Snapshot = ReadonlyMap<string, Item>;

/** A resource that was written to: its partition before, and after each step. */
export type Written = {
  readonly id: string;
  readonly states: readonly Snapshot[];
};

/** By person, how much they were said to review, from the first on. */
export type Loads = Map<string, Item[]>;

type Needs = {
  readonly dynamoDb: DynamoDBDocumentClient;
  readonly table: string;
  readonly teacher: Client;
  readonly panel: Panel;
  readonly chance: Chance;
  readonly staff: Staff;
};

/**
 * Goes on writing through the API, each step a command with its transaction,
 * and keeps what each left: new resources up to their publication by way of a
 * panel, and one more version of each that is given.
 */
export async function keepWriting(
  needs: Needs,
  { fresh, known }: { fresh: number; known: readonly Findable[] },
): Promise<{ readonly written: Written[]; readonly loads: Loads }> {
  const written: Written[] = [];
  const loads: Loads = new Map();
  const all = { ...needs, loads };
  for (let n = 0; n < fresh; n += 1) written.push(await writeFresh(all));
  for (const { id } of known) written.push(await writeMore(all, id));
  return { written, loads };
}

type Writing = Needs & { readonly loads: Loads };

async function writeFresh(needs: Writing): Promise<Written> {
  const { chance, staff, teacher } = needs;
  const words = { titleWord: chance.digits(12), textWord: chance.digits(12) };
  const given = contributionOf(words, staff);
  const draft = await createDraft(teacher, given);
  const { id } = draft.resource;
  const states = [new Map(), await snapshotOf(needs, id)];
  await publish(needs, draft, states);
  return { id, states };
}

async function writeMore(needs: Writing, id: string): Promise<Written> {
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

/** Edits, attaches, submits, reviews and publishes what is a draft now. */
async function publish(
  needs: Writing,
  draft: Work,
  states: Snapshot[],
): Promise<void> {
  const { chance, panel, staff, teacher } = needs;
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
  const opened = sent.resource.work?.review?.id ?? '';
  const noted = async () => {
    states.push(await snapshotOf(needs, id, opened));
    await noteLoads(needs);
  };
  await noted();
  await review(panel, opened, noted);
  await decideReview(panel.librarian, sent, approval);
  await noted();
}

/** All that the table has of a resource, and of its review. */
export async function snapshotOf(
  needs: Pick<Needs, 'dynamoDb' | 'table'>,
  id: string,
  opened?: string,
): Promise<Snapshot> {
  const own = await partitionOf(needs, id);
  const its = opened === undefined ? [] : await partitionOf(needs, opened);
  return new Map([
    ...own.map((item) => [String(item.sk), item] as const),
    ...its.map((item) => [`${item.pk}/${item.sk}`, item] as const),
  ]);
}

/** Counters are of people, not of one review: each value is kept by itself. */
async function noteLoads({ loads, panel, ...needs }: Writing): Promise<void> {
  for (const { person } of panel.reviewers) {
    const all = await partitionOf(needs, person);
    const now = all.filter(({ sk }) => sk === 'LOAD');
    loads.set(person, [...(loads.get(person) ?? []), ...now]);
  }
}

async function partitionOf(
  { dynamoDb, table }: Pick<Needs, 'dynamoDb' | 'table'>,
  pk: string,
): Promise<Item[]> {
  const { Items = [] } = await dynamoDb.send(
    new QueryCommand({
      TableName: table,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': pk },
      ConsistentRead: true,
    }),
  );
  return Items;
}
