import '../support/environment.ts';
import { randomUUID } from 'node:crypto';
import {
  CloudWatchLogsClient,
  FilterLogEventsCommand,
  paginateDescribeLogGroups,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { ulid } from 'ulid';
import { expect, inject, test } from 'vitest';
import type * as z from 'zod';
import { Erasure, HeldRecord } from '../../functions/erasure/contract.ts';
import { files } from '../../functions/files/files.ts';
import {
  routes as identity,
  NewMember,
} from '../../functions/identity/contract.ts';
import { Job } from '../../functions/jobs/contract.ts';
import { eventSource } from '../../functions/platform/contract.ts';
import { environment } from '../../functions/platform/environment.ts';
import { routes } from '../../functions/resources/contract.ts';
import { studentWork } from '../../functions/resources/edition/contract.ts';
import { namesOf } from '../../lib/names.ts';
import { localStage } from '../../local/deploy.ts';
import { signIn } from '../../local/sign-in.ts';
import { faultsOf } from '../support/chain.ts';
import { type Client, client, visitor } from '../support/http.ts';
import {
  contribution,
  draft,
  publishedResource,
  submitted,
} from '../support/lifecycle.ts';
import { newcomer, newSchool } from '../support/newcomers.ts';
import { district, type SignedIn, signedIn } from '../support/people.ts';

const s3 = new S3Client({ forcePathStyle: true });
const queues = new SQSClient();
const soon = { timeout: 45_000, interval: 500 };

/** A pupil of the school with a name and a number that stand nowhere else. */
async function newPupil(admin: SignedIn) {
  const number = `s${ulid().toLowerCase()}`;
  const name = `林小满${number.slice(-8)}`;
  const members = `/v1/organisations/${admin.organisation}/members`;
  const asked = { username: number, name, roles: ['student'] };
  const added = await admin.post(members, asked);
  const { person, oneTimePassword = '' } = NewMember.parse(added.body);
  const first = { username: number, password: oneTimePassword };
  const { accessToken } = await signIn(inject('stack'), first, {
    newPassword: ulid(),
  });
  return { ...client(accessToken), id: person.id, name, number, members };
}

/** A queue that gets whatever goes over the bus from now on. */
async function listener() {
  const Name = `listens-${ulid()}`;
  const { QueueUrl = '' } = await queues.send(
    new CreateQueueCommand({ QueueName: Name }),
  );
  const { Attributes } = await queues.send(
    new GetQueueAttributesCommand({
      QueueUrl,
      AttributeNames: ['QueueArn'],
    }),
  );
  const bridge = new EventBridgeClient();
  const EventBusName = 'xueyuan-local';
  const EventPattern = JSON.stringify({ source: [eventSource] });
  await bridge.send(new PutRuleCommand({ Name, EventBusName, EventPattern }));
  const Targets = [{ Id: 'queue', Arn: Attributes?.QueueArn ?? '' }];
  await bridge.send(
    new PutTargetsCommand({ Rule: Name, EventBusName, Targets }),
  );
  return async () => {
    const heard: string[] = [];
    for (;;) {
      const { Messages = [] } = await queues.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
      );
      if (Messages.length === 0) return heard.join('\n');
      heard.push(...Messages.map(({ Body = '' }) => Body));
    }
  };
}

/** All lines of all log groups since then. */
async function logged(since: number): Promise<string> {
  const logs = new CloudWatchLogsClient();
  const lines: string[] = [];
  for await (const page of paginateDescribeLogGroups({ client: logs }, {})) {
    for (const { logGroupName } of page.logGroups ?? []) {
      let nextToken: string | undefined;
      do {
        const found = await logs.send(
          new FilterLogEventsCommand({
            logGroupName,
            startTime: since,
            nextToken,
          }),
        );
        lines.push(...(found.events ?? []).map(({ message = '' }) => message));
        nextToken = found.nextToken;
      } while (nextToken !== undefined);
    }
  }
  return lines.join('\n');
}

const libraryKey = (file: string) => `sha256/${file.slice(0, 2)}/${file}`;

/** Versions and delete markers of a file in the library, and of its copy. */
async function versionsOf(file: string) {
  const { recoveryRegion } = localStage();
  const Bucket = namesOf(localStage()).bucketIn(recoveryRegion, 'library');
  const there = new S3Client({ region: recoveryRegion, forcePathStyle: true });
  const Prefix = libraryKey(file);
  const { Versions = [], DeleteMarkers = [] } = await there.send(
    new ListObjectVersionsCommand({ Bucket, Prefix }),
  );
  const copied = Versions.length + DeleteMarkers.length;
  return [await versionsAt('LIBRARY_BUCKET', Prefix), copied];
}

