import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Action, Role, Route } from '../../functions/platform/contract.ts';
import { bodyLimitBytes } from '../../functions/platform/request.ts';
import { firstRubric } from '../../functions/review/model/default-rubric.ts';
import { type Contract, contracts } from '../../local/docs/contracts.ts';
import { type Client, client, visitor } from '../support/http.ts';
import { contribution, draft, submitted } from '../support/lifecycle.ts';
import { newcomer, newSchool } from '../support/newcomers.ts';
import { signedIn } from '../support/people.ts';

/** A role that may do this somewhere, and one that never may. */
const roleThat: Readonly<Partial<Record<Action, Role>>> = {
  contribute: 'teacher',
  edit: 'teacher',
  submit: 'teacher',
  'take-back': 'teacher',
  upload: 'teacher',
  decide: 'librarian',
  publish: 'librarian',
  withdraw: 'librarian',
  restore: 'librarian',
  transfer: 'librarian',
  administer: 'organisation-admin',
  erase: 'organisation-admin',
  operate: 'operator',
  'write-rubric': 'librarian',
  assign: 'librarian',
  score: 'expert',
  'read-agreement': 'auditor',
};
const roleThatMayNot: Role = 'student';

const ulid = '01J8ZQ8ZQ8ZQ8ZQ8ZQ8ZQ8ZQ8Z';
/** Well-formed values of path parameters; nothing has these ids. */
const unknownParams: Readonly<Record<string, string>> = {
  fileId: '0'.repeat(64),
  personId: `per_${ulid}`,
  clientId: `cli_${ulid}`,
  role: 'teacher',
  version: '1',
  type: 'isBasedOn',
  target: `res_${ulid}`,
  file: 'nothing.js',
  code: 'nothing',
};
const unknownIds: Readonly<Record<string, string>> = {
  resources: `res_${ulid}`,
  uploads: `upl_${ulid}`,
  reviews: `rev_${ulid}`,
  jobs: `job_${ulid}`,
  notifications: `ntf_${ulid}`,
  rosters: `job_${ulid}`,
  organisations: `org_${ulid}`,
  people: `per_${ulid}`,
  rubrics: 'nothing',
  vocabularies: 'nothing',
};

/** The least body that each route takes, by `capability.route`. */
const bodies: Readonly<Record<string, unknown>> = {
  'rosters.file': {
    organisation: `org_${ulid}`,
    format: 'csv',
    sizeBytes: 1,
    sha256: '0'.repeat(64),
  },
  'rosters.check': {
    organisation: `org_${ulid}`,
    file: { format: 'csv', sizeBytes: 1, sha256: '0'.repeat(64) },
    roles: ['student'],
  },
  'resources.create': { holder: `org_${ulid}`, metadata: { title: '浮力' } },
  'resources.edit': { visibility: 'public' },
  'resources.attach': { upload: `upl_${ulid}` },
  'resources.withdraw': { kind: 'error', reason: '有误' },
  'resources.relate': {},
  'resources.restore': { reason: '已改正' },
  'resources.transfer': { holder: `org_${ulid}` },
  'files.create': {
    name: 'a.txt',
    sizeBytes: 1,
    mediaType: 'text/plain',
    sha256: '0'.repeat(64),
  },
  'notifications.read': { isRead: true },
  'review.decide': { outcome: 'reject', reason: '有误' },
  'review.putPanel': { kind: 'peer', reviewers: [] },
  'review.putScores': { scores: {} },
  'review.comment': { target: { whole: true }, text: '好' },
  'review.writeRubric': {
    name: { 'zh-CN': '量表', en: 'Rubric' },
    criteria: firstRubric.criteria,
  },
  'identity.createOrganisation': {
    kind: 'school',
    name: '学校',
    parent: `org_${ulid}`,
  },
  'identity.renameOrganisation': { name: '学校' },
  'identity.moveOrganisation': { parent: `org_${ulid}` },
  'identity.mergeOrganisation': { into: `org_${ulid}` },
  'identity.closeOrganisation': {},
  'identity.grantRole': {},
  'identity.changeMe': { language: 'en' },
  'identity.confirmSecondFactor': { code: '123456' },
  'identity.registerClient': { name: '采集系统', permissions: 'reader' },
  'identity.addMember': {
    username: 'walker-1',
    name: '王老师',
    roles: ['teacher'],
  },
};

type Row = readonly [name: string, route: Route];
const all: [string, Contract][] = Object.entries(contracts);
const rows: readonly Row[] = all.flatMap(([capability, { routes }]) =>
  Object.entries(routes).map(
    ([name, route]): Row => [`${capability}.${name}`, route],
  ),
);
const where = (holds: (route: Route) => boolean) =>
  rows.filter(([, route]) => holds(route));

