import { gunzipSync } from 'node:zlib';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { ulid } from 'ulid';
import { beforeAll, expect, inject, test } from 'vitest';
import { exported, measured } from '../../cost/measured.ts';
import { exportSources } from '../../functions/identity/exporting.ts';
import { makeFirstOperator } from '../../functions/identity/service/first-operator.ts';
import { addMember } from '../../functions/identity/service/new-member.ts';
import { createOrganisation } from '../../functions/identity/service/organisations.ts';
import type { AccountLine } from '../../functions/operations/export/contract.ts';
import { exportNight } from '../../functions/operations/service/exporting.ts';
import { putExport } from '../../functions/operations/store/exports.ts';
import { dynamoDb } from '../../functions/platform/clients.ts';
import {
  costSoFar,
  itemBytes,
  readUnits,
  resetCost,
} from '../../functions/platform/cost.ts';
import { environment } from '../../functions/platform/environment.ts';
import { namesOf } from '../../lib/names.ts';
import { localStage } from '../../local/deploy.ts';
import { needs, signedInAs } from './identity-needs.ts';
import { ownDirectory } from './identity-table.ts';

ownDirectory();

/** Ids are random, and so pack a little better or worse. */
const near = 0.05;
const newId = (prefix: string) => `${prefix}_${ulid()}`;
const usernames = new Set<string>();

beforeAll(async () => {
  const stage = localStage();
  process.env.EXPORTS_REGION = stage.recoveryRegion;
  process.env.EXPORTS_BUCKET = namesOf(stage).bucketIn(
    stage.recoveryRegion,
    'exports',
  );
  const root = `u${ulid().toLowerCase()}`;
  const first = { username: root, name: '首位运维', organisation: '教育局' };
  const begun = await makeFirstOperator({ ...needs(), newId }, first);
  if (begun.outcome !== 'made') throw new Error(begun.reason);
  const operator = await signedInAs(root);
  const school = await createOrganisation(
    { ...needs(), newId: () => newId('org') },
    operator,
    { kind: 'school', name: '学校', parent: begun.organisation },
  );
  if (!school.ok) throw new Error(school.error.code);
  const forMembers = { ...needs(), newId: () => newId('per') };
  for (let made = 0; made < exported.people; made += 1) {
    const username = `u${ulid().toLowerCase()}`;
    usernames.add(username);
    const added = await addMember(forMembers, operator, {
      organisation: school.value.id,
      username,
      name: '王老师',
      email: `${username}@school.example`,
      roles: ['teacher'],
    });
    if (!added.ok) throw new Error(added.error.code);
  }
}, 120_000);

/** The accounts of these people: the pool is shared with other tests. */
async function* theirAccounts(): AsyncGenerator<AccountLine[]> {
  for await (const page of exportSources.accounts()) {
    yield page.filter(({ username }) => usernames.has(username));
  }
}

async function* one(line: object) {
  yield [line];
}

/** What a scan of the whole table is paid for, whatever its filter leaves. */
async function unitsOfAll(): Promise<number> {
  const TableName = environment('DIRECTORY_TABLE');
  const { Items = [], LastEvaluatedKey } = await dynamoDb.send(
    new ScanCommand({ TableName }),
  );
  expect(LastEvaluatedKey).toBeUndefined();
  const bytes = Items.reduce((sum, item) => sum + itemBytes(item), 0);
  return readUnits(bytes, false);
}

test('a night of people costs what the estimate takes it for', async () => {
  let lineBytes = 0;
  let packedBytes = 0;
  resetCost();
  const manifest = await exportNight({
    sources: [
      { kind: 'accounts', pages: theirAccounts },
      { kind: 'directory', pages: exportSources.directory },
      { kind: 'search', pages: () => one({ alias: 'resources' }) },
      { kind: 'configuration', pages: () => one({ name: 'stage' }) },
    ],
    put: async (key, body, sha256) => {
      if (key.endsWith('.gz')) {
        lineBytes += gunzipSync(body).byteLength;
        packedBytes += body.byteLength;
      }
      await putExport(key, body, sha256);
    },
    from: { stage: 'local', region: inject('stack').region, epoch: 1 },
    now: () => new Date(),
    log: needs().log,
  });
  const { wru, s3 } = costSoFar();
  const rru = await unitsOfAll();
  expect(manifest.missing).toEqual([]);
  expect({ rru, wru, s3 }).toEqual(measured.exporting);
  for (const [bytes, known] of [
    [lineBytes, exported.lineBytes],
    [packedBytes, exported.packedBytes],
  ] as const) {
    expect(bytes).toBeGreaterThan(known * (1 - near));
    expect(bytes).toBeLessThan(known * (1 + near));
  }
});
