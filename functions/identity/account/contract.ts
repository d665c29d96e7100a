import * as z from 'zod';
import { id } from '../../platform/contract.ts';

/** Whose first passwords are asked for; `after` is what the page before said. */
export const FirstPasswordsAsked = z.strictObject({
  organisation: id('org'),
  after: id('per').optional(),
});
export type FirstPasswordsAsked = z.infer<typeof FirstPasswordsAsked>;

/** First passwords of some members; kept nowhere, told this once. */
export const FirstPasswords = z.strictObject({
  people: z.array(
    z.strictObject({
      name: z.string(),
      username: z.string(),
      password: z.string(),
      /** As the organisation's register has them. */
      number: z.string().optional(),
      class: z.string().optional(),
    }),
  ),
  /** Members who chose a password of their own, or sign in elsewhere. */
  others: z.int().nonnegative(),
  next: id('per').optional(),
});
export type FirstPasswords = z.infer<typeof FirstPasswords>;
