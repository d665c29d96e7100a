import { PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import { EntityParser } from 'dynamodb-toolbox/entity/actions/parse';
import { dynamoDb } from '../../platform/clients.ts';
import type { Part } from '../../platform/commit.ts';
import { queryAll } from '../../platform/query-all.ts';
import type { Due, Kept } from '../model/kept.ts';
import { keptNumber } from '../model/mending.ts';
import { isSame, tornAssignments } from '../model/torn.ts';
import type { JudgedRubric } from '../model/torn-rubrics.ts';
import type { Rubric } from '../rubric/contract.ts';
import {
  AssignmentItem,
  catalogue,
  keys,
  LoadItem,
  RubricItem,
} from './items.ts';
import { panelStore } from './panels.ts';
import { readReview, readSheet, wholePart } from './reviews.ts';
import { rubricKeys } from './rubrics.ts';

type Item = Record<string, unknown>;

/** A part of the catalogue, and how far it has been read. */
export type Stretch = {
  readonly segment: number;
  readonly segments: number;
  readonly after?: string | undefined;
};

/** What a page of the catalogue has of reviews. */
export type Page = {
  /** Those that are open, ended of late, or wait for somebody. */
  readonly reviews: readonly string[];
  /** By person, how many open reviews they are said to sit on. */
  readonly loads: readonly (readonly [string, number])[];
  readonly rubrics: readonly {
    readonly rubric: Rubric;
    readonly isLatest: boolean;
  }[];
  readonly next?: string;
};

const review = keys.review('').sk;
const assignments = keys.assignment('', '').sk;
const comments = keys.comment('', '').sk;
const load = keys.load('').sk;
const news = 'NEWS#';
const sheets = keys.sheet('', '').sk;

/**
 * A page of all that an open review has, or one that ended since a moment, and
 * of rubrics. For a recovery, never for a request: it reads the whole table
 * once, 1 RRU per 4 KB.
 */
async function page(
  { after, segment, segments }: Stretch,
  since: string,
): Promise<Page> {
  const { Items = [], LastEvaluatedKey: last } = await dynamoDb.send(
    new ScanCommand({
      TableName: catalogue.getName(),
      ConsistentRead: true,
      Segment: segment,
      TotalSegments: segments,
      FilterExpression: [
        '(sk = :review AND (#state = :open OR closedAt >= :since))',
        'begins_with(sk, :assignments)',
        'sk = :load',
        'begins_with(pk, :rubrics)',
      ].join(' OR '),
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: {
        ':review': review,
        ':open': 'open',
        ':since': since,
        ':assignments': assignments,
        ':load': load,
        ':rubrics': rubricKeys.prefix,
      },
      ...(after !== undefined && { ExclusiveStartKey: JSON.parse(after) }),
    }),
  );
  const of = (isOf: (sk: string, pk: string) => boolean) =>
    Items.filter(({ pk, sk }) => isOf(String(sk), String(pk)));
  return {
    reviews: of((sk) => sk === review || sk.startsWith(assignments)).map(
      ({ pk }) => String(pk),
    ),
    loads: of((sk) => sk === load).map((one) => {
      const { open, pk } = LoadItem.build(EntityFormatter).format(one);
      return [pk, open] as const;
    }),
    rubrics: of((_, pk) => pk.startsWith(rubricKeys.prefix)).map((one) => {
      const { rubric, sk } = RubricItem.build(EntityFormatter).format(one);
      return { rubric, isLatest: sk === rubricKeys.latest('').sk };
    }),
    ...(last && { next: JSON.stringify(last) }),
  };
}

/** All that there is of one review, consistently. 1 RRU per 4 KB of it. */
async function kept(id: string): Promise<Kept> {
  const all = await queryAll({
    TableName: catalogue.getName(),
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': id },
    ConsistentRead: true,
  });
  return keptOf(id, all);
}

/** What the items of a review's partition say. */
export function keptOf(id: string, all: readonly Item[]): Kept {
  const of = (prefix: string) =>
    all.filter(({ sk }) => String(sk).startsWith(prefix));
  const [own] = of(review);
  return {
    id,
    review: own && readReview(own),
    sheets: of(sheets).map(readSheet),
    assignments: of(assignments).map((one) => {
      const {
        daySk,
        due,
        review: open,
        reviewer,
      } = AssignmentItem.build(EntityFormatter).format(one);
      const [look = ''] = daySk.split('#');
      return { review: open, reviewer, due, look };
    }),
    comments: of(comments).length,
    news: of(news).map(({ sk }) => String(sk).slice(news.length)),
  };
}

/**
 * What puts a review right, in one transaction: 2 WRU per KB of the review and 1
 * for each of its indexes, 4 for an assignment, 2 for all else. News are of the
 * Region that they happened in: nobody is told twice.
 */
function mendingParts(before: Kept, due: Due, epoch: number): Part[] {
  const { id } = before;
  const { review: should } = due;
  const whole = should && { ...should, seq: keptNumber(before) + 1 };
  const isOther = should && !isSame(before.review, should);
  const lost = due.news.filter(({ key }) => !before.news.includes(key));
  return [
    ...(isOther && whole ? [wholePart(whole)] : []),
    ...due.strayed.map((reviewer) => gone(keys.sheet(id, reviewer))),
    ...[...tornAssignments(before, due)].map(([reviewer, one]) =>
      one && whole
        ? panelStore.assignmentPart(whole, one, one.look)
        : gone(keys.assignment(id, reviewer)),
    ),
    ...lost.map(({ key, news: one }) =>
      panelStore.newsPart(one, key.slice(one.type.length + 1), epoch),
    ),
    ...due.untrue.map((key) => gone({ pk: id, sk: `${news}${key}` })),
  ];
}

function gone(Key: { readonly pk: string; readonly sk: string }): Part {
  return { write: { Delete: { TableName: catalogue.getName(), Key } } };
}

/** Puts a counter as it should be. 1 WRU. */
async function putLoad(person: string, open: number): Promise<void> {
  const counted = { ...keys.load(person), open };
  await put(LoadItem.build(EntityParser).parse(counted).item);
}

/** Puts back what is lost of a rubric. 1 WRU per KB of each. */
async function putRubric({ latest, version }: JudgedRubric): Promise<void> {
  const build = (key: { pk: string; sk: string }, rubric: Rubric) =>
    RubricItem.build(EntityParser).parse({ ...key, rubric }).item;
  if (version) await put(build(rubricKeys.version(version), version));
  if (latest) await put(build(rubricKeys.latest(latest.id), latest));
}

/** What a recovery reads and writes of reviews. */
export const recoveryStore = { page, kept, mendingParts, putLoad, putRubric };
export type RecoveryStore = typeof recoveryStore;

async function put(Item: Item): Promise<void> {
  await dynamoDb.send(new PutCommand({ TableName: catalogue.getName(), Item }));
}
