import { DeleteCommand, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import { EntityParser } from 'dynamodb-toolbox/entity/actions/parse';
import { dynamoDb } from '../../platform/clients.ts';
import { canonical } from '../../platform/history.ts';
import { historyKeys } from '../../platform/history-keys.ts';
import { queryAll } from '../../platform/query-all.ts';
import { chainOf, placeOf } from '../../platform/torn-history.ts';
import type { Head } from '../head/contract.ts';
import type { HistoryHeader } from '../history/contract.ts';
import type { Kept, Torn } from '../model/torn.ts';
import {
  BodyItem,
  catalogue,
  HeaderItem,
  HeadItem,
  keys,
  PersonLink,
  VersionItem,
} from './items.ts';
import { linksOf, placesOf } from './parts.ts';
import type { Stretch } from './scan.ts';

type Item = Record<string, unknown>;

/**
 * A page of the ids of all that has a head or an entry. For a recovery, never
 * for a request: it reads the whole table once, 1 RRU per 4 KB.
 */
async function ids({
  segment,
  segments,
  after,
}: Stretch): Promise<{ readonly ids: Set<string>; readonly next?: string }> {
  const { Items = [], LastEvaluatedKey: last } = await dynamoDb.send(
    new ScanCommand({
      TableName: catalogue.getName(),
      ConsistentRead: true,
      Segment: segment,
      TotalSegments: segments,
      FilterExpression: 'begins_with(pk, :resource)',
      ProjectionExpression: 'pk',
      ExpressionAttributeValues: { ':resource': 'res_' },
      ...(after !== undefined && { ExclusiveStartKey: JSON.parse(after) }),
    }),
  );
  const found = new Set(Items.map(({ pk }) => String(pk)));
  // It began on the page before, and was judged in its whole.
  if (after !== undefined) found.delete(JSON.parse(after).pk);
  return { ids: found, ...(last && { next: JSON.stringify(last) }) };
}

/** All that there is of one resource, consistently. 1 RRU per 4 KB of it. */
async function kept(id: string): Promise<Kept> {
  return keptOf(id, await partitionOf(id));
}

/** What a resource says of itself once it was judged. Cost: `kept`. */
export async function recordOf(id: string) {
  return recordIn(await kept(id));
}

/** A head, the entries that lead there, and by number what versions hold. */
export function recordIn(found: Kept) {
  const { head, versions } = found;
  const { headers, missing } = chainOf(found);
  const bodies = new Map(found.bodies.map((one) => [placeOf(one), one.body]));
  const entries = headers.map((header) => ({
    header,
    body: bodies.get(placeOf(header)),
  }));
  const held = [...(head?.published ? [head.published] : []), ...versions];
  return {
    head,
    entries,
    /** Whether no entry is lost, nor what one of them says. */
    isWhole: missing.length === 0 && entries.every(({ body }) => body),
    editions: new Map(held.map((one) => [one.version, one.edition])),
  };
}

/** What the items of a resource's partition say. */
export function keptOf(id: string, all: readonly Item[]): Kept {
  const of = (prefix: string) =>
    all.filter(({ sk }) => String(sk).startsWith(prefix));
  const [head] = of('HEAD').map(
    (one) => HeadItem.build(EntityFormatter).format(one).head,
  );
  return {
    id,
    head,
    headers: of('H#').map((one) => {
      const {
        pk: _,
        sk: __,
        dayPk: ___,
        daySk: ____,
        ...header
      } = HeaderItem.build(EntityFormatter).format(one);
      return header;
    }),
    bodies: of('B#').map((one) => {
      const { sk, body } = BodyItem.build(EntityFormatter).format(one);
      const [, epoch, seq] = sk.split('#').map(Number);
      return { epoch: epoch ?? 0, seq: seq ?? 0, body };
    }),
    versions: of('V#').map((one) => {
      const {
        pk: _,
        sk: __,
        ...version
      } = VersionItem.build(EntityFormatter).format(one);
      return version;
    }),
    links: new Map(
      of('WORK#').map((one) => {
        const { sk, ownerPk } = PersonLink.build(EntityFormatter).format(one);
        return [sk.slice('WORK#'.length), ownerPk];
      }),
    ),
    places: new Map(
      [...of('DUE'), ...of('REL#')].map(({ pk: _, sk, ...place }) => [
        String(sk),
        canonical(place),
      ]),
    ),
  };
}

/** The places in lists that a resource should have, by its head. */
export function duePlaces({ head }: Kept): Map<string, string> {
  const places = head ? [...placesOf(head)] : [];
  return new Map(places.map(([sk, place]) => [sk, canonical(place)]));
}

/** The links that a resource should have, by all that names a person in it. */
export function dueLinks({ bodies, head, versions }: Kept) {
  const editions = versions.map(({ edition }) => edition);
  const due = linksOf(head, head?.published?.edition, ...editions);
  for (const { body } of head ? bodies : []) {
    const isPerson = !body.actor.startsWith('rule:');
    if (!isPerson || due.has(body.actor)) continue;
    due.set(body.actor, keys.traceOf(body.actor));
  }
  return due;
}

/** Puts a header back that was lost. 3 WRU with the index. */
function putHeader(header: HistoryHeader): Promise<void> {
  const { resource } = header;
  const { item } = HeaderItem.build(EntityParser).parse({
    ...historyKeys.header(resource, header),
    ...header,
    ...historyKeys.day(resource, header),
  });
  return put(item);
}

/** Puts a head back that was lost, unless one is there. 1 WRU per KB. */
function putHead(head: Head): Promise<void> {
  const { epoch, id, seq } = head;
  const parsed = { ...keys.head(id), epoch, seq, head };
  return put(HeadItem.build(EntityParser).parse(parsed).item);
}

/** Puts links as they should be: none that is torn is left. 2 WRU each. */
async function putLinks(found: Kept, torn: readonly Torn[]): Promise<void> {
  const due = dueLinks(found);
  for (const { item, which } of torn) {
    if (item !== 'link') continue;
    const ownerPk = due.get(which) ?? keys.traceOf(which);
    const link = { ...keys.person(found.id, which), ownerPk };
    await put(
      PersonLink.build(EntityParser).parse({ ...link, ownerSk: found.id }).item,
    );
  }
}

/** Puts places in lists as they should be. 3 WRU each, 1 that goes. */
async function putPlaces(
  { head, id }: Kept,
  torn: readonly Torn[],
): Promise<void> {
  const due = head && placesOf(head);
  for (const { item, which: sk } of torn) {
    if (item !== 'due' && item !== 'relation') continue;
    const place = due?.get(sk);
    if (place) await put({ pk: id, sk, ...place });
    else await drop({ pk: id, sk });
  }
}

/** What a recovery reads and writes of resources, beside their moves. */
export const recoveryStore = {
  ids,
  kept,
  putHeader,
  putHead,
  putLinks,
  putPlaces,
};
export type RecoveryStore = typeof recoveryStore;

async function put(Item: Item): Promise<void> {
  await dynamoDb.send(new PutCommand({ TableName: catalogue.getName(), Item }));
}

async function drop(Key: Item): Promise<void> {
  await dynamoDb.send(
    new DeleteCommand({ TableName: catalogue.getName(), Key }),
  );
}

async function partitionOf(id: string): Promise<Item[]> {
  return queryAll({
    TableName: catalogue.getName(),
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': id },
    ConsistentRead: true,
  });
}
