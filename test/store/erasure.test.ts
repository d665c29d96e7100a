import '../support/environment.ts';
import { createHash } from 'node:crypto';
import {
  CreateBucketCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { ulid } from 'ulid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  erasureSteps,
  type LedgerEntry,
} from '../../functions/erasure/contract.ts';
import {
  applyLedger,
  type ErasureNeeds,
} from '../../functions/erasure/service/ledger.ts';
import { workStep } from '../../functions/erasure/service/work.ts';
import { ledger } from '../../functions/erasure/store.ts';
import { fileErasure } from '../../functions/files/erasure.ts';
import { fileCopies } from '../../functions/files/store/copies.ts';
import { fileObjects } from '../../functions/files/store/objects.ts';
import { fileRecords } from '../../functions/files/store/records.ts';
import { directoryErasure } from '../../functions/identity/service/erasure.ts';
import { directoryReads } from '../../functions/identity/store/directory.ts';
import { erasureStore as directoryStore } from '../../functions/identity/store/erasure.ts';
import { directoryParts } from '../../functions/identity/store/parts.ts';
import { newJob, type StoredJob } from '../../functions/jobs/model.ts';
import { jobStore } from '../../functions/jobs/store.ts';
import { workOn } from '../../functions/jobs/work.ts';
import { noticesErasing } from '../../functions/notifications/erasing.ts';
import { dynamoDb } from '../../functions/platform/clients.ts';
import type { Commit } from '../../functions/platform/commit.ts';
import { environment } from '../../functions/platform/environment.ts';
import { hashOf } from '../../functions/platform/history.ts';
import type { Log } from '../../functions/platform/log.ts';
import { ok } from '../../functions/platform/result.ts';
import { studentWork } from '../../functions/resources/edition/contract.ts';
import {
  attachFile,
  createResource,
  detachFile,
} from '../../functions/resources/service/drafting.ts';
import { resourceErasure } from '../../functions/resources/service/erasure.ts';
import { readHistory } from '../../functions/resources/service/history.ts';
import { submitDraft } from '../../functions/resources/service/life.ts';
import { erasureStore as resourceStore } from '../../functions/resources/store/erasure.ts';
import { partsOf } from '../../functions/resources/store/parts.ts';
import { resourceReads } from '../../functions/resources/store/reads.ts';
import { desk } from '../../functions/review/desk.ts';
import { reviewErasing } from '../../functions/review/erasing.ts';
import { faultsOf } from '../support/chain.ts';
import { edition } from '../unit/resources/case.ts';
import { got, needs, people, wish } from './catalogue.ts';
import { decided } from './decided.ts';
import { commit, ownDirectory } from './identity-table.ts';

ownDirectory();

const second = {
  region: 'us-west-2',
  bucket: `copies-${ulid().toLowerCase()}`,
};
const before = environment('LIBRARY_COPIES');
const clientIn = (region: string) =>
  new S3Client({ region, forcePathStyle: true });

beforeAll(async () => {
  const Bucket = second.bucket;
  const s3 = clientIn(second.region);
  await s3.send(new CreateBucketCommand({ Bucket }));
  const VersioningConfiguration = { Status: 'Enabled' } as const;
  await s3.send(
    new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }),
  );
  process.env.LIBRARY_COPIES = JSON.stringify([...JSON.parse(before), second]);
});
afterAll(() => {
  process.env.LIBRARY_COPIES = before;
});

const places = () => [
  { region: environment('AWS_REGION'), bucket: environment('LIBRARY_BUCKET') },
  second,
];
const keyOf = (file: string) => `sha256/${file.slice(0, 2)}/${file}`;

/** Bytes in the library of both Regions, twice: a version over another. */
async function stored(text: string) {
  const id = createHash('sha256').update(text).digest('hex');
  for (const { region, bucket: Bucket } of places()) {
    for (const Body of [text, text]) {
      const put = { Bucket, Key: keyOf(id), Body };
      await clientIn(region).send(new PutObjectCommand(put));
    }
  }
  const mediaType = 'text/plain' as const;
  const file = { id, mediaType, sizeBytes: text.length };
  await commit(undefined, [
    fileRecords.newFile({ ...file, storedAt: new Date().toISOString() }),
  ]);
  return { ...file, name: '日记.txt' };
}

