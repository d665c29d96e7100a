import type { Condition } from 'dynamodb-toolbox/entity/actions/parseCondition';
import { DeleteTransaction } from 'dynamodb-toolbox/entity/actions/transactDelete';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import type { Part, Write } from '../../platform/commit.ts';
import { historyKeys } from '../../platform/history-keys.ts';
import type { Head } from '../head/contract.ts';
import type { Move, VersionChange } from '../model/move.ts';
import { isUnfinished } from '../model/view.ts';
import {
  BodyItem,
  HeaderItem,
  HeadItem,
  keys,
  VersionItem,
  WorkLink,
} from './items.ts';

/**
 * A move as the parts of one transaction, on condition that nobody else moved
 * the head. With h, v and b the KB begun of the head (the larger of before and
 * after), of each version that changes and of the body, it costs
 * 2h + 2·Σv + 2b + 3 WRU, and 3 for each contributor for whom the resource
 * becomes work or stops to be: the header, and a link, are written to an index
 * too. A first draft by one person is 12 WRU; a publication 2h + 8.
 */
export function partsOf({ before, head, versions, entry }: Move): Part[] {
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
    ...workWrites(before, head).map((write) => ({ write })),
  ];
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

/** The links that begin or end with a move. */
function workWrites(before: Head | undefined, head: Head): Write[] {
  const { id } = head;
  const was = workersOf(before);
  const is = workersOf(head);
  const begun = is.filter((person) => !was.includes(person));
  const ended = was.filter((person) => !is.includes(person));
  return [
    ...begun.map((person) =>
      WorkLink.build(PutTransaction)
        .item({
          ...keys.work(id, person),
          ownerPk: keys.workOf(person),
          ownerSk: id,
        })
        .params(),
    ),
    ...ended.map((person) =>
      WorkLink.build(DeleteTransaction).key(keys.work(id, person)).params(),
    ),
  ];
}

function workersOf(head: Head | undefined): readonly string[] {
  return head && isUnfinished(head) ? head.contributors : [];
}
