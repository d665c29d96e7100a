import type { S3Client } from '@aws-sdk/client-s3';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import {
  BatchWriteCommand,
  type DynamoDBDocumentClient,
} from '@aws-sdk/lib-dynamodb';
import { keys as fileKeys } from '../functions/files/store/items.ts';
import { libraryKey, textKey } from '../functions/files/store/objects.ts';
import { partsOf } from '../functions/resources/store/parts.ts';
import { ended, opened } from '../functions/review/model/review.ts';
import { panelStore } from '../functions/review/store/panels.ts';
import { wholePart } from '../functions/review/store/reviews.ts';
import type { Names } from '../lib/names.ts';
import { ApiProblem } from '../local/client.ts';
import { openJournal } from '../local/journal.ts';
import { type Contribution, sha256 } from '../local/journey.ts';
import type { Platform } from '../local/platform-file.ts';
import { inParallel } from '../local/pool.ts';
import { tellStory } from '../local/story.ts';
import type { Chance } from './chance.ts';
import {
  type Cast,
  type MadeResource,
  madeResource,
  metadataOf,
} from './made.ts';
import { clientOf, type Staff } from './people.ts';

type Item = Record<string, unknown>;

/** What one request may write. */
const batchItems = 25;
const atOnce = 2;
const attempts = 4;

/** A resource that readers find, by a word of its title and of its text. */
export type Findable = {
  readonly id: string;
  readonly titleWord: string;
  readonly textWord: string;
  /** SHA-256 of its one file. */
  readonly file: string;
};

/**
 * Loads resources by batches of model-made items, and their files by S3; the
 * relay makes events of them as of any others. Gives those that are published.
 */
export async function loadMade(
  {
    dynamoDb,
    s3,
    names,
  }: {
    readonly dynamoDb: DynamoDBDocumentClient;
    readonly s3: S3Client;
    readonly names: Names;
  },
  { cast, chance, count }: { cast: Cast; chance: Chance; count: number },
): Promise<Findable[]> {
  const from = new Date(Date.now() - 24 * 3_600_000);
  const all = Array.from({ length: count }, (_, n) =>
    madeResource(n, cast, { chance, from }),
  );
  await inParallel(all, atOnce, async ({ text }) => {
    const bytes = Buffer.from(text);
    const file = sha256(bytes);
    for (const [bucket, Key] of [
      ['library', libraryKey(file)],
      ['derived', textKey(file)],
    ] as const) {
      await s3.send(
        new PutObjectCommand({
          Bucket: names.bucket(bucket),
          Key,
          Body: bytes,
          ContentType: 'text/plain',
          ChecksumAlgorithm: 'SHA256',
        }),
      );
    }
  });
  const items = all.flatMap((one) => itemsOf(one, names.table('catalogue')));
  await writeAll(dynamoDb, names.table('catalogue'), items);
  return all
    .filter(({ moves }) => moves.at(-1)?.head.published)
    .map(({ id, text, textWord, titleWord }) => ({
      ...{ id, textWord, titleWord },
      file: sha256(Buffer.from(text)),
    }));
}

/** Each item as the last step that wrote it left it, and those of its file. */
export function itemsOf(
  { id, moves, text }: MadeResource,
  table: string,
): Item[] {
  process.env.CATALOGUE_TABLE = table;
  const kept = new Map<string, Item>();
  for (const { write } of moves.flatMap(partsOf)) {
    const item = write.Put?.Item;
    if (item) kept.set(String(item.sk), item);
    const gone = write.Delete?.Key;
    if (gone) kept.delete(String(gone.sk));
  }
  const bytes = Buffer.from(text);
  const file = sha256(bytes);
  const at = moves[0]?.entry.header.time;
  return [
    ...kept.values(),
    {
      ...fileKeys.file(file),
      ...{ mediaType: 'text/plain', sizeBytes: bytes.length, storedAt: at },
    },
    {
      ...fileKeys.text(file),
      ...{ characters: text.length, isCut: false, readAt: at },
    },
    { ...fileKeys.reference(file, id), resource: id },
    ...reviewsOf(moves),
  ];
}

