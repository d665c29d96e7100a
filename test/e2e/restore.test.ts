import {
  CreateBackupCommand,
  DeleteTableCommand,
  DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from 'vitest';
import { dynamoDb } from '../../functions/platform/clients.ts';
import { environment } from '../../functions/platform/environment.ts';
import { routes } from '../../functions/resources/contract.ts';
import { faultsOf } from '../support/chain.ts';
import { type Answer, visitor } from '../support/http.ts';
import { publishedResource } from '../support/lifecycle.ts';
import { asRoot, operatorWith, rootTarget } from '../support/operators.ts';
import { signedIn } from '../support/people.ts';

const held = ({ headers }: Answer) => ({
  'if-match': headers.get('etag') ?? '',
});

test('given a published lesson that was corrected by mistake, when an operator restores it as of before, then readers and search have it again, and its history says so', async () => {
  const teacher = await signedIn('teacher');
  const { edition, id, title } = await publishedResource();
  const at = new Date().toISOString();
  const path = `/v1/resources/${id}`;
  const read = await teacher.get(path);
  const revised = await teacher.post(`${path}/versions`, undefined, held(read));
  const { files: _, ...metadata } = edition;
  const wrong = { metadata: { ...metadata, title: `错误的标题 ${id}` } };
  const written = await teacher.patch(path, wrong, held(revised));
  const corrected = await teacher.post(
    `${path}/correction`,
    undefined,
    held(written),
  );
  expect(corrected).toMatchObject({ status: 201, body: { version: 2 } });

  const operator = await operatorWith(['restore-resource']);
  const asked = ['restore', 'resource', id, '--at', at];
  const dry = await operator.run(...asked);
  expect(dry.lines.join()).toMatch(
    /^Nothing was changed.*version 1 .*: title\.$/,
  );
  expect((await visitor().get(path)).body).toMatchObject({ version: 2 });

  const done = await operator.run(...asked, '--apply');
  expect(done).toMatchObject({ isDone: true });
  expect((await visitor().get(path)).body).toMatchObject({
    version: 3,
    edition: { title, files: [{ id: edition.files[0]?.id }] },
  });
  const { body } = await teacher.get(`${path}/history`);
  const { items } = routes.history.answer.body.parse(body);
  expect(items.at(-1)).toMatchObject({
    header: { action: 'recover', version: 3 },
    body: { actor: 'rule:recovery', facts: { restored: { version: 1, at } } },
  });
  const entries = items.map(({ body, hash, header }) => ({
    ...(body && { body }),
    hash,
    header,
  }));
  expect(faultsOf(entries, items.at(-1)?.hash ?? '')).toEqual([]);
  const hits = async () => {
    const words = encodeURIComponent(title);
    const found = await visitor().get(`/v1/search?q=${words}`);
    return JSON.stringify(found.body);
  };
  await expect.poll(hits, { timeout: 20_000, interval: 500 }).toContain(id);

  const again = await operator.run(...asked, '--apply');
  expect(again).toMatchObject({ isDone: false });
  expect(again.lines.join()).toContain('just what they saw');
  const nobody = await operatorWith(['restore-index']);
  await expect(nobody.run(...asked)).rejects.toThrow(/not authorized/i);
});

test('given a resource that a hand took out of its table, when a table of before is restored beside it, then it is found missing, and put back as it was', async () => {
  const { id, title } = await publishedResource();
  const path = `/v1/resources/${id}`;
  const TableName = environment('CATALOGUE_TABLE');
  const { aws } = rootTarget();
  const root = new DynamoDBClient(aws);
  const { BackupDetails } = await root.send(
    new CreateBackupCommand({ TableName, BackupName: `before-${id}` }),
  );
  const at = new Date().toISOString();
  const Key = { pk: id, sk: 'HEAD' };
  await dynamoDb.send(new DeleteCommand({ TableName, Key }));
  expect((await visitor().get(path)).status).toBe(404);

  const maker = await operatorWith(['restore-table']);
  const asked = ['restore', 'table', 'catalogue', '--at', at];
  const dry = await maker.run(...asked);
  expect(dry.lines.join()).toMatch(/^Nothing was changed\./);
  const BackupArn = BackupDetails?.BackupArn ?? '';
  // Of a restore the emulator asks whether one may on `*`, AWS on both tables.
  const made = await asRoot(...asked, '--backup', BackupArn, '--apply');
  const [target = ''] = /\S+-restored-\S+/.exec(made.lines.join()) ?? [];
  const pair = ['catalogue', '--with', target];

  const comparer = await operatorWith(['restore-compare']);
  const compared = async () =>
    (await comparer.run('restore', 'compare', ...pair)).lines.join('\n');
  await expect
    .poll(compared, { timeout: 20_000, interval: 500 })
    .toMatch(/[1-9]\d* missing now/);

  const copier = await operatorWith(['restore-copy']);
  const copy = ['restore', 'copy', 'catalogue', id, '--with', target];
  const listed = await copier.run(...copy);
  expect(listed.lines).toContain(`missing *  ${id} HEAD`);
  expect((await visitor().get(path)).status).toBe(404);
  const copied = await copier.run(...copy, '--apply');
  expect(copied).toMatchObject({ isDone: true });
  expect((await visitor().get(path)).body).toMatchObject({
    edition: { title },
  });
  const again = await copier.run(...copy, '--apply');
  expect(again.lines.join()).toMatch(/^0 items were put/);

  const nobody = await operatorWith(['restore-compare']);
  await expect(nobody.run(...copy, '--apply')).rejects.toThrow(
    /not authorized/i,
  );
  await root.send(new DeleteTableCommand({ TableName: target }));
});

test('given the index as it is, when an operator asks what making it anew would do, then that is said and nothing is done', async () => {
  const { id } = await publishedResource();
  const operator = await operatorWith(['restore-index']);
  const { isDone, lines } = await operator.run('restore', 'index');
  expect({ isDone, last: lines.at(-1) }).toEqual({
    isDone: true,
    last: expect.stringMatching(/^Nothing was changed\..*--apply/),
  });
  expect(lines.join()).toMatch(/Compared \d+ heads/);
  expect((await visitor().get(`/v1/resources/${id}`)).status).toBe(200);
});
