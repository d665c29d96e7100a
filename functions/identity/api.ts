import { randomInt } from 'node:crypto';
import { ulid } from 'ulid';
import { decodeCursor, encodeCursor } from '../platform/cursor.ts';
import { environment } from '../platform/environment.ts';
import { log } from '../platform/log.ts';
import { httpApi } from '../platform/pipeline.ts';
import { ok, type Result } from '../platform/result.ts';
import { type RequestOf, route } from '../platform/route.ts';
import { routes } from './contract.ts';
import { oneTimePassword } from './model/password.ts';
import { principals } from './principals.ts';
import { readMe } from './service/me.ts';
import { grantRole, listMembers, revokeRole } from './service/members.ts';
import { addMember } from './service/new-member.ts';
import {
  createOrganisation,
  listOrganisations,
  organisationTag,
  readOrganisation,
  renameOrganisation,
} from './service/organisations.ts';
import { accounts } from './store/accounts.ts';
import { directoryReads, type KeptOrganisation } from './store/directory.ts';
import { directoryParts } from './store/parts.ts';

const now = () => new Date();
const needs = {
  directory: principals,
  store: directoryReads,
  parts: directoryParts,
  accounts,
  password: () => oneTimePassword(randomInt),
  now,
  log,
};
const organisationId = () => `org_${ulid()}`;
const personId = () => `per_${ulid()}`;

const table = [
  route(
    routes.me,
    ({ principal }) => readMe(needs, principal),
    (body) => ({ body }),
  ),
  route(
    routes.organisations,
    async ({ query: { cursor, limit, parent } }) => {
      const after = afterOf(cursor, { parent });
      if (!after.ok) return after;
      const page = { parent, limit, after: after.value };
      return ok(await listOrganisations(needs, page));
    },
    ({ items, next }, { query: { parent } }) => ({
      body: { items, ...nextOf(next, { parent }) },
    }),
  ),
  route(
    routes.createOrganisation,
    ({ body, principal, commit }) =>
      createOrganisation(
        { ...needs, newId: organisationId, commit },
        principal,
        body,
      ),
    (made) => ({
      ...represented(made),
      location: `/v1/organisations/${made.id}`,
    }),
  ),
  route(
    routes.organisation,
    ({ params }) => readOrganisation(needs, params.id),
    represented,
  ),
  route(
    routes.renameOrganisation,
    ({ params, body, ifMatch, principal, commit }) =>
      renameOrganisation(
        { ...needs, newId: organisationId, commit },
        principal,
        { ...params, ...body, ifMatch },
      ),
    represented,
  ),
  route(
    routes.members,
    async ({ params, query: { cursor, limit }, principal }) => {
      const after = afterOf(cursor, params);
      if (!after.ok) return after;
      return listMembers(needs, principal, {
        organisation: params.id,
        after: after.value,
        limit,
      });
    },
    ({ items, next }, { params }) => ({
      body: { items, ...nextOf(next, params) },
    }),
  ),
  route(
    routes.addMember,
    ({ params, body, principal, commit }) =>
      addMember({ ...needs, newId: personId, commit }, principal, {
        ...body,
        organisation: params.id,
      }),
    (body) => ({ body, cacheControl: 'no-store' }),
  ),
  route(
    routes.grantRole,
    (request) =>
      grantRole({ ...needs, commit: request.commit }, request.principal, {
        ...askedRole(request),
      }),
    (body) => ({ body }),
  ),
  route(
    routes.revokeRole,
    (request) =>
      revokeRole({ ...needs, commit: request.commit }, request.principal, {
        ...askedRole(request),
      }),
    () => ({}),
  ),
];

export const handler = httpApi('identity', table, {
  principals,
  markers: environment('DIRECTORY_TABLE'),
});

function represented(kept: KeptOrganisation) {
  const { seq: _, createdAt: __, ...body } = kept;
  return { body, etag: organisationTag(kept) };
}

function askedRole({
  params: { id: organisation, personId: person, role },
}: Pick<RequestOf<typeof routes.grantRole>, 'params'>) {
  return { organisation, person, role };
}

/** A list goes on after the id in its cursor. */
function afterOf(
  cursor: string | undefined,
  query: unknown,
): Result<string | undefined, { code: 'cursor-invalid' }> {
  if (cursor === undefined) return ok(undefined);
  const key = decodeCursor(cursor, query, now());
  return key.ok ? ok(String(key.value.after)) : key;
}

function nextOf(next: string | undefined, query: unknown): { next?: string } {
  return next === undefined
    ? {}
    : { next: encodeCursor({ key: { after: next }, query }, now()) };
}
