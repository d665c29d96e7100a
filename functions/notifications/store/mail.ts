import {
  SESv2Client,
  SESv2ServiceException,
  SendEmailCommand,
} from '@aws-sdk/client-sesv2';
import { environment } from '../../platform/environment.ts';
import type { Mail, Sending } from '../service/telling.ts';

/**
 * Bounds of a call to the mail service. The SDK must not try again by itself:
 * an attempt without an answer may have been a success.
 */
const limits = {
  connectionTimeoutMs: 1_000,
  requestTimeoutMs: 5_000,
} as const;

const ses = new SESv2Client({
  maxAttempts: 1,
  requestHandler: {
    connectionTimeout: limits.connectionTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    throwOnRequestTimeout: true,
  },
});

/** Refusals that pass: the mail was surely not sent and may be sent later. */
const passing = new Set([
  'TooManyRequestsException',
  'LimitExceededException',
  'SendingPausedException',
  'MailFromDomainNotVerifiedException',
  'ThrottlingException',
]);

/** Sends one mail from the stage's address, by Amazon SES. One request. */
export async function sendBySes(mail: Mail): Promise<Sending> {
  const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' });
  try {
    await ses.send(
      new SendEmailCommand({
        FromEmailAddress: environment('MAIL_FROM'),
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
      }),
    );
    return 'sent';
  } catch (error) {
    return endOf(error);
  }
}

function endOf(error: unknown): Sending {
  if (!(error instanceof SESv2ServiceException)) return 'unknown';
  if (passing.has(error.name)) return 'later';
  const status = error.$metadata.httpStatusCode ?? 500;
  return status >= 500 ? 'unknown' : 'refused';
}
