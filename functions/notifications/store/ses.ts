import {
  SESv2Client,
  SESv2ServiceException,
  SendEmailCommand,
} from '@aws-sdk/client-sesv2';
import type { SesSender } from '../mail/contract.ts';
import type { Mail, Mailer, Sending } from '../service/telling.ts';

/**
 * Bounds of a call to the mail service. The SDK must not try again by itself:
 * an attempt without an answer may have been a success.
 */
const limits = {
  connectionTimeoutMs: 1_000,
  requestTimeoutMs: 5_000,
} as const;

/** Refusals that pass: the mail was surely not sent and may be sent later. */
const passing = new Set([
  'TooManyRequestsException',
  'LimitExceededException',
  'SendingPausedException',
  'MailFromDomainNotVerifiedException',
  'ThrottlingException',
]);

/** Sends by Amazon SES, one request a mail. */
export function sesMailer({ from, region }: SesSender): Mailer {
  const ses = new SESv2Client({
    region,
    maxAttempts: 1,
    requestHandler: {
      connectionTimeout: limits.connectionTimeoutMs,
      requestTimeout: limits.requestTimeoutMs,
      throwOnRequestTimeout: true,
    },
  });
  return async (mail) => {
    try {
      await ses.send(commandFor(from, mail));
      return { end: 'sent' };
    } catch (error) {
      return sendingOf(error);
    }
  };
}

function commandFor(from: string, mail: Mail): SendEmailCommand {
  const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' });
  return new SendEmailCommand({
    FromEmailAddress: from,
    Destination: { ToAddresses: [mail.to] },
    Content: {
      Simple: {
        Subject: utf8(mail.subject),
        Body: { Text: utf8(mail.text) },
        Headers: [
          { Name: 'Content-Language', Value: mail.language },
          // So that no absence note answers it: RFC 3834.
          { Name: 'Auto-Submitted', Value: 'auto-generated' },
        ],
      },
    },
  });
}

function sendingOf(error: unknown): Sending {
  if (!(error instanceof SESv2ServiceException)) {
    return { end: 'unknown', cause: error instanceof Error ? error.name : '' };
  }
  const cause = error.name;
  if (passing.has(cause)) return { end: 'later', cause };
  const status = error.$metadata.httpStatusCode ?? 500;
  return { end: status >= 500 ? 'unknown' : 'refused', cause };
}
