import { ulid } from 'ulid';
import * as z from 'zod';
import { files } from '../files/files.ts';
import { named } from '../identity/named.ts';
import { principals } from '../identity/principals.ts';
import { type Actor, id, type Principal } from '../platform/contract.ts';
import {
  type CursorInvalid,
  type CursorKey,
  decodeCursor,
  encodeCursor,
} from '../platform/cursor.ts';
import { environment } from '../platform/environment.ts';
import { log } from '../platform/log.ts';
import { httpApi } from '../platform/pipeline.ts';
import { fail, ok, type Result } from '../platform/result.ts';
import { route } from '../platform/route.ts';
import { desk } from '../review/desk.ts';
import { seals } from '../seals/seals.ts';
import { routes } from './contract.ts';
import { HistoryHeader } from './history/contract.ts';
import { represent } from './model/view.ts';
import { needs as resourceNeeds } from './resources.ts';
import { etagOf, type Found } from './service/command.ts';
import {
  attachFile,
  createResource,
  detachFile,
  discardDraft,
  editResource,
  reviseResource,
} from './service/drafting.ts';
import { exportHistory, readHistory } from './service/history.ts';
import {
  correctPublished,
  publishAccepted,
  restoreResource,
  submitDraft,
  takeBackDraft,
  transferResource,
  withdrawResource,
} from './service/life.ts';
import {
  listVersions,
  locateFile,
  readResource,
  readVersion,
} from './service/reading.ts';
import {
  readParts,
  readRelations,
  relateResource,
  unrelateResource,
} from './service/relations.ts';
import { listDue, openReReview } from './service/validity.ts';
import { readWork } from './service/work.ts';
import { dueStore } from './store/due.ts';
import { unmovedPart } from './store/parts.ts';
import { relationStore } from './store/relations.ts';

const now = resourceNeeds.now;
const needs = {
  ...resourceNeeds,
  files,
  due: dueStore,
  relations: relationStore,
  unmovedPart,
  named,
  reviews: desk,
  seals,
  log,
  allowsCorrections: environment('MINOR_CORRECTIONS') === 'true',
  newId: () => `res_${ulid()}`,
  newReviewId: () => `rev_${ulid()}`,
};

/** What cursors hold: the key after which a list goes on. */
const AfterVersion = z.strictObject({ after: z.int().positive() });
const AfterPlace = z.strictObject({ after: z.string() });
const AfterDue = z.strictObject({
  holder: id('org'),
  after: z.string().optional(),
});
const AfterResource = z.strictObject({ after: id('res') });
const AfterEntry = HistoryHeader.pick({ epoch: true, seq: true });

