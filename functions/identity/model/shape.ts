import * as z from 'zod';
import type { HistoryBody } from '../../platform/contract.ts';
import type { Tear } from '../../platform/torn-history.ts';
import { Organisation } from '../contract.ts';
import type { OrganisationStep } from '../history/contract.ts';
import type { Evidence, Proven } from './proving.ts';

/** An organisation as it is kept: with what its ETag and dates come from. */
export type OrganisationAt = Organisation & {
  readonly seq: number;
  readonly createdAt: string;
};

/** Steps that change an organisation itself: each raises its `seq` by one. */
const shaping: readonly OrganisationStep[] = [
  'create',
  'rename',
  'move',
  'close',
  'reopen',
  'merge',
];

/** What an entry of a recovery says of how an organisation is from then on. */
export const Shape = Organisation.omit({ id: true }).extend({ seq: z.int() });
export type Shape = z.infer<typeof Shape>;

export function shapeOf(organisation: OrganisationAt): Shape {
  const { createdAt: _, id: __, ...shape } = organisation;
  return shape;
}

/**
 * An organisation by what its entries prove. Its own item is believed when it
 * has steps that no entry tells of; those that the entries tell of and it does
 * not have are done to it. One that is lost follows from its entries, or from
 * the tree.
 */
export function shapeProven(
  {
    head,
    id,
    node,
    organisation: kept,
  }: {
    readonly id: string;
    readonly head: object | undefined;
    readonly organisation: OrganisationAt | undefined;
    readonly node: Organisation | undefined;
  },
  { chain, proven }: Evidence,
): {
  readonly organisation: OrganisationAt | undefined;
  readonly tear?: Tear;
} {
  if (head === undefined) {
    return { organisation: kept, ...(kept && { tear: 'ahead' }) };
  }
  const since = shapedSince(proven);
  const [first, ...later] = since;
  const base = shapeIn(first?.body)?.seq ?? 1;
  const seq = base + later.filter(isShaping).length;
  if (kept === undefined) {
    const createdAt = proven[0]?.header.time ?? '';
    const told = since.reduce<Told>(stepped, undefined) ?? node;
    const organisation = told && { ...told, id, seq, createdAt };
    return { organisation, tear: 'lost' };
  }
  const isWhole =
    first !== undefined &&
    chain.missing.every((one) => one.seq < first.header.seq) &&
    later.every(({ body, header }) => body || header.action !== 'recover');
  if (!isWhole) return { organisation: kept };
  if (kept.seq === seq) return { organisation: kept };
  if (kept.seq > seq) return { organisation: kept, tear: 'ahead' };
  const lacking = later.filter(isShaping).slice(kept.seq - seq);
  const told = lacking.reduce<Told>(stepped, kept) ?? kept;
  const { createdAt } = kept;
  return { organisation: { ...told, id, seq, createdAt }, tear: 'behind' };
}

type Told = Omit<Organisation, 'id'> | undefined;

/**
 * From the last entry that says how the organisation was as a whole: its first,
 * or one of a recovery.
 */
function shapedSince(proven: readonly Proven[]): readonly Proven[] {
  const at = proven.findLastIndex(
    ({ body, header }) => header.action === 'create' || shapeIn(body),
  );
  return at < 0 ? [] : proven.slice(at);
}

function isShaping({ header }: Proven): boolean {
  return shaping.includes(header.action);
}

function shapeIn(body: HistoryBody | undefined): Shape | undefined {
  return Shape.safeParse(body?.facts.organisation).data;
}

const Created = Organisation.pick({ kind: true, name: true, parent: true });

/** What an organisation is after a step, as far as its body tells. */
function stepped(told: Told, { body, header }: Proven): Told {
  const facts = body?.facts;
  if (header.action === 'recover') {
    const { seq: _, ...shape } = shapeIn(body) ?? { seq: 0 };
    return 'kind' in shape ? shape : told;
  }
  if (header.action === 'create') {
    const { kind, name, parent } = facts ?? {};
    const created = { kind, name, ...(parent !== undefined && { parent }) };
    return Created.safeParse(created).data;
  }
  if (told === undefined || facts === undefined) return told;
  const { closedAt = header.time, mergedInto, ...open } = told;
  const merged = mergedInto !== undefined && { mergedInto };
  switch (header.action) {
    case 'rename':
      return { ...told, name: String(facts.to) };
    case 'move':
      return { ...told, parent: String(facts.to) };
    case 'close':
      return { ...open, ...merged, closedAt };
    case 'reopen':
      return open;
    case 'merge':
      return { ...open, closedAt, mergedInto: String(facts.into) };
    default:
      return told;
  }
}
