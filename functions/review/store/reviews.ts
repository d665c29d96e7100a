import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { UpdateTransaction } from 'dynamodb-toolbox/entity/actions/transactUpdate';
import {
  $add,
  $remove,
  $set,
} from 'dynamodb-toolbox/entity/actions/update/symbols';
import { dynamoDb } from '../../platform/clients.ts';
import type { Part } from '../../platform/commit.ts';
import type { OpenReview } from '../../resources/view/contract.ts';
import {
  type End,
  type KeptReview,
  opened,
  type Queue,
} from '../model/review.ts';
import type { Panel } from '../panel/contract.ts';
import type { RubricRef } from '../rubric/contract.ts';
import {
  AssignmentItem,
  catalogue,
  keys,
  ReviewItem,
  SheetItem,
} from './items.ts';

/** One reviewer's scores as they are kept; `seq` grows with every change. */
export type KeptSheet = {
  readonly reviewer: string;
  readonly seq: number;
  readonly scores: Readonly<Record<string, number>>;
  readonly scoredAt: string;
};

/** A review with what its reviewers gave so far. */
export type WholeReview = {
  readonly kept: KeptReview;
  readonly sheets: readonly KeptSheet[];
};

type Page = { readonly limit: number; readonly after?: string | undefined };
type Item = Record<string, unknown>;

/** Oldest first; the id tells those of one moment apart. */
const placeOf = ({ openedAt, id }: Pick<OpenReview, 'openedAt' | 'id'>) =>
  `${openedAt}#${id}`;

/** A review that opens. 2 WRU per KB, and 1 per KB for each of two indexes. */
function openedPart(review: OpenReview): Part {
  return {
    write: ReviewItem.build(PutTransaction)
      .item(itemOf(opened(review)))
      .options({ condition: { attr: 'pk', exists: false } })
      .params(),
  };
}

/** A review as it should be, whatever is there: for a recovery. As above. */
export function wholePart(review: KeptReview): Part {
  const write = ReviewItem.build(PutTransaction).item(itemOf(review)).params();
  return { write };
}

/** A review with its places in lists. */
function itemOf(review: KeptReview) {
  const { closedAt, holder, id, result, state } = review;
  const item = { ...keys.review(id), ...review };
  if (state === 'open') {
    const place = placeOf(review);
    const lists = { ownerPk: keys.openOf(holder), dayPk: keys.open };
    return { ...item, ...lists, ownerSk: place, daySk: place };
  }
  if (!result) return item;
  const { id: rubric, version } = result.rubric;
  const ownerPk = keys.ruledBy(rubric, version);
  return { ...item, ownerPk, ownerSk: `${closedAt}#${id}` };
}

/**
 * A review that moves by one while it is open: its panel changes, or only its
 * number, because somebody scored or commented. On condition that nobody else
 * moved it. 2 WRU per KB, and 1 per KB for each of two indexes.
 */
function movedPart(before: KeptReview, panel: Panel | undefined): Part {
  return {
    write: ReviewItem.build(UpdateTransaction)
      .item({
        ...keys.review(before.id),
        seq: $add(1),
        ...(panel && { panel: asOne(panel) }),
      })
      .options({ condition: isAt(before.seq) })
      .params(),
  };
}

/** An open review that has one comment more; else it moves as above. */
function commentedPart(before: KeptReview): Part {
  return {
    write: ReviewItem.build(UpdateTransaction)
      .item({ ...keys.review(before.id), seq: $add(1), comments: $add(1) })
      .options({ condition: isAt(before.seq) })
      .params(),
  };
}

/**
 * An open review that goes to the queue of another organisation. 2 WRU, 2 for
 * the queue that it leaves and enters, and 1 for the district's.
 */
function heldPart(id: string, holder: string): Part {
  return {
    write: ReviewItem.build(UpdateTransaction)
      .item({
        ...keys.review(id),
        holder,
        seq: $add(1),
        ownerPk: keys.openOf(holder),
      })
      .options({ condition: isOpen })
      .params(),
  };
}

/**
 * A review that ends, on condition that it is open, and is still at `seq` if
 * that is given. 2 WRU per KB of it with the reason and the scores, and 1 per KB
 * that it had for each of two indexes that it leaves; with a result it enters
 * one anew, 1 per KB that it has.
 */
function endedPart(id: string, end: End, seq?: number): Part {
  const { result, ...rest } = end;
  const { closedAt } = end;
  const rubric = result?.rubric;
  return {
    write: ReviewItem.build(UpdateTransaction)
      .item({
        ...keys.review(id),
        ...rest,
        ...(result && { result: asOne(result) }),
        state: 'closed',
        seq: $add(1),
        ownerPk: rubric ? keys.ruledBy(rubric.id, rubric.version) : $remove(),
        ownerSk: rubric ? `${closedAt}#${id}` : $remove(),
        dayPk: $remove(),
        daySk: $remove(),
      })
      .options({ condition: seq === undefined ? isOpen : isAt(seq) })
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
      Key: keys.review(id),
      ConsistentRead: consistent,
    }),
  );
  return Item && readReview(Item);
}