const table = [
  route(
    routes.create,
    ({ body, principal, commit }) =>
      createResource({ ...needs, commit }, principal, body),
    (found, request) => ({
      ...represented(found, request),
      location: `/v1/resources/${found.head.id}`,
    }),
  ),
  route(
    routes.due,
    async ({ query: { cursor, limit, ...asked }, principal }) => {
      const list = { list: 'due', ...asked, reader: principal.id };
      const key = keyIn(AfterDue, cursor, list);
      if (!key.ok) return key;
      const { due: by, holder } = asked;
      const place = key.value;
      return listDue(needs, principal, { by, holder, limit, place });
    },
    ({ items, next }, { query: { due, holder }, principal }) => {
      const list = { list: 'due', due, holder, reader: principal.id };
      return { body: { items, ...nextOf(next, list) } };
    },
  ),
  route(
    routes.read,
    ({ params, principal }) => readResource(needs, { ...params, principal }),
    (found, request) => ({
      ...represented(found, request),
      cacheControl: cacheFor(request),
    }),
  ),
  route(
    routes.edit,
    (request) =>
      editResource(
        { ...needs, commit: request.commit },
        wishOf(request),
        request.body,
      ),
    represented,
  ),
  route(
    routes.discard,
    (request) =>
      discardDraft({ ...needs, commit: request.commit }, wishOf(request)),
    () => ({}),
  ),
  route(
    routes.versions,
    async ({ params, query: { cursor, limit }, principal }) => {
      const list = { list: 'versions', ...params, reader: readerOf(principal) };
      const key = keyIn(AfterVersion, cursor, list);
      if (!key.ok) return key;
      const after = key.value?.after;
      return listVersions(needs, { ...params, principal, limit, after });
    },
    ({ items, next }, { params, principal }) => {
      const list = { list: 'versions', ...params, reader: readerOf(principal) };
      const key = next === undefined ? undefined : { after: next };
      return { body: { items, ...nextOf(key, list) } };
    },
  ),
  route(
    routes.revise,
    (request) =>
      reviseResource({ ...needs, commit: request.commit }, wishOf(request)),
    (found, request) => ({
      ...represented(found, request),
      location: `/v1/resources/${found.head.id}/versions/${found.head.latest}`,
    }),
  ),
  route(
    routes.version,
    ({ params, principal }) => readVersion(needs, { ...params, principal }),
    (body) => ({ body }),
  ),
  route(
    routes.attach,
    (request) =>
      attachFile({ ...needs, commit: request.commit }, wishOf(request), {
        file: request.params.fileId,
        upload: request.body.upload,
      }),
    represented,
  ),
  route(
    routes.detach,
    (request) =>
      detachFile(
        { ...needs, commit: request.commit },
        wishOf(request),
        request.params.fileId,
      ),
    represented,
  ),
  route(
    routes.content,
    ({ params, query: { version }, principal }) => {
      const { id, fileId: file } = params;
      return locateFile(needs, { id, file, version, principal });
    },
    ({ url }) => ({ location: url }),
  ),
  route(
    routes.submit,
    (request) =>
      submitDraft({ ...needs, commit: request.commit }, wishOf(request)),
    (found, request) => ({
      ...represented(found, request),
      location: `/v1/reviews/${found.head.review?.id}`,
    }),
  ),
  route(
    routes.correct,
    (request) =>
      correctPublished({ ...needs, commit: request.commit }, wishOf(request)),
    represented,
  ),
  route(
    routes.takeBack,
    (request) =>
      takeBackDraft({ ...needs, commit: request.commit }, wishOf(request)),
    represented,
  ),
  route(
    routes.publish,
    (request) =>
      publishAccepted({ ...needs, commit: request.commit }, wishOf(request)),
    represented,
  ),
  route(
    routes.reReview,
    (request) =>
      openReReview({ ...needs, commit: request.commit }, wishOf(request)),
    (found, request) => ({
      ...represented(found, request),
      location: `/v1/reviews/${found.head.review?.id}`,
    }),
  ),
  route(
    routes.withdraw,
    (request) =>
      withdrawResource(
        { ...needs, commit: request.commit },
        wishOf(request),
        request.body,
      ),
    represented,
  ),
  route(
    routes.restore,
    (request) =>
      restoreResource(
        { ...needs, commit: request.commit },
        wishOf(request),
        request.body.reason,
      ),
    represented,
  ),
  route(
    routes.transfer,
    (request) =>
      transferResource(
        { ...needs, commit: request.commit },
        wishOf(request),
        request.body,
      ),
    represented,
  ),
  route(
    routes.relate,
    (request) => {
      const { type, target } = request.params;
      return relateResource(
        { ...needs, commit: request.commit },
        wishOf(request),
        { type, target, ...request.body },
      );
    },
    represented,
  ),
  route(
    routes.unrelate,
    (request) =>
      unrelateResource(
        { ...needs, commit: request.commit },
        wishOf(request),
        request.params,
      ),
    represented,
  ),
  route(
    routes.relations,
    async ({ params, query: { cursor, limit }, principal }) => {
      const list = { list: 'basis', ...params, reader: readerOf(principal) };
      const key = keyIn(AfterPlace, cursor, list);
      if (!key.ok) return key;
      const after = key.value?.after;
      return readRelations(needs, { ...params, principal, limit, after });
    },
    ({ next, ...body }, { params, principal }) => {
      const list = { list: 'basis', ...params, reader: readerOf(principal) };
      const key = next === undefined ? undefined : { after: next };
      return { body: { ...body, ...nextOf(key, list) } };
    },
  ),
  route(
    routes.parts,
    async ({ params, query: { cursor, limit }, principal }) => {
      const list = { list: 'parts', ...params, reader: readerOf(principal) };
      const key = keyIn(AfterPlace, cursor, list);
      if (!key.ok) return key;
      const after = key.value?.after;
      return readParts(needs, { ...params, principal, limit, after });
    },
    ({ items, next }, { params, principal }) => {
      const list = { list: 'parts', ...params, reader: readerOf(principal) };
      const key = next === undefined ? undefined : { after: next };
      return { body: { items, ...nextOf(key, list) } };
    },
  ),
  route(
    routes.history,
    async ({ params, query: { cursor, limit }, principal }) => {
      const list = { list: 'history', ...params, reader: readerOf(principal) };
      const key = keyIn(AfterEntry, cursor, list);
      if (!key.ok) return key;
      const after = key.value;
      return readHistory(needs, { ...params, principal, limit, after });
    },
    ({ items, next, proofs }, { params, principal }) => {
      const list = { list: 'history', ...params, reader: readerOf(principal) };
      return { body: { items, proofs, ...nextOf(next, list) } };
    },
  ),
  route(
    routes.exportHistory,
    async ({ params, query: { cursor }, principal }) => {
      const list = { list: 'export', ...params, reader: readerOf(principal) };
      const key = keyIn(AfterEntry, cursor, list);
      if (!key.ok) return key;
      return exportHistory(needs, { ...params, principal, after: key.value });
    },
    ({ part, next }, { params, principal }) => {
      const list = { list: 'export', ...params, reader: readerOf(principal) };
      const file = `${params.id}-history.json`;
      return {
        body: { ...part, ...nextOf(next, list) },
        headers: { 'content-disposition': `attachment; filename="${file}"` },
      };
    },
  ),
  route(
    routes.work,
    async ({ query: { cursor, limit }, principal }) => {
      const list = { list: 'work', reader: principal.id };
      const key = keyIn(AfterResource, cursor, list);
      if (!key.ok) return key;
      const after = key.value?.after;
      return ok(await readWork(needs, principal, { limit, after }));
    },
    ({ items, next, toReview }, { principal }) => {
      const list = { list: 'work', reader: principal.id };
      const key = next === undefined ? undefined : { after: next };
      const waiting = toReview && { toReview: [...toReview] };
      return { body: { items, ...nextOf(key, list), ...waiting } };
    },
  ),
];

