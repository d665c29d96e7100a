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
  z.strictObject({
    transport: z.literal('smtp'),
    from: z.email(),
    host: z.hostname(),
    port: z.int().min(1).max(65_535),
    /** TLS from the first byte, as on port 465, or by STARTTLS, as on 587. */
    encryption: z.enum(['tls', 'starttls']),
    user: z.string().min(1),
    /** Name of the SSM parameter that holds the password, a SecureString. */
    passwordParameter: z
      .string()
      .regex(
        /^(\/[a-zA-Z0-9_.-]+)+$/,
        'Name an SSM parameter by its path, such as /xueyuan/prod/smtp-password.',
      ),
  }),
]);
export type MailSender = z.infer<typeof MailSender>;
export type SesSender = Extract<MailSender, { transport: 'ses' }>;
export type SmtpSender = Extract<MailSender, { transport: 'smtp' }>;
