import { isDeepStrictEqual } from 'node:util';
import type { Condition } from 'dynamodb-toolbox/entity/actions/parseCondition';
import { ConditionCheck } from 'dynamodb-toolbox/entity/actions/transactCheck';
import { DeleteTransaction } from 'dynamodb-toolbox/entity/actions/transactDelete';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import type { Part, Write } from '../../platform/commit.ts';
import { historyKeys } from '../../platform/history-keys.ts';
import type { Edition } from '../edition/contract.ts';
import type { Head } from '../head/contract.ts';
import type { Move, VersionChange } from '../model/move.ts';
import { nextDue } from '../model/validity.ts';
import { isUnfinished } from '../model/view.ts';
import {
  BodyItem,
  DueItem,
  dayShardOf,
  HeaderItem,
  HeadItem,
  keys,
  PersonLink,
  RelationLink,
  VersionItem,
} from './items.ts';

/**
 * A move as the parts of one transaction, on condition that nobody else moved
 * the head. With h, v and b the KB begun of the head (the larger of before and
 * after), of each version that changes and of the body, it costs
 * 2h + 2·Σv + 2b + 3 WRU and that of its links and its due date. Links: 3 for a new one, of a
 * contributor, a reviewer, a creator or who acts without ever having been one of
 * them; 2 for one that was there; 4 for each contributor for whom the resource
 * becomes work or stops to be. The header, and a link, are written to an index
 * too. The due date, when it changes: 2, and in each index that it is in 1, or 2
 * where it moves. A relation that begins or ends, 3; one that moves in its
 * whole, 4. A first draft by one person is 12 WRU.
 */
export function partsOf(move: Move): Part[] {
  const { before, head, versions, entry } = move;
  const { id } = head;
  return [
    headPart(before, head),
    ...versions.map((change) => ({ write: versionWrite(id, change) })),
    { write: headerWrite(id, entry.header) },
    {
      write: BodyItem.build(PutTransaction)
        .item({ ...historyKeys.body(id, entry.header), body: entry.body })
        .params(),
    },
    ...linkWrites(move).map((write) => ({ write })),
    ...dueWrites(before, head).map((write) => ({ write })),
    ...relationWrites(before, head).map((write) => ({ write })),
  ];
}

/** On condition that a head is where it was read. 2 WRU per KB of it. */
export function unmovedPart({ id, epoch, seq }: Head): Part {
  const write: Write = HeadItem.build(ConditionCheck)
    .key(keys.head(id))
    .condition({
      and: [
        { attr: 'seq', eq: seq },
        { attr: 'epoch', eq: epoch },
      ],
    })
    .params();
  return { write };
}

/** The links by which targets list what refers to them, as far as they change. */
function relationWrites(before: Head | undefined, head: Head): Write[] {
  const { id } = head;
  const was = relationPlaces(before);
  const is = relationPlaces(head);
  const begun = [...is].filter(
    ([sk, place]) => !isDeepStrictEqual(was.get(sk), place),
  );
  const ended = [...was.keys()].filter((sk) => !is.has(sk));
  return [
    ...begun.map(([sk, place]) =>
      RelationLink.build(PutTransaction)
        .item({ pk: id, sk, ...place })
        .params(),
    ),
    ...ended.map((sk) =>
      RelationLink.build(DeleteTransaction).key({ pk: id, sk }).params(),
    ),
  ];
}

/** Digits that keep parts in the order of their positions. */
const positionDigits = 4;

function relationPlaces(head: Head | undefined) {
  const { id = '', relations = [] } = head ?? {};
  return new Map(
    relations.map((one) => {
      const position = String(one.position ?? 0).padStart(positionDigits, '0');
      const place = {
        ownerPk: keys.relatedTo(one.type, one.target),
        ownerSk: `${position}#${id}`,
      };
      return [keys.relation(id, one).sk, place] as const;
    }),
  );
}