/** The review that a publication rests on, as its decision left it; with news. */
function reviewsOf(moves: MadeResource['moves']): Item[] {
  const { head } = moves.at(-1) ?? {};
  const sent = moves.find(({ entry }) => entry.header.action === 'submit');
  const { published } = head ?? {};
  const { review } = sent?.head ?? {};
  if (!head || !sent || !published || !review) return [];
  const open = opened({
    ...{ id: review.id, resourceId: head.id, version: review.version },
    ...{ title: published.edition.title, holder: head.holder },
    ...{ submittedBy: review.submittedBy, openedAt: sent.entry.header.time },
  });
  const { at: closedAt, decision } = published;
  const end = { outcome: 'accept', closedAt, decidedBy: decision.by } as const;
  const { id: reviewId, resourceId } = open;
  const detail = { reviewId, resourceId, time: closedAt, outcome: end.outcome };
  const news = { type: 'review.decided', detail } as const;
  const { epoch } = head;
  return [
    wholePart(ended(open, end)),
    panelStore.newsPart(news, end.outcome, epoch),
  ].flatMap(({ write }) => write.Put?.Item ?? []);
}

/** Writes items by batches, some at a time. */
export async function writeAll(
  dynamoDb: DynamoDBDocumentClient,
  table: string,
  items: readonly Item[],
): Promise<void> {
  const batches = Array.from(
    { length: Math.ceil(items.length / batchItems) },
    (_, at) => items.slice(at * batchItems, (at + 1) * batchItems),
  );
  await inParallel(batches, atOnce, (batch) =>
    writeBatch(dynamoDb, table, batch),
  );
}

async function writeBatch(
  dynamoDb: DynamoDBDocumentClient,
  table: string,
  items: readonly Item[],
): Promise<void> {
  const asked = items.map((Item) => ({ PutRequest: { Item } }));
  const { UnprocessedItems = {} } = await dynamoDb.send(
    new BatchWriteCommand({ RequestItems: { [table]: asked } }),
  );
  const left = UnprocessedItems[table]?.length ?? 0;
  if (left > 0) throw new Error(`${left} items were not taken.`);
}

/** Publishes resources through the API, as people do. */
export async function loadThroughApi(
  platform: Platform,
  {
    chance,
    count,
    journal,
    staff,
  }: { chance: Chance; count: number; journal: string; staff: Staff },
): Promise<Findable[]> {
  const needs = {
    teacher: clientOf(platform, 'teacher'),
    librarian: clientOf(platform, 'librarian'),
    journal: openJournal(journal, platform.issuer),
  };
  const numbers = Array.from({ length: count }, () => ({
    titleWord: chance.digits(12),
    textWord: chance.digits(12),
  }));
  const found: Findable[] = [];
  await inParallel(numbers, atOnce, async (words) => {
    const given = contributionOf(words, staff);
    const id = await patiently(() =>
      tellStory(needs, {
        key: given.key,
        story: { kind: 'published' },
        contribution: async () => given,
      }),
    );
    const file = sha256(given.files[0]?.bytes ?? '');
    found.push({ id, file, ...words });
  });
  return found.toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

/** A loaded machine answers 502 now and then: what is told goes on there. */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const isPassing = error instanceof ApiProblem && error.status >= 500;
      if (!isPassing || attempt === attempts) throw error;
    }
  }
}

export function contributionOf(
  { textWord, titleWord }: Pick<Findable, 'textWord' | 'titleWord'>,
  { school }: Staff,
): Contribution {
  return {
    key: `drill ${titleWord}`,
    holder: school,
    visibility: 'public',
    audience: 'everyone',
    metadata: metadataOf(`演练教案 ${titleWord}`),
    files: [
      {
        name: '教案.txt',
        mediaType: 'text/plain',
        bytes: Buffer.from(`演练正文 ${textWord}\n`),
      },
    ],
  };
}
