import * as z from 'zod';
import { Region } from '../../platform/contract.ts';

/** By what a stage sends notices as e-mail, and from which address. */
export const MailSender = z.discriminatedUnion('transport', [
  z.strictObject({
    transport: z.literal('ses'),
    /** Its owner confirms it once to Amazon SES. */
    from: z.email(),
    /**
     * Whose SES it is, for not every Region has one. Elsewhere than in the
     * stage's own Region, the address is added by hand.
     */
    region: Region,
  }),
]);
export type MailSender = z.infer<typeof MailSender>;
