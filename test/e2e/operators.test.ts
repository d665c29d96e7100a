import { randomBytes, randomUUID } from 'node:crypto';
import {
  CloudWatchLogsClient,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  DeleteObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  GetQueueUrlCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { ulid } from 'ulid';
import { expect, inject, test } from 'vitest';
import { toolLog } from '../../functions/operations/contract.ts';
import { dynamoDb } from '../../functions/platform/clients.ts';
import { eventSource } from '../../functions/platform/contract.ts';
import { environment } from '../../functions/platform/environment.ts';
import { namesOf } from '../../lib/names.ts';
import { signIn } from '../../local/sign-in.ts';
import { client, visitor } from '../support/http.ts';
import { draft, publishedResource } from '../support/lifecycle.ts';
import { newcomer, newSchool } from '../support/newcomers.ts';
import { operatorWith, rootTarget } from '../support/operators.ts';
import { signedIn } from '../support/people.ts';

const target = rootTarget();
const names = namesOf(target.stage);
const sqs = new SQSClient(target.aws);
const logs = new CloudWatchLogsClient(target.aws);
const soon = { timeout: 20_000, interval: 500 } as const;

/** Lines of one log of the stage that hold this text. */
async function linesWith(group: readonly [string, string], text: string) {
  const { events = [] } = await logs.send(
    new FilterLogEventsCommand({
      logGroupName: names.logGroup(...group),
      filterPattern: `"${text}"`,
    }),
  );
  return events.map(({ message = '' }) => message);
}

test('given an event among the dead letters, when it is redriven, then its consumer works it off', async () => {
  const { resource } = await draft();
  const queue = 'search-on-resource-changed';
  const { QueueUrl } = await sqs.send(
    new GetQueueUrlCommand({ QueueName: names.own(`${queue}-dead-letters`) }),
  );
  const detail = {
    resourceId: resource.id,
    epoch: 1,
    seq: 1,
    step: 'create',
    version: 1,
    time: new Date().toISOString(),
  };
  const MessageBody = JSON.stringify({
    source: eventSource,
    'detail-type': 'resource.created',
    detail,
  });
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));

  const looker = await operatorWith(['dlq-list', 'dlq-show']);
  const listed = await looker.run('dlq', 'list');
  expect(listed.lines.join('\n')).toMatch(new RegExp(`^${queue}: \\d+$`, 'm'));
  const shown = await looker.run('dlq', 'show', queue, '--max', '100');
  expect(shown.lines.join('\n')).toContain(resource.id);
  await expect(looker.run('dlq', 'redrive', queue)).rejects.toThrow(
    /not authorized/i,
  );

  const mender = await operatorWith(['dlq-redrive']);
  const gone = async () => {
    const { isDone } = await mender.run('dlq', 'redrive', queue);
    const { lines } = await looker.run('dlq', 'show', queue, '--max', '100');
    return isDone && !lines.join('\n').includes(resource.id);
  };
  await expect.poll(gone, soon).toBe(true);
  const wayless = await mender.run('dlq', 'redrive', 'events-on-record');
  expect(wayless.isDone).toBe(false);
  expect(wayless.lines.join()).toContain('came from no queue');
});

test('given a request, then its lines are found by its id, and who looked is on record', async () => {
  const { headers } = await visitor().get('/v1/search?q=浮力');
  const id = headers.get('x-request-id') ?? '';
  const operator = await operatorWith(['request']);
  const found = async () => (await operator.run('request', id)).lines;
  await expect
    .poll(async () => (await found()).join('\n'), soon)
    .toContain('"code":"REQUEST"');
  const lines = await found();
  const times = lines.slice(0, -1).map((line) => line.slice(0, 24));
  expect(times).toEqual(times.toSorted());

  const record = await linesWith(toolLog, operator.name);
  const uses = record.map((line) => JSON.parse(line));
  expect(uses.slice(0, 2)).toMatchObject([
    { code: 'OPERATOR_TOOL_BEGUN', tool: 'request' },
    { code: 'OPERATOR_TOOL_ENDED', tool: 'request' },
  ]);
  expect(uses[0].args).toContain(id);

  const nobody = await operatorWith([]);
  await expect(nobody.run('request', id)).rejects.toThrow(/not authorized/i);
  const none = await operator.run('request', randomUUID());
  expect(none.isDone).toBe(false);
});

