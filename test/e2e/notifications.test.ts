import { ulid } from 'ulid';
import { expect, inject, test } from 'vitest';
import * as z from 'zod';
import { NewMember } from '../../functions/identity/contract.ts';
import { routes, UnreadCount } from '../../functions/notifications/contract.ts';
import { publishedResource } from '../support/lifecycle.ts';
import { signedIn } from '../support/people.ts';

/** From answer to told; the local stack takes about a second. */
const told = { timeout: 30_000, interval: 500 } as const;

const Mailbox = z.object({
  messages: z.record(
    z.string(),
    z.array(z.looseObject({ To: z.array(z.string()), Subject: z.string() })),
  ),
});

/** Subjects of the mails that the emulator caught for an address. */
async function mailsTo(address: string): Promise<string[]> {
  const { emulatorUrl } = inject('stack');
  const answer = await fetch(`${emulatorUrl}/_ministack/ses/messages`);
  const { messages } = Mailbox.parse(await answer.json());
  return Object.values(messages)
    .flat()
    .filter(({ To }) => To.includes(address))
    .map(({ Subject }) => Subject);
}

test('given two authors, when their resource is withdrawn, then each is told once, and by mail who has an address', async () => {
  const [teacher, librarian, operator] = await Promise.all([
    signedIn('teacher'),
    signedIn('librarian'),
    signedIn('operator'),
  ]);
  const email = `${ulid().toLowerCase()}@school.example`;
  const added = await operator.post(
    `/v1/organisations/${teacher.organisation}/members`,
    {
      username: `u${ulid().toLowerCase()}`,
      name: '王老师',
      roles: ['teacher'],
      email,
    },
  );
  const { person } = NewMember.parse(added.body);
  const { id, title } = await publishedResource();
  const path = `/v1/resources/${id}`;
  const etag = async () => (await teacher.get(path)).headers.get('etag') ?? '';
  const shared = await teacher.patch(
    path,
    { contributors: [teacher.person, person.id] },
    { 'if-match': await etag() },
  );
  expect(shared.status).toBe(200);
  const withdrawn = await librarian.post(
    `${path}/withdrawal`,
    { kind: 'outdated', reason: '教材已改版' },
    { 'if-match': await etag() },
  );
  expect(withdrawn.status).toBe(201);

  const subject = `已撤下：${title}`;
  const notices = async () => {
    const { body } = await teacher.get('/v1/notifications?limit=100');
    const { items } = routes.list.answer.body.parse(body);
    return items.filter(({ resource }) => resource === id);
  };
  await expect
    .poll(async () => (await notices()).map((one) => one.title), told)
    .toEqual([subject, `已发布：${title}`]);
  await expect
    .poll(async () => (await mailsTo(email)).includes(subject), told)
    .toBe(true);
  const mails = await mailsTo(email);
  expect(mails.filter((one) => one === subject)).toHaveLength(1);

  const { unread } = UnreadCount.parse(
    (await teacher.get('/v1/notifications/count')).body,
  );
  expect(unread).toBeGreaterThan(0);
  const [newest] = await notices();
  const read = await teacher.patch(`/v1/notifications/${newest?.id}`, {
    isRead: true,
  });
  expect(read.body).toMatchObject({ id: newest?.id, title: subject });
  expect((await notices())[0]?.readAt).toBeDefined();
  const foreign = await librarian.patch(`/v1/notifications/${newest?.id}`, {
    isRead: true,
  });
  expect(foreign.status).toBe(404);
});