async function copies(file: string): Promise<number[]> {
  return Promise.all(
    places().map(async ({ region, bucket }) => {
      const { Versions = [], DeleteMarkers = [] } = await clientIn(region).send(
        new ListObjectVersionsCommand({ Bucket: bucket, Prefix: keyOf(file) }),
      );
      return Versions.length + DeleteMarkers.length;
    }),
  );
}

type Stored = Awaited<ReturnType<typeof stored>>;
const holding = (file: Stored) => ({
  ...needs,
  files: {
    ...needs.files,
    ready: async () => ok(file),
    referenceParts: (id: string, resource: string) => [
      fileRecords.reference(id, resource),
    ],
  },
});

/** A teacher's published resource with these files; `creators` are a pupil's. */
async function published(
  who: ReturnType<typeof people>,
  files: readonly Stored[],
  pupil?: string,
) {
  const { files: _, ...metadata } = edition;
  const creators = [{ name: '林小满', role: 'author', person: pupil } as const];
  const ofPupil = { type: studentWork, consent: '同意书 1', creators } as const;
  let found = got(
    await createResource(needs, who.teacher, {
      holder: who.school,
      visibility: 'public',
      audience: 'everyone',
      metadata: { ...metadata, ...(pupil && ofPupil) },
    }),
  );
  for (const file of files) {
    const asked = { file: file.id, upload: `upl_${ulid()}` };
    const done = attachFile(holding(file), wish(found, who.teacher), asked);
    found = got(await done);
  }
  return { found, who };
}

async function out({ found, who }: Awaited<ReturnType<typeof published>>) {
  const sent = got(await submitDraft(needs, wish(found, who.teacher)));
  return decided(sent, who.librarian, { outcome: 'accept' });
}

/** A pupil in the directory, with an account that is counted when it ends. */
async function newPupil(school: string) {
  const id = `per_${ulid()}`;
  const at = new Date().toISOString();
  const identity = { issuer: 'https://issuer.invalid', subject: id };
  const profile = { id, name: '林小满', username: `s${id}`, createdAt: at };
  const held = { person: id, organisation: school, seq: 1 };
  const done = await commit(undefined, [
    ...directoryParts.newPerson(profile, identity),
    directoryParts.membershipNow({ ...held, roles: ['student'] }, at),
  ]);
  expect(done.ok).toBe(true);
  return { id, identity };
}

/** So far off that the stack's own worker leaves such a job alone. */
const later = Date.parse('2200-01-01T00:00:00.000Z');
const silent: Log = { info: () => {}, warn: () => {}, error: () => {} };

/** A worker whose lease ends so many milliseconds after it began. */
function worker(ms: number) {
  return {
    store: jobStore,
    holder: ulid(),
    stopAt: later + 60_000,
    leaseUntil: later + 1 + ms,
    pause: async () => {},
    now: () => new Date(later + 1),
    log: silent,
  };
}

class Killed extends Error {}

/** Each thing that is done kills its doer, the first time, after its effect. */
function mortal<T extends object>(deaths: Set<string>, target: T): T {
  return new Proxy(target, {
    get(whole, name) {
      const found: unknown = Reflect.get(whole, name);
      if (typeof found !== 'function') return found;
      return async (...given: unknown[]) => {
        const done: unknown = await found(...given);
        const key = `${String(name)} ${JSON.stringify(given)}`;
        const isEffect = /^(drop|change|erase|keep|remove)/.test(String(name));
        if (isEffect && !deaths.has(key)) {
          deaths.add(key);
          throw new Killed(key);
        }
        return done;
      };
    },
  });
}

/** A commit whose doer dies, the first time, after each kind of change. */
function dying(deaths: Set<string>): Commit {
  return async (value, parts) => {
    const done = await commit(value, parts);
    const kinds = parts.flatMap(({ write }) => Object.keys(write));
    const key = `commit ${kinds}`;
    if (done.ok && !deaths.has(key)) {
      deaths.add(key);
      throw new Killed(key);
    }
    return done;
  };
}

