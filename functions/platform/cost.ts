import type { Pluggable } from '@smithy/types';

/**
 * What one invocation has spent: DynamoDB request units and S3 requests. A
 * Lambda environment runs one invocation at a time, so one counter suffices;
 * the pipelines reset it and log it.
 */
export type Cost = { rru: number; wru: number; s3: number };

const spent: Cost = { rru: 0, wru: 0, s3: 0 };

export function resetCost(): void {
  Object.assign(spent, { rru: 0, wru: 0, s3: 0 });
}

export function costSoFar(): Readonly<Cost> {
  return { ...spent };
}

const readUnitBytes = 4_096;

/**
 * Size of an item in bytes by DynamoDB's documented rule: names and strings in
 * UTF-8, a number about half a byte a digit and one more, a list or map three
 * bytes and one for each element.
 * Source: DynamoDB Developer Guide, "Item sizes and formats".
 */
export function itemBytes(item: Readonly<Record<string, unknown>>): number {
  return Object.entries(item).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value),
    0,
  );
}

function valueBytes(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value === 'number' || typeof value === 'bigint') {
    return Math.ceil(String(value).replace(/[-.]/g, '').length / 2) + 1;
  }
  if (value instanceof Uint8Array) return value.byteLength;
  if (value === undefined) return 0;
  if (value === null || typeof value === 'boolean') return 1;
  const members = Array.isArray(value)
    ? value.map(valueBytes)
    : value instanceof Set
      ? [...value].map(valueBytes)
      : [itemBytes(value as Readonly<Record<string, unknown>>)];
  const elements =
    Array.isArray(value) || value instanceof Set
      ? members.length
      : Object.keys(value).length;
  return 3 + elements + members.reduce((sum, bytes) => sum + bytes, 0);
}

/** Read units of `bytes`: a half per 4 KB begun, a whole if consistent. */
export function readUnits(bytes: number, isConsistent: boolean): number {
  const blocks = Math.max(1, Math.ceil(bytes / readUnitBytes));
  return isConsistent ? blocks : blocks / 2;
}

type Item = Readonly<Record<string, unknown>>;
type Reading = {
  readonly ConsistentRead?: boolean;
  /** A batch says for each table whether it is read consistently. */
  readonly RequestItems?: Readonly<
    Record<string, { readonly ConsistentRead?: boolean }>
  >;
};
type ReadOutput = {
  readonly Item?: Item;
  readonly Items?: readonly Item[];
  readonly Responses?: Readonly<Record<string, readonly Item[]>>;
};
type WriteOutput = {
  readonly ConsumedCapacity?:
    | { readonly CapacityUnits?: number }
    | readonly { readonly CapacityUnits?: number }[];
};

const reads = /^(GetItem|Query|Scan|BatchGetItem)Command$/;

/**
 * Counts a document client's units. Reads are counted from the sizes of what
 * came (so a count is the same on the emulator, which reports reads wrongly);
 * writes from what DynamoDB reports.
 */
export function countDynamoDb<I extends object, O extends object>(): Pluggable<
  I,
  O
> {
  return {
    applyToStack: (stack) => {
      stack.add(
        (next, context) => async (args) => {
          const isRead = reads.test(context.commandName ?? '');
          const input = isRead
            ? args.input
            : { ...args.input, ReturnConsumedCapacity: 'TOTAL' };
          const result = await next({ ...args, input });
          if (isRead) spent.rru += unitsRead(args.input, result.output);
          else spent.wru += unitsWritten(result.output);
          return result;
        },
        { step: 'initialize', name: 'countDynamoDb', priority: 'high' },
      );
    },
  };
}

function unitsRead(input: Reading, output: ReadOutput): number {
  const isConsistent = input.ConsistentRead === true;
  if (output.Items !== undefined) {
    const bytes = output.Items.reduce((sum, item) => sum + itemBytes(item), 0);
    return readUnits(bytes, isConsistent);
  }
  if (output.Responses !== undefined) {
    return Object.entries(output.Responses)
      .flatMap(([table, items]) => {
        const isTableConsistent = input.RequestItems?.[table]?.ConsistentRead;
        return items.map((item) =>
          readUnits(itemBytes(item), isTableConsistent === true),
        );
      })
      .reduce((sum, units) => sum + units, 0);
  }
  return readUnits(
    output.Item === undefined ? 0 : itemBytes(output.Item),
    isConsistent,
  );
}

function unitsWritten({ ConsumedCapacity: consumed }: WriteOutput): number {
  if (consumed === undefined) return 0;
  const tables = 'CapacityUnits' in consumed ? [consumed] : consumed;
  return [...(tables as readonly { readonly CapacityUnits?: number }[])].reduce(
    (sum, { CapacityUnits: units = 0 }) => sum + units,
    0,
  );
}

/** Counts the requests that an S3 client really sends; signing sends none. */
export function countS3<I extends object, O extends object>(): Pluggable<I, O> {
  return {
    applyToStack: (stack) => {
      stack.add(
        (next) => (args) => {
          spent.s3 += 1;
          return next(args);
        },
        { step: 'finalizeRequest', name: 'countS3', priority: 'low' },
      );
    },
  };
}
