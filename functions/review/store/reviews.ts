import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { Entity } from 'dynamodb-toolbox/entity';
import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { UpdateTransaction } from 'dynamodb-toolbox/entity/actions/transactUpdate';
import { $add, $remove } from 'dynamodb-toolbox/entity/actions/update/symbols';
import { item } from 'dynamodb-toolbox/schema/item';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { Table } from 'dynamodb-toolbox/table';
import { dynamoDb } from '../../platform/clients.ts';
import type { Part } from '../../platform/commit.ts';
import { environment } from '../../platform/environment.ts';
import type { OpenReview } from '../../resources/view/contract.ts';
import { endings } from '../contract.ts';
import {
  type End,
  type KeptReview,
  opened,
  type Queue,
} from '../model/review.ts';

const catalogue = new Table({
  name: () => environment('CATALOGUE_TABLE'),
  partitionKey: { name: 'pk', type: 'string' },
  sortKey: { name: 'sk', type: 'string' },
});

const keyOf = (id: string) => ({ pk: id, sk: 'REVIEW' });
/** Of the indexes `byOwner` and `byDay`; only open reviews are in them. */
const ownerOf = (holder: string) => `OPEN#${holder}`;
const district = 'OPEN';
/** Oldest first; the id tells those of one moment apart. */
const placeOf = ({ openedAt, id }: Pick<OpenReview, 'openedAt' | 'id'>) =>
  `${openedAt}#${id}`;

/** A review: under 1 KB while open, up to 4 KB with the longest reason. */
const ReviewItem = new Entity({
  table: catalogue,
  timestamps: false,
  entityAttribute: false,
  name: 'review',
  schema: item({
    pk: string().key(),
    sk: string().key(),
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
    ownerPk: string().optional(),
    ownerSk: string().optional(),
    dayPk: string().optional(),
    daySk: string().optional(),
  }),
});

/** A review that opens. 2 WRU per KB, and 1 per KB for each of two indexes. */
function openedPart(review: OpenReview): Part {
  const place = placeOf(review);
  return {
    write: ReviewItem.build(PutTransaction)
      .item({
        ...keyOf(review.id),
        ...opened(review),
        ownerPk: ownerOf(review.holder),
        ownerSk: place,
        dayPk: district,
        daySk: place,
      })
      .options({ condition: { attr: 'pk', exists: false } })
      .params(),
  };
}

/**
 * A review that ends, on condition that it is open, and is still at `seq` if
 * that is given. 2 WRU per KB of it with the reason, and 2 for the two indexes
 * that it leaves.
 */
function endedPart(id: string, end: End, seq?: number): Part {
  const isOpen = { attr: 'state', eq: 'open' } as const;
  const condition =
    seq === undefined
      ? isOpen
      : { and: [isOpen, { attr: 'seq', eq: seq } as const] };
  return {
    write: ReviewItem.build(UpdateTransaction)
      .item({
        ...keyOf(id),
        ...end,
        state: 'closed',
        seq: $add(1),
        ownerPk: $remove(),
        ownerSk: $remove(),
        dayPk: $remove(),
        daySk: $remove(),
      })
      .options({ condition })
      .params(),
  };
}

/** One review. 0.5 RRU per 4 KB, 1 consistent. */
async function review(
  id: string,
  { consistent }: { readonly consistent: boolean },
): Promise<KeptReview | undefined> {
  const { Item } = await dynamoDb.send(
    new GetCommand({
      TableName: catalogue.getName(),
      Key: keyOf(id),
      ConsistentRead: consistent,
    }),
  );
  return Item && readReview(Item);
}

/** Open reviews of a queue, oldest first. 0.5 RRU per 4 KB, some ten. */
async function openReviews(
  queue: Queue,
  { limit, after = '' }: { limit: number; after?: string | undefined },
): Promise<{ items: OpenReview[]; next?: string }> {
  const isAll = queue === 'district';
  const index = isAll ? 'byDay' : 'byOwner';
  const [pk, sk] = isAll ? ['dayPk', 'daySk'] : ['ownerPk', 'ownerSk'];
  const { Items = [], LastEvaluatedKey } = await dynamoDb.send(
    new QueryCommand({
      TableName: catalogue.getName(),
      IndexName: index,
      KeyConditionExpression: `${pk} = :queue AND ${sk} > :after`,
      ExpressionAttributeValues: {
        ':queue': isAll ? district : ownerOf(queue.holder),
        // No sort key is empty, so that a space comes before all.
        ':after': after === '' ? ' ' : after,
      },
      Limit: limit,
    }),
  );
  const items = Items.map((found) => openReview(readReview(found)));
  const last = LastEvaluatedKey && items.at(-1);
  return { items, ...(last && { next: placeOf(last) }) };
}

/** The reviews of the `catalogue` table. */
export const reviewStore = {
  openedPart,
  endedPart,
  review,
  openReviews,
};
export type ReviewStore = typeof reviewStore;

function readReview(found: Record<string, unknown>): KeptReview {
  const {
    pk: _,
    sk: __,
    ownerPk: ___,
    ownerSk: ____,
    dayPk: _____,
    daySk: ______,
    ...kept
  } = ReviewItem.build(EntityFormatter).format(found);
  return kept;
}

function openReview(kept: KeptReview): OpenReview {
  const { id, resourceId, version, title, holder, submittedBy, openedAt } =
    kept;
  return { id, resourceId, version, title, holder, submittedBy, openedAt };
}