function erasing(deaths?: Set<string>): ErasureNeeds {
  const may = <T extends object>(target: T) =>
    deaths ? mortal(deaths, target) : target;
  const files = fileErasure({
    records: { ...fileRecords, ...pick(may(fileRecords)) },
    copies: may(fileCopies),
    objects: fileObjects,
    isHeldBy: resourceStore.holdsFile,
  });
  return {
    ledger: { keepLine: may(ledger).keepLine, done: ledger.done },
    files,
    directory: directoryErasure({
      store: directoryReads,
      erasing: {
        ...may(directoryStore),
        partition: directoryStore.partition,
        signInsOf: directoryStore.signInsOf,
        membershipsOf: directoryStore.membershipsOf,
        dropSignIn: may(directoryStore).dropSignIn,
        dropProfile: may(directoryStore).dropProfile,
        dropRest: may(directoryStore).dropRest,
        dropBodiesNaming: may(directoryStore).dropBodiesNaming,
      },
      parts: directoryParts,
      accounts: {
        issuer: () => 'https://other.invalid',
        remove: async () => {},
      },
      commit: deaths ? dying(deaths) : commit,
      now: () => new Date(),
      epoch: () => 1,
      newSalt: () => 'cd'.repeat(32),
      pause: async () => {},
    }),
    notices: may(noticesErasing),
    resources: resourceErasure({
      reads: resourceReads,
      store: {
        ...resourceStore,
        dropBody: may(resourceStore).dropBody,
        dropLink: may(resourceStore).dropLink,
        changeVersion: may(resourceStore).changeVersion,
      },
      partsOf,
      files,
      reviews: { ...reviewErasing, ended: desk.ended },
      commit,
      now: () => new Date(),
      epoch: () => 1,
      newSalt: () => 'ab'.repeat(32),
    }),
    now: () => new Date(),
  };
}

function pick(records: typeof fileRecords) {
  const { dropFile, dropReference, dropUpload } = records;
  return { dropFile, dropReference, dropUpload };
}

/** The whole record of an organisation, with its bodies. */
async function recordOf(organisation: string) {
  const { items } = await directoryReads.history(
    organisation,
    { limit: 100, after: undefined },
    { withBodies: true },
  );
  const chain = await directoryReads.chain(organisation);
  const entries = items.map((one) => ({ ...one, hash: hashOf(one.header) }));
  return { items: entries, lastHash: chain?.lastHash ?? null };
}

const lineOf = (
  person: string,
  { school, librarian }: ReturnType<typeof people>,
): LedgerEntry => ({
  format: 'xueyuan-erasure/1',
  person,
  at: new Date().toISOString(),
  by: librarian.id,
  organisation: school,
  kinds: ['ledger', 'directory', 'uploads', 'resources'],
});

/** All items of a partition, to be put back as a restore would. */
async function copyOf(table: string, pk: string) {
  const { Items = [] } = await dynamoDb.send(
    new QueryCommand({
      TableName: environment(table),
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': pk },
      ConsistentRead: true,
    }),
  );
  return Items.map((Item) => ({ TableName: environment(table), Item }));
}

const everything = async (id: string) => {
  const { items } = await resourceReads.history(
    id,
    { limit: 100, after: undefined },
    { withBodies: true },
  );
  return JSON.stringify([
    await resourceReads.head(id, { consistent: true }),
    await resourceStore.versionsOf(id),
    items,
  ]);
};