function pathOf(route: Route): string {
  const noun = route.path.split('/')[2] ?? '';
  return route.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    name === 'id' ? (unknownIds[noun] ?? ulid) : (unknownParams[name] ?? ulid),
  );
}

const people = new Map<Role, Client>();
/** Rubrics are written for the whole district. */
let districtLibrarian: Client = visitor();
/** Of nobody else's tests: what they do to themselves harms no other. */
let loner: Client = visitor();
beforeAll(async () => {
  loner = await newcomer((await newSchool()).id, ['teacher']);
  districtLibrarian = await signedIn('librarian', 'bureau');
  for (const role of [...Object.values(roleThat), roleThatMayNot]) {
    people.set(role, await signedIn(role));
  }
});

/** Someone who gets past the gate of this route. */
function someoneFor({ path, permission, access }: Route): Client {
  if (path.startsWith('/v1/me/')) return loner;
  if (access === 'anyone' && permission === undefined) return visitor();
  if (permission === 'write-rubric') return districtLibrarian;
  const role = roleThat[permission ?? 'contribute'] ?? 'teacher';
  return people.get(role) ?? visitor();
}

/** A request that is well-formed in every respect. */
function wellFormed([name, route]: Row) {
  return {
    body: bodies[name],
    headers: {
      'accept-language': 'en',
      ...(route.ifMatch && { 'if-match': '"0-0"' }),
    },
  };
}

const problem = (status: number, code: string) => ({
  status,
  body: {
    type: expect.stringMatching(new RegExp(`/problems/${code}$`)),
    status,
    title: expect.any(String),
    detail: expect.any(String),
    instance: expect.any(String),
  },
});

test('every route that takes a body has a sample here', () => {
  const taking = where(({ body }) => body !== undefined).map(([name]) => name);
  expect(Object.keys(bodies).sort()).toEqual([...taking].sort());
});

describe('given no token', () => {
  test.each(where(({ access }) => access === 'signed-in'))(
    '%s asks to sign in',
    async (...row) => {
      const { method } = row[1];
      const answer = await visitor().request(
        method,
        pathOf(row[1]),
        wellFormed(row),
      );
      expect(answer).toMatchObject(problem(401, 'token-missing'));
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    },
  );
});

describe('given a bad token', () => {
  test.each(rows)('%s refuses it', async (...row) => {
    const stranger = client('not.a.token');
    const answer = await stranger.request(
      row[1].method,
      pathOf(row[1]),
      wellFormed(row),
    );
    expect(answer).toMatchObject(problem(401, 'token-invalid'));
  });
});

describe('given a role that may not', () => {
  test.each(where(({ permission }) => permission !== undefined))(
    '%s is forbidden, and the rule is named',
    async (...row) => {
      const { method } = row[1];
      const student = people.get(roleThatMayNot);
      const answer = await student?.request(
        method,
        pathOf(row[1]),
        wellFormed(row),
      );
      expect(answer).toMatchObject(problem(403, 'forbidden'));
      expect(answer?.body).toMatchObject({ rule: expect.any(String) });
    },
  );
});

describe('given an id that nothing has', () => {
  test.each(where(({ params }) => params !== undefined))(
    '%s does not find it',
    async (...row) => {
      const answer = await someoneFor(row[1]).request(
        row[1].method,
        pathOf(row[1]),
        wellFormed(row),
      );
      expect(answer).toMatchObject(problem(404, 'unknown'));
    },
  );
});

describe('given a body that does not fit', () => {
  test.each(where(({ body }) => body !== undefined))(
    '%s names the field',
    async (...row) => {
      const answer = await someoneFor(row[1]).request(
        row[1].method,
        pathOf(row[1]),
        { ...wellFormed(row), body: { unknownField: 1 } },
      );
      expect(answer).toMatchObject(problem(400, 'malformed'));
      expect(answer.body).toMatchObject({
        errors: expect.arrayContaining([
          { pointer: '/unknownField', message: expect.any(String) },
        ]),
      });
    },
  );

  test.each(where(({ body }) => body !== undefined))(
    '%s refuses one that is too large',
    async (...row) => {
      const answer = await someoneFor(row[1]).request(
        row[1].method,
        pathOf(row[1]),
        { ...wellFormed(row), body: 'a'.repeat(bodyLimitBytes + 1) },
      );
      expect(answer).toMatchObject(problem(413, 'too-large'));
    },
  );
});

describe('given a query that does not fit', () => {
  test.each(where(({ method, params }) => method === 'GET' && !params))(
    '%s names the parameter',
    async (...row) => {
      const path = `${pathOf(row[1])}?unknownParameter=1`;
      const answer = await someoneFor(row[1]).request(
        'GET',
        path,
        wellFormed(row),
      );
      expect(answer).toMatchObject(problem(400, 'malformed'));
      expect(answer.body).toMatchObject({
        errors: expect.arrayContaining([
          expect.objectContaining({ pointer: '?unknownParameter' }),
        ]),
      });
    },
  );
});

