import { Entity } from 'dynamodb-toolbox/entity';
import { any } from 'dynamodb-toolbox/schema/any';
import { item } from 'dynamodb-toolbox/schema/item';
import { list } from 'dynamodb-toolbox/schema/list';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { Table } from 'dynamodb-toolbox/table';
import { environment } from '../../platform/environment.ts';
import type { OpenReview } from '../../resources/view/contract.ts';
import { endings } from '../contract.ts';
import type { PanelResult } from '../model/review.ts';
import type { NewsType } from '../news/contract.ts';
import type { Comment, Panel, Scores } from '../panel/contract.ts';
import type { Rubric } from '../rubric/contract.ts';

export const catalogue = new Table({
  name: () => environment('CATALOGUE_TABLE'),
  partitionKey: { name: 'pk', type: 'string' },
  sortKey: { name: 'sk', type: 'string' },
});

/** Spreads what falls due over partitions of 1,000 WRU a second each. */
export const dueShards = 10;

/** Keys of the reviews' items in the `catalogue` table. */
export const keys = {
  review: (id: string) => ({ pk: id, sk: 'REVIEW' }),
  sheet: (id: string, reviewer: string) => ({
    pk: id,
    sk: `SHEET#${reviewer}`,
  }),
  assignment: (id: string, reviewer: string) => ({
    pk: id,
    sk: `ASSIGN#${reviewer}`,
  }),
  comment: (id: string, comment: string) => ({
    pk: id,
    sk: `COMMENT#${comment}`,
  }),
  /** The relay reads `NEWS#…` items as they appear. */
  news: (id: string, type: NewsType, which: string) => ({
    pk: id,
    sk: `NEWS#${type}#${which}`,
  }),
  load: (reviewer: string) => ({ pk: reviewer, sk: 'LOAD' }),
  collaborators: (person: string) => ({ pk: person, sk: 'COLLABORATORS' }),
  /** Of the index `byOwner`. */
  openOf: (holder: string) => `OPEN#${holder}`,
  assignedTo: (reviewer: string) => `REVIEWER#${reviewer}`,
  ruledBy: (rubric: string, version: number) => `RULED#${rubric}#${version}`,
  /** Of the index `byDay`. */
  open: 'OPEN',
  due: (shard: number) => `DUE#${shard}`,
} as const;

/** The shard of a review's deadlines follows from its id. */
export function dueShardOf(review: string): number {
  const last = review.slice(-2);
  return (last.charCodeAt(0) * 32 + last.charCodeAt(1)) % dueShards;
}

const key = { pk: string().key(), sk: string().key() };
const plain = {
  table: catalogue,
  timestamps: false,
  entityAttribute: false,
} as const;

/**
 * A review: under 1 KB without a panel, some 2 KB with one of seven, up to 4 KB
 * more with the longest reason, and the scores after its decision.
 */
export const ReviewItem = new Entity({
  ...plain,
  name: 'review',
  schema: item({
    ...key,
    id: string(),
    resourceId: string(),
    version: number(),
    title: string(),
    holder: string(),
    submittedBy: string(),
    openedAt: string(),
    seq: number(),
    state: string().enum('open', 'closed'),
    outcome: string()
      .enum(...endings)
      .optional(),
    reason: string().optional(),
    decidedBy: string().optional(),
    closedAt: string().optional(),
    publishOn: string().optional(),
    panel: any().castAs<Panel>().optional(),
    comments: number().optional(),
    result: any().castAs<PanelResult>().optional(),
    ownerPk: string().optional(),
    ownerSk: string().optional(),
    dayPk: string().optional(),
    daySk: string().optional(),
  }),
});

/** One reviewer's scores; under 1 KB. Its `seq` is its ETag. */
export const SheetItem = new Entity({
  ...plain,
  name: 'score sheet',
  schema: item({
    ...key,
    reviewer: string(),
    seq: number(),
    scores: any().castAs<Scores>(),
    scoredAt: string(),
  }),
});

/**
 * That a review waits for somebody; under 1 KB. It is in their list, and in the
 * list of what falls due at the moment that somebody must look at it.
 */
export const AssignmentItem = new Entity({
  ...plain,
  name: 'assignment',
  schema: item({
    ...key,
    review: any().castAs<OpenReview>(),
    reviewer: string(),
    due: string(),
    ownerPk: string(),
    ownerSk: string(),
    dayPk: string(),
    daySk: string(),
  }),
});

/** How many open reviews somebody is assigned to; under 1 KB. */
export const LoadItem = new Entity({
  ...plain,
  name: 'load',
  schema: item({ ...key, open: number() }),
});

/**
 * With whom somebody has contributed, and when last: 40 bytes each; and of which
 * organisations they were when they last submitted.
 */
export const CollaboratorsItem = new Entity({
  ...plain,
  name: 'collaborators',
  schema: item({
    ...key,
    seq: number(),
    lastByPerson: any().castAs<Readonly<Record<string, string>>>(),
    organisations: list(string()),
  }),
});

/** A comment; at most 5 KB with the longest text. */
export const CommentItem = new Entity({
  ...plain,
  name: 'comment',
  schema: item({ ...key, comment: any().castAs<Required<Comment>>() }),
});

/** Something to be told of, in the outbox for a week; under 1 KB. */
export const NewsItem = new Entity({
  ...plain,
  name: 'news',
  schema: item({
    ...key,
    type: any().castAs<NewsType>(),
    detail: any().castAs<Readonly<Record<string, string | number>>>(),
    expiresAt: number(),
  }),
});

/** A version of a rubric: some 6 KB, at most 80 with every bound used up. */
export const RubricItem = new Entity({
  ...plain,
  name: 'rubric',
  schema: item({ ...key, rubric: any().castAs<Rubric>() }),
});