/**
 * A review with its reviewers' sheets, read consistently in one query. 1 RRU
 * per 4 KB: one or two for a panel of seven.
 */
async function whole(id: string): Promise<WholeReview | undefined> {
  const { Items = [] } = await dynamoDb.send(
    new QueryCommand({
      TableName: catalogue.getName(),
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: {
        ':pk': id,
        ':from': keys.review(id).sk,
        ':to': keys.sheet(id, '~').sk,
      },
      ConsistentRead: true,
    }),
  );
  const [first, ...rest] = Items;
  if (first?.sk !== keys.review(id).sk) return undefined;
  return { kept: readReview(first), sheets: rest.map(readSheet) };
}

/** Open reviews of a queue, oldest first. 0.5 RRU per 4 KB, some ten. */
async function openReviews(
  queue: Queue,
  { limit, after }: Page,
): Promise<{ items: OpenReview[]; next?: string }> {
  const isAll = queue === 'district';
  const { items, more } = await indexed(
    isAll ? 'byDay' : 'byOwner',
    isAll ? keys.open : keys.openOf(queue.holder),
    { limit, after },
  );
  const open = items.map((found) => openReview(readReview(found)));
  const last = more ? open.at(-1) : undefined;
  return { items: open, ...(last && { next: placeOf(last) }) };
}

/** Open reviews that somebody is on the panel of, the next due first. As above. */
async function assigned(
  reviewer: string,
  page: Page,
): Promise<{ items: OpenReview[]; next?: string }> {
  const { items, more } = await indexed(
    'byOwner',
    keys.assignedTo(reviewer),
    page,
  );
  const found = items.map((one) =>
    AssignmentItem.build(EntityFormatter).format(one),
  );
  const last = more ? found.at(-1) : undefined;
  return {
    items: found.map(({ review: each }) => each),
    ...(last && { next: last.ownerSk }),
  };
}

/**
 * Decided reviews that had a panel, by the version of their rubric, the oldest
 * after `after` first. 0.5 RRU per 4 KB of them, one or two in each.
 */
async function ruled(
  rubric: RubricRef,
  page: Page,
): Promise<{ items: KeptReview[]; next?: string }> {
  const queue = keys.ruledBy(rubric.id, rubric.version);
  const { items, more } = await indexed('byOwner', queue, page);
  const last = more ? items.at(-1) : undefined;
  return {
    items: items.map(readReview),
    ...(last && { next: String(last.ownerSk) }),
  };
}

/** The reviews of the `catalogue` table. */
export const reviewStore = {
  openedPart,
  movedPart,
  commentedPart,
  heldPart,
  endedPart,
  review,
  whole,
  openReviews,
  assigned,
  ruled,
};
export type ReviewStore = typeof reviewStore;

/**
 * A map that replaces what was there: otherwise an update writes its fields one
 * by one, into nothing the first time. The library's types do not know that for
 * what is cast.
 */
function asOne<T extends object>(value: T): T {
  return $set(value) as unknown as T;
}

const isOpen = { attr: 'state', eq: 'open' } as const;

function isAt(seq: number) {
  return { and: [isOpen, { attr: 'seq', eq: seq } as const] };
}

async function indexed(
  index: 'byOwner' | 'byDay',
  queue: string,
  { limit, after = '' }: Page,
): Promise<{ items: Item[]; more: boolean }> {
  const [pk, sk] =
    index === 'byDay' ? ['dayPk', 'daySk'] : ['ownerPk', 'ownerSk'];
  const { Items = [], LastEvaluatedKey } = await dynamoDb.send(
    new QueryCommand({
      TableName: catalogue.getName(),
      IndexName: index,
      KeyConditionExpression: `${pk} = :queue AND ${sk} > :after`,
      ExpressionAttributeValues: {
        ':queue': queue,
        // No sort key is empty, so that a space comes before all.
        ':after': after === '' ? ' ' : after,
      },
      Limit: limit,
    }),
  );
  return { items: Items, more: LastEvaluatedKey !== undefined };
}

/** A review as an item has it. */
export function readReview(found: Item): KeptReview {
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

/** Somebody's scores as an item has them. */
export function readSheet(found: Item): KeptSheet {
  const {
    pk: _,
    sk: __,
    ...sheet
  } = SheetItem.build(EntityFormatter).format(found);
  return sheet;
}

function openReview(kept: KeptReview): OpenReview {
  const { id, resourceId, version, title, holder, submittedBy, openedAt } =
    kept;
  return { id, resourceId, version, title, holder, submittedBy, openedAt };
}
