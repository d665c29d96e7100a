import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import {
  afterAll,
  afterEach,
  beforeAll,
  describe,
  expect,
  test,
  vi,
} from 'vitest';
import type { SmtpSender } from '../../../functions/notifications/mail/contract.ts';
import { smtpMailer } from '../../../functions/notifications/store/smtp.ts';

const servers: SMTPServer[] = [];
beforeAll(() => {
  // The server warns that everybody knows its certificate's key.
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterAll(() => void vi.restoreAllMocks());
afterEach(async () => {
  for (const server of servers.splice(0)) {
    await new Promise<void>((done) => server.close(() => done()));
  }
});

/** A server on this machine that knows one user; `got` are its mails. */
async function server(options: SMTPServerOptions = {}) {
  const got: { from: string; to: string[]; message: string }[] = [];
  const made = new SMTPServer({
    onAuth: ({ username, password }, _, done) =>
      username === 'library' && password === 'secret'
        ? done(null, { user: username })
        : done(new Error('Wrong user or password')),
    onData: (stream, { envelope }, done) => {
      text(stream).then((message) => {
        const { mailFrom, rcptTo } = envelope;
        const from = mailFrom ? mailFrom.address : '';
        got.push({ from, to: rcptTo.map(({ address }) => address), message });
        done();
      }, done);
    },
    ...options,
  });
  made.on('error', () => undefined);
  servers.push(made);
  await new Promise<void>((done) => made.listen(0, '127.0.0.1', done));
  const { port } = made.server.address() as AddressInfo;
  return { got, port };
}

const sender = {
  transport: 'smtp',
  from: 'library@district.example',
  host: 'localhost',
  encryption: 'starttls',
  user: 'library',
  passwordParameter: '/xueyuan/test/password',
} as const satisfies Omit<SmtpSender, 'port'>;
const mail = {
  to: 'teacher@school.example',
  language: 'zh-CN',
  subject: '已发布：浮力',
  text: '《浮力》已发布。\n\n读者现在可以看到。',
} as const;
/** The server's own certificate has no authority, and is long expired. */
const trusting = { rejectUnauthorized: false };
const refusal = (responseCode: number) =>
  Object.assign(new Error('No'), { responseCode });

function send(to: Partial<SmtpSender> & { port: number }, password = 'secret') {
  const mailer = smtpMailer(
    { ...sender, ...to },
    async () => password,
    trusting,
  );
  return mailer(mail);
}

test.each(['starttls', 'tls'] as const)(
  'given a server with %s, then it gets the mail, in its words and language',
  async (encryption) => {
    const { got, port } = await server({ secure: encryption === 'tls' });
    expect(await send({ port, encryption })).toEqual({ end: 'sent' });
    expect(got).toEqual([
      {
        from: sender.from,
        to: [mail.to],
        message: expect.stringMatching(/^Content-Language: zh-CN\r$/m),
      },
    ]);
    const [head = '', body = ''] = got[0]?.message.split('\r\n\r\n') ?? [];
    expect(head).toMatch(/^Auto-Submitted: auto-generated\r?$/m);
    const subject = Buffer.from(mail.subject).toString('base64');
    expect(head.replace(/\?=\s+=\?UTF-8\?[BQ]\?/g, '')).toContain(subject);
    expect(Buffer.from(body, 'base64').toString().replaceAll('\r', '')).toBe(
      mail.text,
    );
  },
);

describe('given a server that does not take it', () => {
  test.each<[string, SMTPServerOptions, object]>([
    [
      'refuses the address for good',
      { onRcptTo: (_, __, done) => done(refusal(550)) },
      { end: 'refused', cause: 'EENVELOPE 550' },
    ],
    [
      'refuses the address for now',
      { onRcptTo: (_, __, done) => done(refusal(451)) },
      { end: 'later', cause: 'EENVELOPE 451' },
    ],
    [
      'is full when it has the mail',
      {
        onData: (stream, _, done) => {
          stream.resume().on('end', () => done(refusal(452)));
        },
      },
      { end: 'later', cause: 'EMESSAGE 452' },
    ],
    [
      'refuses what it says',
      {
        onData: (stream, _, done) => {
          stream.resume().on('end', () => done(refusal(554)));
        },
      },
      { end: 'refused', cause: 'EMESSAGE 554' },
    ],
    [
      'offers no encryption',
      { hideSTARTTLS: true, disabledCommands: ['STARTTLS'] },
      { end: 'later', cause: 'ETLS 500' },
    ],
  ])('that %s, then that is known', async (_, options, sending) => {
    const { port } = await server(options);
    expect(await send({ port })).toEqual(sending);
  });

  test('that knows another password, then it goes later', async () => {
    const { port } = await server();
    const sending = { end: 'later', cause: 'EAUTH 535' };
    expect(await send({ port }, 'wrong')).toEqual(sending);
  });

  test('that hangs up in the middle of a mail, then nobody knows', async () => {
    const { port } = await server({
      onData: (stream, { id }) => {
        stream.resume().on('end', () => {
          for (const { id: one, _socket } of connectionsOf()) {
            if (one === id) _socket.destroy();
          }
        });
      },
    });
    const connectionsOf = () =>
      [...(servers.at(-1)?.connections ?? [])] as unknown as {
        readonly id: string;
        readonly _socket: { destroy(): void };
      }[];
    expect(await send({ port })).toMatchObject({ end: 'unknown' });
  });

  test('that nobody vouches for, then it gets neither mail nor password', async () => {
    const { got, port } = await server({ secure: true });
    const mailer = smtpMailer(
      { ...sender, port, encryption: 'tls' },
      async () => 'secret',
    );
    expect(await mailer(mail)).toMatchObject({ end: 'later' });
    expect(got).toEqual([]);
  });
});

test('given nobody who listens, then it goes later', async () => {
  const { port } = await server();
  const [made] = servers.splice(0);
  await new Promise<void>((done) => made?.close(() => done()));
  expect(await send({ port })).toMatchObject({ end: 'later' });
});

test('given no password to read, then it goes later', async () => {
  const { port } = await server();
  const mailer = smtpMailer({ ...sender, port }, () =>
    Promise.reject(new Error('SSM is down')),
  );
  expect(await mailer(mail)).toEqual({ end: 'later', cause: 'Error' });
});