async function versionsAt(
  bucket: 'LIBRARY_BUCKET' | 'DERIVED_BUCKET',
  Prefix: string,
) {
  const { Versions = [], DeleteMarkers = [] } = await s3.send(
    new ListObjectVersionsCommand({ Bucket: environment(bucket), Prefix }),
  );
  return Versions.length + DeleteMarkers.length;
}

/** The whole chain of an organisation, as one who may read bodies sees it. */
async function chainOf(reader: Client, organisation: string) {
  const path = `/v1/organisations/${organisation}/history?limit=100`;
  const { body: Page } = identity.organisationHistory.answer;
  const entries: z.output<typeof Page>['items'] = [];
  let cursor = '';
  do {
    const page = Page.parse((await reader.get(`${path}${cursor}`)).body);
    entries.push(...page.items);
    cursor = page.next === undefined ? '' : `&cursor=${page.next}`;
  } while (cursor !== '');
  return entries;
}

/** Asks that somebody be erased, and waits until they are. */
async function erase(admin: Client, person: string) {
  const path = `/v1/people/${person}`;
  const asked = await admin.delete(
    path,
    etagOf(await admin.get(`${path}/erasure`)),
  );
  expect(asked.status, JSON.stringify(asked.body)).toBe(202);
  const state = async () =>
    Erasure.parse((await admin.get(`${path}/erasure`)).body).state;
  await expect.poll(state, soon).toBe('erased');
  return Job.parse(
    (await admin.get(`/v1/jobs/${Job.parse(asked.body).id}`)).body,
  );
}

const etagOf = ({ headers }: { headers: Headers }) => ({
  'if-match': headers.get('etag') ?? '',
});

test('given a pupil’s published work, when the pupil is erased, then nothing of them is left, and nothing of them ever was where it must not be', async () => {
  const since = Date.now();
  const admin = await signedIn('organisation-admin');
  const teacher = await signedIn('teacher');
  const librarian = await signedIn('librarian');
  const heard = await listener();
  const pupil = await newPupil(admin);
  const key = randomUUID();
  const { metadata } = await contribution();
  const title = `豆芽日记 ${key}`;
  const bytes = Buffer.from(`第一天，豆子喝饱了水。${key}\n`);
  const work = await publishedResource({
    metadata: {
      ...metadata,
      title,
      type: studentWork,
      consent: '家长同意书 2026-17',
      creators: [{ name: pupil.name, role: 'author', person: pupil.id }],
    },
    files: [{ name: '日记.txt', mediaType: 'text/plain', bytes }],
  });
  const file = work.edition.files[0]?.id ?? '';
  const path = `/v1/resources/${work.id}`;
  const isFound = async (text: string) =>
    JSON.stringify(
      (await visitor().get(`/v1/search?q=${encodeURIComponent(text)}`)).body,
    ).includes(work.id);
  await expect.poll(() => isFound(title), soon).toBe(true);
  expect(await isFound(pupil.name)).toBe(false);

  const record = await pupil.get(`/v1/people/${pupil.id}/record`);
  expect(record.status).toBe(200);
  expect(HeldRecord.parse(record.body)).toMatchObject({
    person: { name: pupil.name, username: pupil.number },
    memberships: [{ roles: ['student'] }],
    items: [],
  });
  const trace = await admin.get(
    `/v1/people/${pupil.id}/record?cursor=${HeldRecord.parse(record.body).next}`,
  );
  expect(HeldRecord.parse(trace.body).items).toMatchObject([
    { resource: work.id, as: ['creator'] },
  ]);
  for (const other of [teacher, librarian]) {
    const refused = await other.get(`/v1/people/${pupil.id}/record`);
    expect(refused.status).toBe(403);
  }

  const person = `/v1/people/${pupil.id}`;
  const stale = await admin.delete(person, { 'if-match': '"0"' });
  expect(stale.status).toBe(412);
  const themselves = await admin.delete(
    `/v1/people/${admin.person}`,
    etagOf(await admin.get(`/v1/people/${admin.person}/record`)),
  );
  expect(themselves).toMatchObject({
    status: 403,
    body: { rule: 'not-oneself' },
  });
  // A second version of the bytes and a delete marker must go as well.
  const Key = libraryKey(file);
  const Bucket = environment('LIBRARY_BUCKET');
  await s3.send(new PutObjectCommand({ Bucket, Key, Body: bytes }));
  expect(await versionsOf(file)).toEqual([2, 2]);

  const read = await admin.get(`${person}/erasure`);
  expect(Erasure.parse(read.body).state).toBe('none');
  const asked = await admin.delete(person, etagOf(read));
  expect(asked.status).toBe(202);
  const { id: job } = Job.parse(asked.body);
  expect(asked.headers.get('location')).toBe(`/v1/jobs/${job}`);
  const state = async () =>
    Erasure.parse((await admin.get(`${person}/erasure`)).body).state;
  await expect.poll(state, soon).toBe('erased');
  const done = Job.parse((await admin.get(`/v1/jobs/${job}`)).body);
  expect(done).toMatchObject({ state: 'done', counts: { files: 1 } });

  expect((await visitor().get(path)).status).toBe(410);
  expect((await visitor().get(`${path}/files/${file}/content`)).status).toBe(
    410,
  );
  expect(await versionsOf(file)).toEqual([0, 0]);
  await expect.poll(() => isFound(title), soon).toBe(false);
  expect((await admin.get(`${person}/record`)).status).toBe(404);
  const again = await admin.delete(person, etagOf(read));
  expect(again.status).toBe(404);
  const upload = await pupil.post('/v1/uploads', {});
  expect(upload.status).toBe(403);
  const members = await admin.get(`${pupil.members}?limit=100`);
  expect(JSON.stringify(members.body)).not.toContain(pupil.id);

  const history = await librarian.get(`${path}/history?limit=100`);
  const { items } = routes.history.answer.body.parse(history.body);
  expect(items.at(-1)?.header.action).toBe('redact');
  expect(faultsOf(items, items.at(-1)?.hash ?? null)).toEqual([]);
  expect(JSON.stringify(items)).not.toContain(pupil.id);

  const events = await heard();
  expect(events).toContain(work.id);
  expect(events).toContain('resource.redacted');
  const lines = await logged(since);
  expect(lines).toContain(pupil.id);
  for (const secret of [pupil.name, pupil.number]) {
    expect(events).not.toContain(secret);
    expect(lines).not.toContain(secret);
  }
}, 120_000);