test('given a time, when its events are replayed, then the index mends itself', async () => {
  const since = new Date().toISOString();
  const { id, title } = await publishedResource();
  const hits = async () => {
    const words = encodeURIComponent(title);
    const { body } = await visitor().get(`/v1/search?q=${words}`);
    return JSON.stringify(body);
  };
  await expect.poll(hits, soon).toContain(id);
  await loseFromIndex(id);

  const operator = await operatorWith(['replay']);
  const { lines, isDone } = await operator.run('replay', '--since', since);
  expect({ isDone, lines }).toMatchObject({ isDone: true });
  expect(lines.join()).toMatch(/^Sent [1-9]\d* events again/);
  await expect.poll(hits, soon).toContain(id);
});

test('given what does not agree, then it is listed, and what is safe is put right', async () => {
  const lost = await publishedResource();
  const forged = await publishedResource();
  const [file = ''] = lost.edition.files.map((one) => one.id);
  const stray = randomBytes(32).toString('hex');
  const library = { Bucket: environment('LIBRARY_BUCKET') };
  const keyOf = (sha256: string) => `sha256/${sha256.slice(0, 2)}/${sha256}`;
  const s3 = new S3Client({ ...target.aws, forcePathStyle: true });
  await s3.send(new DeleteObjectCommand({ ...library, Key: keyOf(file) }));
  await s3.send(
    new PutObjectCommand({ ...library, Key: keyOf(stray), Body: 'stray' }),
  );
  await dynamoDb.send(
    new UpdateCommand({
      TableName: environment('CATALOGUE_TABLE'),
      Key: { pk: forged.id, sk: 'HEAD' },
      UpdateExpression: 'SET head.lastHash = :hash',
      ExpressionAttributeValues: { ':hash': stray },
    }),
  );
  const operator = await operatorWith(['reconcile']);
  const dry = await operator.run('reconcile');
  const said = dry.lines.join('\n');
  expect(dry.isDone).toBe(false);
  expect(said).toContain(`history-differs  ${forged.id}`);
  expect(said).toMatch(new RegExp(`^file-missing  ${lost.id} .*${file}`, 'm'));
  expect(said).toContain(`file-unrecorded  ${stray}`);

  await loseFromIndex(lost.id);
  const repaired = await operator.run('reconcile', '--repair');
  expect(repaired.lines.join('\n')).not.toContain(
    `\nindex-missing  ${lost.id}`,
  );
  const words = encodeURIComponent(lost.title);
  const found = await visitor().get(`/v1/search?q=${words}`);
  expect(JSON.stringify(found.body)).toContain(lost.id);
  await s3.send(new DeleteObjectCommand({ ...library, Key: keyOf(stray) }));
});

/**
 * Takes a document out of the engine, behind everybody's back; under its own
 * version, so that the engine takes the same one again.
 */
async function loseFromIndex(id: string): Promise<void> {
  const at = `${inject('stack').engineUrl}/resources/_doc/${id}`;
  const signal = AbortSignal.timeout(soon.timeout);
  const { _version } = (await (await fetch(at, { signal })).json()) as {
    readonly _version: number;
  };
  const version = `version=${_version}&version_type=external_gte&refresh=true`;
  const gone = await fetch(`${at}?${version}`, { method: 'DELETE', signal });
  expect(gone.status).toBe(200);
}

test('given a member who has not signed in, then an operator gets a new first password for them, and it counts', async () => {
  const school = await newSchool();
  const admin = await signedIn('operator');
  const username = `u${ulid().toLowerCase()}`;
  const added = await admin.post(`/v1/organisations/${school.id}/members`, {
    username,
    name: '李老师',
    roles: ['teacher'],
  });
  expect(added.status).toBe(201);
  const used = await newcomer(school.id, ['teacher']);
  const operator = await operatorWith(['first-passwords']);
  const { lines } = await operator.run('first-passwords', school.id);
  expect(lines).toHaveLength(2);
  expect(lines.join('\n')).not.toContain(used.person);
  const [, , name, whose, password = ''] = (lines[0] ?? '').split('\t');
  expect([name, whose]).toEqual(['李老师', username]);
  const first = { username, password };
  const { accessToken } = await signIn(inject('stack'), first, {
    newPassword: ulid(),
  });
  const me = await client(accessToken).get('/v1/me');
  expect(me.status).toBe(200);
  const nobody = await operatorWith(['reindex']);
  const refused = nobody.run('first-passwords', school.id);
  await expect(refused).rejects.toThrow(/not authorized/i);
});