function dueWrites(before: Head | undefined, head: Head): Write[] {
  const was = before && duePlace(before);
  const is = duePlace(head);
  if (isDeepStrictEqual(was, is)) return [];
  const key = keys.due(head.id);
  return [
    is
      ? DueItem.build(PutTransaction)
          .item({ ...key, ...is })
          .params()
      : DueItem.build(DeleteTransaction).key(key).params(),
  ];
}

/** By sort key, where a head stands in lists of what falls due and refers. */
export function placesOf(head: Head): Map<string, object> {
  const places = new Map<string, object>(relationPlaces(head));
  const due = duePlace(head);
  if (due) places.set(keys.due(head.id).sk, due);
  return places;
}

/** Where a head stands in the lists of what falls due, if anything does. */
function duePlace(head: Head) {
  const due = nextDue(head);
  if (due === undefined) return undefined;
  const { holder, id, published } = head;
  return {
    dayPk: keys.fallingDue(due.on, dayShardOf(id)),
    daySk: id,
    ...(published && {
      ownerPk: keys.validityOf(holder),
      ownerSk: `${published.reviewDue}#${id}`,
    }),
  };
}

function headPart(before: Head | undefined, head: Head): Part {
  const { id, epoch, seq } = head;
  const condition: Condition<typeof HeadItem> =
    before === undefined
      ? { attr: 'pk', exists: false }
      : {
          and: [
            { attr: 'seq', eq: before.seq },
            { attr: 'epoch', eq: before.epoch },
          ],
        };
  const write = HeadItem.build(PutTransaction)
    .item({ ...keys.head(id), epoch, seq, head })
    .options({ condition })
    .params();
  return { write };
}

function versionWrite(id: string, change: VersionChange): Write {
  const key = keys.version(id, change.version);
  return 'dropped' in change
    ? VersionItem.build(DeleteTransaction).key(key).params()
    : VersionItem.build(PutTransaction)
        .item({ ...key, ...change })
        .params();
}

function headerWrite(id: string, header: Move['entry']['header']): Write {
  return HeaderItem.build(PutTransaction)
    .item({
      ...historyKeys.header(id, header),
      ...header,
      ...historyKeys.day(id, header),
    })
    .params();
}

/** The links that a move makes, or leads from one list to the other. */
function linkWrites(move: Move): Write[] {
  const { id } = move.head;
  const was = linksOf(move.before, move.before?.published?.edition);
  const editions = move.versions.flatMap((change) =>
    'edition' in change ? [change.edition] : [],
  );
  const is = linksOf(move.head, ...editions);
  const { actor } = move.entry.body;
  // A rule that acts by itself is nobody's trace.
  const isPerson = !actor.startsWith('rule:');
  if (isPerson && !was.has(actor) && !is.has(actor)) {
    is.set(actor, keys.traceOf(actor));
  }
  return [...is]
    .filter(([person, ownerPk]) => was.get(person) !== ownerPk)
    .map(([person, ownerPk]) =>
      PersonLink.build(PutTransaction)
        .item({ ...keys.person(id, person), ownerPk, ownerSk: id })
        .params(),
    );
}

/** By person, the list that a head and these editions have their link in. */
export function linksOf(
  head: Head | undefined,
  ...editions: readonly (Edition | undefined)[]
): Map<string, string> {
  const creators = editions.flatMap((one) => one?.creators ?? []);
  const named = creators.flatMap(({ person }) => person ?? []);
  const { contributors = [], former = [] } = head ?? {};
  const reviewers = head?.review?.reviewers ?? [];
  const isWork = head !== undefined && isUnfinished(head);
  const workers = isWork ? contributors : [];
  return new Map([
    ...[...named, ...reviewers, ...former, ...contributors].map(
      (person) => [person, keys.traceOf(person)] as const,
    ),
    ...workers.map((person) => [person, keys.workOf(person)] as const),
  ]);
}
