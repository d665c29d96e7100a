import * as z from 'zod';
import { id } from '../../platform/contract.ts';
import { Edition } from '../edition/contract.ts';

/** How one resource refers to another, in the words of Dublin Core. */
export const relationTypes = ['isBasedOn', 'isPartOf'] as const;
export type RelationType = (typeof relationTypes)[number];

/** Bounds of relations; they keep a head and a walk along them small. */
export const relationLimits = {
  /** Of one resource, of both types together. */
  relations: 20,
  /** Places in the order of a whole. */
  positions: 9_999,
  /** Resources above one, by whatever ways; each is read and held in a command. */
  line: 30,
  /** Steps back from a resource to its sources that are shown. */
  lineageSteps: 5,
} as const;

/** A relation as the head of the resource keeps it that refers. */
export const Relation = z.strictObject({
  type: z.enum(relationTypes),
  target: id('res'),
  /** Place in the whole that it is part of. */
  position: z.int().positive().max(relationLimits.positions).optional(),
});
export type Relation = z.infer<typeof Relation>;

/** A related resource that the reader may see. */
export const Related = Edition.pick({ title: true, type: true, licence: true })
  .extend({
    resourceId: id('res'),
    holder: id('org'),
    isPublished: z.boolean(),
    position: z.int().positive().optional(),
  })
  .meta({ description: 'A related resource that this reader may see' });
export type Related = z.infer<typeof Related>;

/** What a resource refers to, and what refers to it. */
export const Relations = z.strictObject({
  isBasedOn: z.array(Related),
  isPartOf: z.array(Related),
  /** The sources, their sources, and so on, nearest first. */
  lineage: z.array(Related),
  /** A page of what was adapted from it. */
  isBasisFor: z.array(Related),
  next: z.string().optional(),
});
