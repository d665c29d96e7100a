import * as z from 'zod';
import { id, roles } from '../../platform/contract.ts';
import { termOf } from '../../vocabularies/contract.ts';

/**
 * Most specialities of one expert in one organisation: each is an item, and a
 * change must fit in one transaction of 100.
 */
export const mostSpecialities = 20;

/** What an expert judges: a learning stage and a subject. */
export const Speciality = z.strictObject({
  learningStage: termOf('learning-stage'),
  subject: termOf('subject'),
});
export type Speciality = z.infer<typeof Speciality>;

/**
 * When a role counts, and for what: from the beginning of `from` to the end of
 * `until`, both days in UTC and included; without them from now on, for ever.
 */
export const RoleTerms = z.strictObject({
  from: z.iso.date().optional(),
  until: z.iso.date().optional(),
  /** Only of experts. */
  specialities: z.array(Speciality).max(mostSpecialities).optional(),
});
export type RoleTerms = z.infer<typeof RoleTerms>;

/** By role, its terms; a role without terms counts without limits. */
export const Terms = z.partialRecord(z.enum(roles), RoleTerms);
export type Terms = z.infer<typeof Terms>;

/** Members that there are, or those whose last role was taken. */
export const memberStates = ['current', 'ended'] as const;
export type MemberState = (typeof memberStates)[number];

/** A member of an organisation, with the roles given there. */
export const Member = z.strictObject({
  person: z.strictObject({ id: id('per'), name: z.string() }),
  organisation: id('org'),
  roles: z.array(z.enum(roles)),
  /** Of those roles that have any. */
  terms: Terms.optional(),
  /**
   * Their account was opened again after a disaster, and privileged roles wait
   * until an admin approves. Source: docs/recovery.md.
   */
  awaitsApproval: z.literal(true).optional(),
});
export type Member = z.infer<typeof Member>;
