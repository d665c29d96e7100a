import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Tool } from '../../tool.ts';
import { byKey } from './comparing.ts';
import { type Item, keyText, type Verdict, verdictOf } from './items.ts';
import {
  clientOf,
  erasedPeople,
  pairFault,
  partitionOf,
  tableOf,
} from './tables.ts';

/** Partitions that one use copies: a person looks at each. */
const mostPartitions = 20;

/**
 * `restore copy <name> <pk>… --with <table>`: puts items of some partitions back
 * into the table that is used. What is missing is put where nothing is; what
 * differs is replaced only with `--replace`, and only while it is as it was
 * read. What is newer now, names somebody who was erased, or had its time stays
 * away, and nothing is ever deleted. Cost: 1 RRU per 4 KB of each partition in
 * both tables, and 1 WRU per KB of each item.
 */
export const restoreCopy: Tool = {
  usage: `restore copy <name> <partition key>… --with <table> [--replace] [--apply]`,
  summary: 'restoreCopySummary',
  options: {
    with: { type: 'string' },
    replace: { type: 'boolean' },
    apply: { type: 'boolean' },
  },
  argumentsMost: 1 + mostPartitions,
  fault: (given, say) => {
    const { length } = given.positionals.slice(1);
    const isGood = length > 0 && length <= mostPartitions;
    return (
      pairFault(given, say) ??
      (isGood ? undefined : say('restorePartitions', { most: mostPartitions }))
    );
  },
  use: async (target, { positionals: [name, ...keys], values }, say) => {
    const { apply = false, replace = false } = values;
    const table = tableOf(target, name);
    const client = clientOf(target);
    const erased = await erasedPeople(target);
    const copied: Verdict[] = replace ? ['missing', 'differs'] : ['missing'];
    const lines: string[] = [];
    let due = 0;
    let moved = 0;
    for (const pk of keys) {
      const now = byKey(await partitionOf(client, table, pk));
      const beside = String(values.with);
      for (const item of await partitionOf(client, beside, pk)) {
        const found = now.get(keyText(item));
        const verdict = verdictOf(item, found, erased, new Date());
        if (verdict === 'same') continue;
        const isDue = copied.includes(verdict);
        lines.push(`${verdict}${isDue ? ' *' : ''}  ${keyText(item)}`);
        if (!isDue) continue;
        due += 1;
        if (!apply) continue;
        if (!(await put(client, table, item, found))) moved += 1;
      }
    }
    const facts = { due, moved, done: due - moved, table };
    const summary = apply ? 'restoreCopied' : 'restoreCopyWould';
    return { lines: [...lines, say(summary, facts)], isDone: moved === 0 };
  },
};

/** Whether it was put: not when somebody was at it since it was read. */
async function put(
  client: DynamoDBDocumentClient,
  TableName: string,
  Item: Item,
  found: Item | undefined,
): Promise<boolean> {
  try {
    await client.send(
      new PutCommand({ TableName, Item, ...conditionOf(found) }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/** That nothing is there, or just what was read, attribute by attribute. */
function conditionOf(found: Item | undefined) {
  if (found === undefined) {
    return { ConditionExpression: 'attribute_not_exists(pk)' };
  }
  const attributes = Object.entries(found);
  return {
    ConditionExpression: attributes
      .map((_, at) => `#a${at} = :v${at}`)
      .join(' AND '),
    ExpressionAttributeNames: Object.fromEntries(
      attributes.map(([name], at) => [`#a${at}`, name]),
    ),
    ExpressionAttributeValues: Object.fromEntries(
      attributes.map(([, value], at) => [`:v${at}`, value]),
    ),
  };
}
