import { MailSender } from '../mail/contract.ts';
import type { Mailer } from '../service/telling.ts';
import { parameterReader } from './parameter.ts';
import { sesMailer } from './ses.ts';
import { smtpMailer } from './smtp.ts';

/** What sends mails as the stage says in `MAIL`. */
export function mailer(setting: string): Mailer {
  const sender = MailSender.parse(JSON.parse(setting));
  return sender.transport === 'ses'
    ? sesMailer(sender)
    : smtpMailer(sender, parameterReader(sender.passwordParameter));
}
