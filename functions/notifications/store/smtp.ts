import type { ConnectionOptions } from 'node:tls';
import MailComposer from 'nodemailer/lib/mail-composer';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { SmtpSender } from '../mail/contract.ts';
import type { Mail, Mailer, Sending } from '../service/telling.ts';

/** Bounds of one mail: it ends within some 10 s. */
const limits = {
  connectionTimeoutMs: 2_000,
  greetingTimeoutMs: 2_000,
  socketTimeoutMs: 5_000,
} as const;

type Failure = { readonly code?: string; readonly responseCode?: number };

/**
 * Sends by a server of SMTP, always encrypted, one connection a mail. Until the
 * mail itself is handed over, a failure means that it was surely not sent; from
 * then on only the server's own answer says so. Source: RFC 5321, 4.2.1.
 * `tls` says whom to trust. @default whom Node.js trusts
 */
export function smtpMailer(
  sender: SmtpSender,
  password: () => Promise<string>,
  tls?: ConnectionOptions,
): Mailer {
  const { from, host, port, encryption, user } = sender;
  return async (mail) => {
    const connection = new SMTPConnection({
      host,
      port,
      secure: encryption === 'tls',
      requireTLS: encryption === 'starttls',
      connectionTimeout: limits.connectionTimeoutMs,
      greetingTimeout: limits.greetingTimeoutMs,
      socketTimeout: limits.socketTimeoutMs,
      ...(tls && { tls }),
    });
    try {
      const message = await messageOf(from, mail);
      const pass = await password();
      const opened = await open(connection, { user, pass });
      if (opened) return { end: 'later', cause: causeOf(opened) };
      return await send(connection, { from, to: mail.to }, message);
    } catch (error) {
      return { end: 'later', cause: error instanceof Error ? error.name : '' };
    } finally {
      connection.close();
    }
  };
}

/** Connects and signs in; what went wrong, if anything did. */
function open(
  connection: SMTPConnection,
  credentials: { readonly user: string; readonly pass: string },
): Promise<Failure | undefined> {
  return new Promise((resolve) => {
    // Also what goes wrong between two commands: the first answer counts.
    connection.on('error', resolve);
    connection.connect((refused) => {
      if (refused) return resolve(refused);
      connection.login({ credentials }, (denied) =>
        resolve(denied ?? undefined),
      );
    });
  });
}

function send(
  connection: SMTPConnection,
  envelope: { readonly from: string; readonly to: string },
  message: Buffer,
): Promise<Sending> {
  return new Promise((resolve) => {
    connection.on('error', (error: Failure) => resolve(sendingOf(error)));
    connection.send(envelope, message, (error) =>
      resolve(error ? sendingOf(error) : { end: 'sent' }),
    );
  });
}

/** A reply of 4xx may be better later, one of 5xx never; none says nothing. */
function sendingOf(error: Failure): Sending {
  const cause = causeOf(error);
  const { responseCode: reply } = error;
  if (reply === undefined) return { end: 'unknown', cause };
  return { end: reply >= 500 ? 'refused' : 'later', cause };
}

/** The codes alone: what a server says may hold the address. */
function causeOf({ code = 'unknown', responseCode }: Failure): string {
  return responseCode === undefined ? code : `${code} ${responseCode}`;
}

function messageOf(from: string, mail: Mail): Promise<Buffer> {
  return new MailComposer({
    from,
    to: mail.to,
    subject: mail.subject,
    text: mail.text,
    headers: {
      'Content-Language': mail.language,
      // So that no absence note answers it: RFC 3834.
      'Auto-Submitted': 'auto-generated',
    },
  })
    .compile()
    .build();
}