test('given a colleague who ran the platform, decided and contributed, when they are erased, then what they wrote and what was theirs alone go, and chains still verify', async () => {
  const operator = await signedIn('operator');
  const teacher = await signedIn('teacher');
  const { bureau } = district().organisations;
  const school = await newSchool();
  const colleague = await newcomer(bureau, ['librarian', 'operator']);
  const post = `/v1/organisations/${school.id}/members/${colleague.person}/roles/teacher`;
  expect((await operator.put(post)).status).toBe(200);

  const { resource } = await submitted();
  const review = `/v1/reviews/${resource.work?.review?.id}`;
  const decided = await colleague.post(
    `${review}/decision`,
    { outcome: 'request-changes', reason: '请补充器材清单。' },
    etagOf(await colleague.get(review)),
  );
  expect(decided.status, JSON.stringify(decided.body)).toBe(201);
  const inEnglish = { 'accept-language': 'en' };
  const kept = await teacher.get(review, inEnglish);
  expect(kept.body).toMatchObject({ reason: '请补充器材清单。' });

  const alone = await draft({ holder: bureau }, colleague);
  const { id, edition } = alone.resource;
  const file = edition.files[0]?.id ?? '';
  const text = `text/${file}`;
  await expect.poll(() => files.text(file), soon).toContain('排开液体');
  expect(await versionsOf(file)).toEqual([1, 1]);
  expect(await versionsAt('DERIVED_BUCKET', text)).toBe(1);

  const done = await erase(operator, colleague.person);
  expect(done).toMatchObject({
    state: 'done',
    counts: { uploads: 1, files: 1 },
  });
  expect(await versionsOf(file)).toEqual([0, 0]);
  expect(await versionsAt('DERIVED_BUCKET', text)).toBe(0);
  expect((await operator.get(`/v1/resources/${id}`)).status).toBe(404);
  const after = await teacher.get(review, inEnglish);
  expect(after.body).toMatchObject({
    reason: 'Whoever decided has been erased, and the reason with them.',
  });

  for (const organisation of [school.id, bureau]) {
    const entries = await chainOf(operator, organisation);
    expect(faultsOf(entries, entries.at(-1)?.hash ?? null)).toEqual([]);
    expect(JSON.stringify(entries)).not.toContain(colleague.person);
    expect(entries.some(({ erased }) => erased)).toBe(true);
    const ended = entries.at(-1);
    expect(ended?.header.action).toBe('erase-member');
    expect(ended?.body?.actor).toBe(operator.person);
  }
}, 120_000);