describe('given no If-Match', () => {
  test.each(where(({ ifMatch }) => ifMatch === true))(
    '%s asks for it',
    async (...row) => {
      const answer = await someoneFor(row[1]).request(
        row[1].method,
        pathOf(row[1]),
        { ...wellFormed(row), headers: {} },
      );
      expect(answer).toMatchObject(problem(428, 'precondition-missing'));
    },
  );
});

/** A review on whose panel the school's expert sits. */
async function seatedReview(): Promise<string> {
  const id = (await submitted()).resource.work?.review?.id ?? '';
  const librarian = await signedIn('librarian');
  const peers = await Promise.all([
    signedIn('expert'),
    signedIn('teacher', 'elsewhere'),
    signedIn('librarian', 'elsewhere'),
  ]);
  const reviewers = peers.map(({ person }) => person);
  const seated = await librarian.put(
    `/v1/reviews/${id}/panel`,
    { kind: 'peer', reviewers },
    { 'if-match': '"1"' },
  );
  expect(seated.status).toBe(200);
  return id;
}

/** Something that is there, whose ETag is another; by capability. */
const idOfReal: Readonly<Record<string, () => Promise<string>>> = {
  resources: async () => (await draft()).resource.id,
  review: seatedReview,
  identity: async () => (await signedIn('organisation-admin')).organisation,
  erasure: async () => (await signedIn('teacher')).person,
};

describe('given an If-Match that is not of now', () => {
  test.each(where(({ ifMatch }) => ifMatch === true))(
    '%s says that it has changed',
    async (...row) => {
      const [name, route] = row;
      const id = await idOfReal[name.split('.')[0] ?? '']?.();
      const path = pathOf(route)
        .replace(/(res|rev|org|per)_\w+/, id ?? '')
        .replace('/rubrics/nothing', '/rubrics/default');
      const answer = await someoneFor(route).request(
        route.method,
        path,
        wellFormed(row),
      );
      expect(answer).toMatchObject(problem(412, 'changed'));
    },
  );
});

test('an address that is no route is our 404, in both languages', async () => {
  const answer = await visitor().get('/v1/nothing-here');
  expect(answer).toMatchObject(problem(404, 'route-unknown'));
  expect(answer.body).toMatchObject({
    title: expect.stringMatching(/[一-龥]/),
  });
  const english = { 'accept-language': 'en' };
  const other = await visitor().get('/v1/nothing-here', english);
  expect(other.body).toMatchObject({ title: 'No such address' });
});

test('every answer carries its request id and the security headers', async () => {
  const answer = await visitor().get('/v1/status');
  for (const name of [
    'x-request-id',
    'strict-transport-security',
    'x-content-type-options',
    'content-security-policy',
  ]) {
    expect(answer.headers.get(name), name).toBeTruthy();
  }
});

const anyHeaders = fc.record({
  'if-match': fc.constantFrom('"1-1"', '*', 'nonsense'),
  'idempotency-key': fc.constantFrom('', 'a b', randomUUID()),
  'accept-language': fc.constantFrom('en', 'zh', ';;q=9'),
});
const anyQuery = fc.dictionary(
  fc.constantFrom('q', 'limit', 'cursor', 'holder', 'sort', 'type', 'version'),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  { maxKeys: 3 },
);

test.each(rows)(
  '%s answers any body and query without a fault',
  async (...row) => {
    const route = row[1];
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.json(), fc.string()),
        anyQuery,
        anyHeaders,
        async (body, query, headers) => {
          const text = new URLSearchParams(query).toString();
          const answer = await someoneFor(route).request(
            route.method,
            `${pathOf(route)}?${text}`,
            { headers, ...(route.method !== 'GET' && { body }) },
          );
          expect(answer.status).toBeLessThan(500);
        },
      ),
      { numRuns: 8 },
    );
  },
);

test('given functions that know the tree, when a school is added, then they all know its people at once', async () => {
  const known = await signedIn('librarian');
  const reads = where(({ method }) => method === 'GET').map(([, route]) =>
    pathOf(route),
  );
  expect(reads.length).toBeGreaterThan(10);
  for (const path of reads) {
    // Side by side, so that no idle worker of the function is left out.
    await Promise.all([known.get(path), known.get(path), known.get(path)]);
  }
  const { id: holder } = await newSchool();
  const theirs = await newcomer(holder, ['teacher']);
  for (const path of reads) {
    expect((await theirs.get(path)).status).toBeLessThan(500);
  }
  const { visibility, audience, metadata } = await contribution();
  const wanted = { holder, visibility, audience, metadata };
  expect(await theirs.post('/v1/resources', wanted)).toMatchObject({
    status: 201,
    body: { holder },
  });
}, 120_000);
