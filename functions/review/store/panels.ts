import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import { DeleteTransaction } from 'dynamodb-toolbox/entity/actions/transactDelete';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { UpdateTransaction } from 'dynamodb-toolbox/entity/actions/transactUpdate';
import { $add } from 'dynamodb-toolbox/entity/actions/update/symbols';
import { dynamoDb } from '../../platform/clients.ts';
import type { Part } from '../../platform/commit.ts';
import { environment } from '../../platform/environment.ts';
import { reminderOf, seated } from '../model/panel.ts';
import { asOpen, type KeptReview } from '../model/review.ts';
import type { News } from '../news/contract.ts';
import type { Comment, Panel, Seat } from '../panel/contract.ts';
import {
  AssignmentItem,
  CommentItem,
  catalogue,
  dueShardOf,
  keys,
  LoadItem,
  NewsItem,
  SheetItem,
} from './items.ts';
import type { KeptSheet } from './reviews.ts';

/** How long news stay in the outbox after the relay has read them. */
const newsSeconds = 7 * 24 * 3_600;

/**
 * What changes for reviewers when a panel does: who is new is assigned, who no
 * longer sits is not. 6 WRU for each, and for each whose deadline moved.
 */
function seatingParts(review: KeptReview, after: Panel | undefined): Part[] {
  const was = new Map(seated(review.panel).map((one) => [one.reviewer, one]));
  const is = new Map(seated(after).map((one) => [one.reviewer, one]));
  const begun = [...is.values()].filter(({ reviewer }) => !was.has(reviewer));
  const ended = [...was.keys()].filter((reviewer) => !is.has(reviewer));
  const moved = [...is.values()].filter(({ reviewer, due }) => {
    const before = was.get(reviewer);
    return before !== undefined && before.due !== due;
  });
  return [
    ...begun.flatMap((one) => [
      assignmentPart(review, one, reminderOf(one)),
      loadPart(one.reviewer, 1),
    ]),
    ...moved.map((one) => assignmentPart(review, one, reminderOf(one))),
    ...leavingParts(review.id, ended),
  ];
}

/** Reviewers for whom a review waits no longer. 6 WRU each. */
function leavingParts(review: string, reviewers: readonly string[]): Part[] {
  return reviewers.flatMap((reviewer) => [
    {
      write: AssignmentItem.build(DeleteTransaction)
        .key(keys.assignment(review, reviewer))
        .params(),
    },
    loadPart(reviewer, -1),
  ]);
}

/**
 * That a review waits for somebody, and when somebody must look at that. 2 WRU,
 * and 1 for each of two indexes, or 2 where it moves in one.
 */
function assignmentPart(
  review: KeptReview,
  seat: Pick<Seat, 'reviewer' | 'due'>,
  look: string,
): Part {
  const { reviewer, due } = seat;
  const { id } = review;
  return {
    write: AssignmentItem.build(PutTransaction)
      .item({
        ...keys.assignment(id, reviewer),
        review: asOpen(review),
        reviewer,
        due,
        ownerPk: keys.assignedTo(reviewer),
        ownerSk: `${due}#${id}`,
        dayPk: keys.due(dueShardOf(id)),
        daySk: `${look}#${id}#${reviewer}`,
      })
      .params(),
  };
}

/** What reviewers are told of who answers for it. 4 WRU each. */
function heldParts(
  review: string,
  reviewers: readonly string[],
  holder: string,
): Part[] {
  return reviewers.map((reviewer) => ({
    write: {
      Update: {
        TableName: catalogue.getName(),
        Key: keys.assignment(review, reviewer),
        UpdateExpression: 'SET #review.#holder = :holder',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeNames: { '#review': 'review', '#holder': 'holder' },
        ExpressionAttributeValues: { ':holder': holder },
      },
    },
  }));
}

function loadPart(reviewer: string, change: 1 | -1): Part {
  return {
    write: LoadItem.build(UpdateTransaction)
      .item({ ...keys.load(reviewer), open: $add(change) })
      .params(),
  };
}

/**
 * A sheet as it stands from now on, on condition that it is at the number that
 * `before` had. 2 WRU.
 */
function sheetPart(
  review: string,
  before: KeptSheet | undefined,
  sheet: KeptSheet,
): Part {
  const condition =
    before === undefined
      ? ({ attr: 'pk', exists: false } as const)
      : ({ attr: 'seq', eq: before.seq } as const);
  return {
    write: SheetItem.build(PutTransaction)
      .item({ ...keys.sheet(review, sheet.reviewer), ...sheet })
      .options({ condition })
      .params(),
  };
}

/** A comment. 2 WRU per KB. */
function commentPart(review: string, comment: Required<Comment>): Part {
  return {
    write: CommentItem.build(PutTransaction)
      .item({ ...keys.comment(review, comment.id), comment })
      .params(),
  };
}

/** A page of a review's comments, oldest first. 1 RRU per 4 KB, consistent. */
async function comments(
  review: string,
  {
    limit,
    after,
  }: { readonly limit: number; readonly after?: string | undefined },
): Promise<{ items: Required<Comment>[]; next?: string }> {
  const { Items = [], LastEvaluatedKey } = await dynamoDb.send(
    new QueryCommand({
      TableName: catalogue.getName(),
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: {
        ':pk': review,
        ':from': keys.comment(review, after === undefined ? '' : `${after}#`)
          .sk,
        ':to': keys.comment(review, '~').sk,
      },
      ConsistentRead: true,
      Limit: limit,
    }),
  );
  const items = Items.map(
    (one) => CommentItem.build(EntityFormatter).format(one).comment,
  );
  const last = LastEvaluatedKey && items.at(-1);
  return { items, ...(last && { next: last.id }) };
}

/**
 * News in the outbox; `which` tells them from others of their type, and `epoch`
 * in which Region they happened: in this one without. 2 WRU.
 */
function newsPart(
  { type, detail }: News,
  which: string,
  epoch = Number(environment('EPOCH')),
): Part {
  const seconds = Math.floor(Date.parse(detail.time) / 1_000);
  return {
    write: NewsItem.build(PutTransaction)
      .item({
        ...keys.news(detail.reviewId, type, which),
        type,
        detail: { ...detail, epoch },
        expiresAt: seconds + newsSeconds,
      })
      .params(),
  };
}

/** An assignment that somebody must look at. */
export type Due = {
  readonly review: string;
  readonly reviewer: string;
  /** Place in its shard, after which the next page goes on. */
  readonly place: string;
};

/** A page of what is due in a shard at a moment. 0.5 RRU per 4 KB, some eight. */
async function dueIn(
  shard: number,
  { at, limit, after = ' ' }: { at: string; limit: number; after?: string },
): Promise<Due[]> {
  const { Items = [] } = await dynamoDb.send(
    new QueryCommand({
      TableName: catalogue.getName(),
      IndexName: 'byDay',
      KeyConditionExpression: 'dayPk = :shard AND daySk BETWEEN :after AND :at',
      ExpressionAttributeValues: {
        ':shard': keys.due(shard),
        ':after': `${after}~`,
        ':at': `${at}~`,
      },
      Limit: limit,
    }),
  );
  return Items.map((one) => {
    const { review, reviewer, daySk } =
      AssignmentItem.build(EntityFormatter).format(one);
    return { review: review.id, reviewer, place: daySk };
  });
}

/** Panels, scores and comments, as the `catalogue` table keeps them. */
export const panelStore = {
  seatingParts,
  leavingParts,
  heldParts,
  assignmentPart,
  sheetPart,
  commentPart,
  comments,
  newsPart,
  dueIn,
};
export type PanelStore = typeof panelStore;
