import { QueryCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import * as z from 'zod';
import { dynamoDb } from '../../platform/clients.ts';
import { hashOf } from '../../platform/history.ts';
import type { Head } from '../head/contract.ts';
import type { HistoryHeader } from '../history/contract.ts';
import { catalogue, HeadItem } from './items.ts';
import { readHeader } from './reads.ts';

/** A part of the catalogue, and how far it has been read. */
export type Stretch = {
  readonly segment: number;
  readonly segments: number;
  /** Where the page before ended; from the beginning without. */
  readonly after?: string | undefined;
};

const Place = z.strictObject({ pk: z.string(), sk: z.string() });

/**
 * A page of the heads in one of `segments` parts of the catalogue; maybe none,
 * with more behind. For rebuilding what follows from heads, never for a
 * request: it reads consistently all that stands between the heads too, 1 RRU
 * per 4 KB and up to 1 MB a page.
 */
export async function scanHeads({
  segment,
  segments,
  after,
}: Stretch): Promise<{ readonly heads: Head[]; readonly next?: string }> {
  const { Items = [], LastEvaluatedKey: last } = await dynamoDb.send(
    new ScanCommand({
      TableName: catalogue.getName(),
      ConsistentRead: true,
      Segment: segment,
      TotalSegments: segments,
      FilterExpression: 'sk = :head',
      ExpressionAttributeValues: { ':head': 'HEAD' },
      ...(after !== undefined && {
        ExclusiveStartKey: Place.parse(JSON.parse(after)),
      }),
    }),
  );
  const heads = Items.map(
    (item) => HeadItem.build(EntityFormatter).format(item).head,
  );
  return { heads, ...(last && { next: JSON.stringify(Place.parse(last)) }) };
}

/** The last entry of a resource's history, with its hash. */
export type LastEntry = {
  readonly header: HistoryHeader;
  readonly hash: string;
};

/** What a resource's history ends with, if it has any. 1 RRU. */
export async function lastEntry(id: string): Promise<LastEntry | undefined> {
  const { Items: [item] = [] } = await dynamoDb.send(
    new QueryCommand({
      TableName: catalogue.getName(),
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: { ':pk': id, ':from': 'H#', ':to': 'H#~' },
      ScanIndexForward: false,
      Limit: 1,
    }),
  );
  if (item === undefined) return undefined;
  const header = readHeader(item);
  return { header, hash: hashOf(header) };
}