export const handler = httpApi('resources', table, {
  principals,
  markers: environment('CATALOGUE_TABLE'),
});

type By<P extends Principal> = { readonly principal: P };

function represented({ head, shown }: Found, { principal }: By<Principal>) {
  return { body: represent(head, shown, principal), etag: etagOf(head) };
}

function wishOf({
  params: { id },
  ifMatch,
  principal,
}: By<Actor> & {
  readonly params: { readonly id: string };
  readonly ifMatch: string;
}) {
  return { id, ifMatch, principal };
}

/** What a visitor gets any visitor may; it is asked for again each time. */
function cacheFor({ principal }: By<Principal>): string {
  return principal.kind === 'visitor'
    ? 'public, no-cache'
    : 'private, no-cache';
}

function readerOf(principal: Principal): string {
  return principal.kind === 'visitor' ? principal.kind : principal.id;
}

/** The key in a cursor of ours; whoever makes one up gets no further. */
function keyIn<T extends z.ZodType>(
  schema: T,
  cursor: string | undefined,
  query: unknown,
): Result<z.output<T> | undefined, CursorInvalid> {
  if (cursor === undefined) return ok(undefined);
  const key = decodeCursor(cursor, query, now());
  if (!key.ok) return key;
  const parsed = schema.safeParse(key.value);
  return parsed.success ? ok(parsed.data) : fail({ code: 'cursor-invalid' });
}

function nextOf(key: CursorKey | undefined, query: unknown): { next?: string } {
  return key === undefined ? {} : { next: encodeCursor({ key, query }, now()) };
}
