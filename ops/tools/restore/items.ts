import { createHash } from 'node:crypto';
import { canonical } from '../../../functions/platform/history.ts';

/** An item of a table, as the document client has it. */
export type Item = Readonly<Record<string, unknown>>;

/** How an item of before is to what the table has now. */
export const verdicts = [
  /** The table has just that. */
  'same',
  /** The table has it no more. */
  'missing',
  /** The table holds something else under its key. */
  'differs',
  /** The table holds a later state of the same thing. */
  'newer',
  /** It names somebody who was erased since. */
  'erased',
  /** It had its time, and would be gone by itself. */
  'expired',
] as const;
export type Verdict = (typeof verdicts)[number];

const personIds = /per_[0-9A-Z]{26}/g;

/** What becomes of one item of before; `erased` are ids of people. */
export function verdictOf(
  then: Item,
  now: Item | undefined,
  erased: ReadonlySet<string>,
  time: Date,
): Verdict {
  const { expiresAt } = then;
  const seconds = time.getTime() / 1_000;
  if (typeof expiresAt === 'number' && expiresAt <= seconds) return 'expired';
  const people = textOf(then).match(personIds) ?? [];
  if (people.some((one) => erased.has(one))) return 'erased';
  if (now === undefined) return 'missing';
  if (textOf(then) === textOf(now)) return 'same';
  return isLater(now, then) ? 'newer' : 'differs';
}

/** SHA-256 of an item, whatever the order of its attributes. */
export function digestOf(item: Item): Buffer {
  return createHash('sha256').update(textOf(item)).digest();
}

/** Its key as a person reads it. */
export function keyText({ pk, sk }: Item): string {
  return `${pk} ${sk}`;
}

/** What counts its changes says that one comes after the other. */
function isLater(one: Item, other: Item): boolean {
  const place = ({ epoch = 0, seq }: Item) => [Number(epoch), Number(seq)];
  const [epoch = 0, seq = Number.NaN] = place(one);
  const [before = 0, past = Number.NaN] = place(other);
  return epoch > before || (epoch === before && seq > past);
}

function textOf(item: Item): string {
  return canonical(Object(plain(item)));
}

/** Bytes as text, for JSON has none. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, plain(one)]),
  );
}