describe('given a pupil whose work shares a file with another resource', () => {
  test('when erased by somebody who dies after everything they do, then all that was theirs is gone, what others hold stays, and a restore is erased again', async () => {
    const who = people();
    const pupil = await newPupil(who.school);
    const own = await stored(`只是她的 ${ulid()}`);
    const shared = await stored(`大家都有 ${ulid()}`);
    const dropped = await stored(`别人拿掉了 ${ulid()}`);
    const work = await out(
      await published(who, [own, shared, dropped], pupil.id),
    );
    const { id } = work.head;
    await out(await published(who, [shared]));
    const left = await published(who, [dropped]);
    const wished = wish(left.found, who.teacher);
    got(await detachFile(needs, wished, dropped.id));

    const old = [
      ...(await copyOf('DIRECTORY_TABLE', pupil.id)),
      ...(await copyOf('CATALOGUE_TABLE', id)),
    ];
    expect(JSON.stringify(old)).toContain('林小满');

    const line = lineOf(pupil.id, who);
    const deaths = new Set<string>();
    for (let lives = 0; ; lives += 1) {
      expect(lives).toBeLessThan(100);
      try {
        expect((await applyLedger(erasing(deaths), [line])).ok).toBe(true);
        break;
      } catch (error) {
        if (!(error instanceof Killed)) throw error;
      }
    }
    expect(deaths.size).toBeGreaterThan(10);

    const isGone = async () => {
      const text = await everything(id);
      expect(text).not.toContain('林小满');
      expect(text).not.toContain(pupil.id);
      expect(await directoryStore.partition(pupil.id)).toEqual([]);
      const signedIn = await directoryReads.signedIn(pupil.identity, 'news', {
        consistent: true,
      });
      expect(signedIn.person).toBeUndefined();
      expect(await copies(own.id)).toEqual([0, 0]);
    };
    await isGone();
    expect(await copies(dropped.id)).toEqual([0, 0]);
    expect(await copies(shared.id)).toEqual([2, 2]);
    const page = { id, limit: 100, after: undefined };
    const read = await readHistory(needs, { ...page, principal: who.teacher });
    const { items } = got(read);
    const school = await recordOf(who.school);
    expect(school.items.map(({ header }) => header.action)).toEqual([
      'erase-member',
    ]);
    expect(school.items[0]?.body).toMatchObject({
      actor: who.librarian.id,
      facts: { roles: ['student'] },
    });
    expect(JSON.stringify(school.items)).not.toContain(pupil.id);
    expect(faultsOf(school.items, school.lastHash)).toEqual([]);
    const head = await resourceReads.head(id, { consistent: true });
    expect(head?.withdrawn?.kind).toBe('erased');
    expect(faultsOf(items, head?.lastHash ?? null)).toEqual([]);

    for (const one of old) await dynamoDb.send(new PutCommand(one));
    for (const { region, bucket: Bucket } of places()) {
      const put = { Bucket, Key: keyOf(own.id), Body: 'again' };
      await clientIn(region).send(new PutObjectCommand(put));
    }
    await expect(isGone()).rejects.toThrow();
    const kept: LedgerEntry[] = [];
    for await (const one of ledger.lines(line.at.slice(0, 10))) {
      if (one.person === pupil.id) kept.push(one);
    }
    expect(kept).toEqual([line]);
    expect(await applyLedger(erasing(), kept)).toEqual(ok(1));
    await isGone();
  });
});

test('given a job whose worker is killed in the middle, then the next goes on from its checkpoint, and the person is erased once', async () => {
  const who = people();
  const pupil = await newPupil(who.school);
  const line = lineOf(pupil.id, who);
  const job = newJob(
    {
      id: `job_${ulid()}`,
      kind: 'erasure',
      owner: who.librarian.id,
      organisation: who.school,
      input: { person: pupil.id },
    },
    new Date(),
  );
  const lease = { holder: 'nobody', until: later };
  await commit(undefined, [
    ledger.asked({ ...line, job: job.id }),
    jobStore.newJob({ ...job, lease }),
  ]);
  const steps: string[] = [];
  const work = (diesAt?: string) => ({
    step: (one: StoredJob) => {
      const { checkpoint = 'ledger' } = one;
      if (checkpoint === diesAt) throw new Killed(checkpoint);
      steps.push(checkpoint);
      return workStep({ ...erasing(), ledger, log: silent }, one);
    },
  });
  const undone = async () => {
    const all = await ledger.undone(Number(line.at.slice(0, 4)));
    return all.map(({ person }) => person);
  };
  const died = workOn(worker(0), work('uploads'), job.id);
  await expect(died).rejects.toThrow(Killed);
  expect(await jobStore.job(job.id)).toMatchObject({ checkpoint: 'uploads' });
  expect((await ledger.erasure(pupil.id))?.doneAt).toBeUndefined();
  expect(await undone()).toContain(pupil.id);

  await workOn(worker(60_000), work(), job.id);
  expect(steps).toEqual([...erasureSteps]);
  expect(await jobStore.job(job.id)).toMatchObject({ state: 'done' });
  expect((await ledger.erasure(pupil.id))?.doneAt).toBeDefined();
  expect(await undone()).not.toContain(pupil.id);
  const { items } = await recordOf(who.school);
  expect(items).toHaveLength(1);
});

test('given the last operator, then the ledger stops at them', async () => {
  const who = people();
  const pupil = await newPupil(who.school);
  const held = [`${pupil.id}@${who.school}`];
  await commit(undefined, [directoryParts.operatorsNow({ held, seq: 1 })]);
  const line = lineOf(pupil.id, who);
  expect(await applyLedger(erasing(), [line])).toEqual({
    ok: false,
    error: { code: 'last-operator', person: pupil.id },
  });
  expect(await directoryStore.partition(pupil.id)).toHaveLength(2);
});
