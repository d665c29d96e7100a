import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import type { Tool } from '../../tool.ts';
import { compareTables } from './comparing.ts';
import {
  clientOf,
  erasedPeople,
  pairFault,
  readable,
  tableOf,
} from './tables.ts';

/** `restore compare <name> --with <table>`: how a restored table differs. */
export const restoreCompare: Tool = {
  usage: 'restore compare <name> --with <table>',
  summary: 'restoreCompareSummary',
  options: { with: { type: 'string' } },
  argumentsMost: 1,
  fault: pairFault,
  use: async (target, { positionals: [name], values }, say) => {
    const table = tableOf(target, name);
    const beside = String(values.with);
    const client = clientOf(target);
    const { Table } = await client.send(
      new DescribeTableCommand({ TableName: beside }),
    );
    if (Table?.TableStatus !== 'ACTIVE') {
      const status = Table?.TableStatus ?? '?';
      const line = say('restoreNotReady', { target: beside, status });
      return { lines: [line], isDone: false };
    }
    const compared = await compareTables(
      readable(client, beside),
      readable(client, table),
      await erasedPeople(target),
      new Date(),
    );
    const { added, counts, first, items, parts } = compared;
    const keys = Object.entries(first).flatMap(([kind, list]) =>
      list.map((key) => `${kind}  ${key}`),
    );
    const facts = { ...counts, added, parts, ...items, table, target: beside };
    return { lines: [...keys, say('restoreCompared', facts)], isDone: true };
  },
};
