import { ulid } from 'ulid';
import { directoryErasing } from '../identity/erasing.ts';
import { principals } from '../identity/principals.ts';
import { jobs } from '../jobs/jobs.ts';
import { shownJob } from '../jobs/shown.ts';
import { decodeCursor, encodeCursor } from '../platform/cursor.ts';
import { environment } from '../platform/environment.ts';
import { log } from '../platform/log.ts';
import { httpApi } from '../platform/pipeline.ts';
import { fail, ok, type Result } from '../platform/result.ts';
import { route } from '../platform/route.ts';
import { filesErasing, resourceErasing } from '../resources/erasing.ts';
import { routes } from './contract.ts';
import { type RecordPlace, readHeld } from './service/record.ts';
import { readErasure, requestErasure } from './service/request.ts';
import { commit, ledger } from './store.ts';

const now = () => new Date();
const needs = {
  directory: directoryErasing(commit),
  resources: resourceErasing(commit),
  files: filesErasing,
  ledger,
  jobs,
  newJobId: () => `job_${ulid()}`,
  now,
  log,
};

const table = [
  route(
    routes.record,
    async ({ params, query: { cursor, limit }, principal }) => {
      const place = placeOf(cursor, params);
      if (!place.ok) return place;
      const asked = { person: params.id, limit, place: place.value };
      return readHeld(needs, principal, asked);
    },
    ({ record, next, etag }, { params }) => ({
      body: { ...record, ...nextOf(next, params) },
      etag,
      cacheControl: 'no-store',
    }),
  ),
  route(
    routes.erasure,
    ({ params, principal }) => readErasure(needs, principal, params.id),
    ({ erasure, etag }) => ({ body: erasure, etag }),
  ),
  route(
    routes.erase,
    ({ params, ifMatch, principal, commit }) =>
      requestErasure({ ...needs, commit }, principal, {
        person: params.id,
        ifMatch,
      }),
    (job, { language }) => ({
      body: shownJob(job, language),
      location: `/v1/jobs/${job.id}`,
    }),
  ),
];

export const handler = httpApi('erasure', table, {
  principals,
  markers: environment('DIRECTORY_TABLE'),
});

const lists = ['work', 'trace', 'acted'] as const;

function placeOf(
  cursor: string | undefined,
  query: unknown,
): Result<RecordPlace, { code: 'cursor-invalid' }> {
  if (cursor === undefined) return ok({ list: 'work' });
  const key = decodeCursor(cursor, query, now());
  if (!key.ok) return key;
  const { list, after } = key.value;
  const known = lists.find((one) => one === list);
  if (known === undefined) return fail({ code: 'cursor-invalid' });
  return ok({ list: known, ...(after !== '' && { after: String(after) }) });
}

function nextOf(next: RecordPlace | undefined, query: unknown) {
  if (next === undefined) return {};
  const key = { list: next.list, after: next.after ?? '' };
  return { next: encodeCursor({ key, query }, now()) };
}
