import { ulid } from 'ulid';
import type * as z from 'zod';
import type { Principal } from '../platform/contract.ts';
import {
  type CursorInvalid,
  type CursorKey,
  decodeCursor,
  encodeCursor,
} from '../platform/cursor.ts';
import { environment } from '../platform/environment.ts';
import { httpApi } from '../platform/pipeline.ts';
import { actionsIn } from '../platform/policy.ts';
import { fail, ok, type Result } from '../platform/result.ts';
import { type RequestOf, route } from '../platform/route.ts';
import { ruleText } from '../platform/texts.ts';
import { knownIssuers } from '../platform/tokens.ts';
import { seals } from '../seals/seals.ts';
import { type Organisation, routes } from './contract.ts';
import { directoryNeeds } from './directory.ts';
import { OrganisationHeader } from './history/contract.ts';
import { principals } from './principals.ts';
import { endClient, listClients, registerClient } from './service/clients.ts';
import {
  exportOrganisationHistory,
  readOrganisationHistory,
} from './service/history.ts';
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
import {
  closeOrganisation,
  mergeOrganisation,
  moveOrganisation,
  reopenOrganisation,
} from './service/reshaping.ts';
import {
  beginSecondFactor,
  confirmSecondFactor,
  resetSecondFactor,
} from './service/second-factor.ts';
import { changeMe, signOut, signOutMember } from './service/sessions.ts';
import { appClients } from './store/app-clients.ts';
import type { KeptOrganisation } from './store/organisations.ts';
import { secondFactors } from './store/second-factor.ts';

const { now } = directoryNeeds;
const needs = {
  ...directoryNeeds,
  directory: principals,
  appClients,
  factors: secondFactors,
  seals,
  issuers: knownIssuers().map(({ issuer }) => issuer),
  district: environment('DISTRICT_NAME'),
};
const forOrganisations = { ...needs, newId: () => `org_${ulid()}` };
const personId = () => `per_${ulid()}`;
const clientId = () => `cli_${ulid()}`;

/** What the cursor of a history holds. */
const AfterEntry = OrganisationHeader.pick({ epoch: true, seq: true });

const table = [
  route(
    routes.me,
    ({ principal }) => readMe(needs, principal),
    (me, { principal: { inert }, language }) => ({
      body: {
        ...me,
        ...(inert.length > 0 && {
          advice: ruleText(language, 'second-factor-waits'),
        }),
      },
    }),
  ),
  route(
    routes.changeMe,
    ({ principal, body, commit }) =>
      changeMe({ ...needs, commit }, principal, body),
    (body) => ({ body }),
  ),
  route(
    routes.beginSecondFactor,
    ({ session }) => beginSecondFactor(needs, session),
    (body) => ({ body, cacheControl: 'no-store' }),
  ),
  route(
    routes.confirmSecondFactor,
    ({ session, body }) => confirmSecondFactor(needs, session, body.code),
    () => ({}),
  ),
  route(
    routes.resetSecondFactor,
    ({ params, principal, commit }) =>
      resetSecondFactor({ ...needs, commit }, principal, {
        organisation: params.id,
        person: params.personId,
      }),
    () => ({}),
  ),
  route(
    routes.signOut,
    ({ principal, commit }) => signOut({ ...needs, commit }, principal.id),
    () => ({}),
  ),
  route(
    routes.signOutMember,
    ({ params, principal, commit }) =>
      signOutMember({ ...needs, commit }, principal, {
        organisation: params.id,
        person: params.personId,
      }),
    () => ({}),
  ),
  route(
    routes.clients,
    async ({ params, query: { cursor, limit }, principal }) => {
      const after = afterOf(cursor, params);
      if (!after.ok) return after;
      return listClients(needs, principal, {
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
    routes.registerClient,
    ({ params, body, principal, commit }) =>
      registerClient({ ...needs, newId: clientId, commit }, principal, {
        ...body,
        organisation: params.id,
      }),
    (body) => ({ body, cacheControl: 'no-store' }),
  ),
  route(
    routes.endClient,
    ({ params, principal, commit }) =>
      endClient({ ...needs, newId: clientId, commit }, principal, {
        organisation: params.id,
        client: params.clientId,
      }),
    () => ({}),
  ),
  route(
    routes.organisations,
    async ({ query: { cursor, limit, parent } }) => {
      const after = afterOf(cursor, { parent });
      if (!after.ok) return after;
      const page = { parent, limit, after: after.value };
      return ok(await listOrganisations(needs, page));
    },
    ({ items, next }, { query: { parent }, principal }) => ({
      body: {
        items: items.map((one) => seenBy(principal, one)),
        ...nextOf(next, { parent }),
      },
    }),
  ),
  route(
    routes.createOrganisation,
    ({ body, principal, commit }) =>
      createOrganisation({ ...forOrganisations, commit }, principal, body),
    (made, request) => ({
      ...represented(made, request),
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
      renameOrganisation({ ...forOrganisations, commit }, principal, {
        ...params,
        ...body,
        ifMatch,
      }),
    represented,
  ),
  route(
    routes.moveOrganisation,
    ({ params, body, ifMatch, principal, commit }) =>
      moveOrganisation({ ...forOrganisations, commit }, principal, {
        ...params,
        ...body,
        ifMatch,
      }),
    represented,
  ),
  route(
    routes.mergeOrganisation,
    ({ params, body, ifMatch, principal, commit }) =>
      mergeOrganisation({ ...forOrganisations, commit }, principal, {
        ...params,
        ...body,
        ifMatch,
      }),
    represented,
  ),
  route(
    routes.closeOrganisation,
    ({ params, body, ifMatch, principal, commit }) =>
      closeOrganisation({ ...forOrganisations, commit }, principal, {
        ...params,
        ...body,
        ifMatch,
      }),
    represented,
  ),
  route(
    routes.reopenOrganisation,
    ({ params, ifMatch, principal, commit }) =>
      reopenOrganisation({ ...forOrganisations, commit }, principal, {
        ...params,
        ifMatch,
      }),
    represented,
  ),
  route(
    routes.organisationHistory,
    async ({ params, query: { cursor, limit }, principal }) => {
      const key = entryIn(cursor, recordOf('history', params, principal));
      if (!key.ok) return key;
      const after = key.value;
      const asked = { ...params, principal, limit, after };
      return readOrganisationHistory(needs, asked);
    },
    ({ items, next, proofs }, { params, principal }) => ({
      body: {
        items,
        proofs,
        ...nextOf(next, recordOf('history', params, principal)),
      },
    }),
  ),
  route(
    routes.exportOrganisationHistory,
    async ({ params, query: { cursor }, principal }) => {
      const key = entryIn(cursor, recordOf('export', params, principal));
      if (!key.ok) return key;
      const asked = { ...params, principal, after: key.value };
      return exportOrganisationHistory(needs, asked);
    },
    ({ part, next }, { params, principal }) => {
      const file = `${params.id}-history.json`;
      return {
        body: {
          ...part,
          ...nextOf(next, recordOf('export', params, principal)),
        },
        headers: { 'content-disposition': `attachment; filename="${file}"` },
      };
    },
  ),
  route(
    routes.members,
    async ({ params, query: { cursor, limit, state }, principal }) => {
      const after = afterOf(cursor, { ...params, state });
      if (!after.ok) return after;
      return listMembers(needs, principal, {
        organisation: params.id,
        after: after.value,
        limit,
        state,
      });
    },
    ({ items, next }, { params, query: { state } }) => ({
      body: { items, ...nextOf(next, { ...params, state }) },
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
        terms: request.body,
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

function represented(
  kept: KeptOrganisation,
  { principal }: { readonly principal: Principal },
) {
  const { seq: _, createdAt: __, ...organisation } = kept;
  const body = seenBy(principal, organisation);
  return { body, etag: organisationTag(kept) };
}

function seenBy(principal: Principal, organisation: Organisation) {
  const actions = actionsIn(principal, organisation.id);
  return { ...organisation, actions };
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
): Result<string | undefined, CursorInvalid> {
  if (cursor === undefined) return ok(undefined);
  const key = decodeCursor(cursor, query, now());
  return key.ok ? ok(String(key.value.after)) : key;
}

/** A history goes on after the entry in its cursor. */
function entryIn(
  cursor: string | undefined,
  record: ReturnType<typeof recordOf>,
): Result<z.output<typeof AfterEntry> | undefined, CursorInvalid> {
  if (cursor === undefined) return ok(undefined);
  const key = decodeCursor(cursor, record, now());
  if (!key.ok) return key;
  const entry = AfterEntry.safeParse(key.value);
  return entry.success ? ok(entry.data) : fail({ code: 'cursor-invalid' });
}

/** The list that a history's cursor belongs to. */
function recordOf(
  list: 'history' | 'export',
  { id }: { readonly id: string },
  principal: Principal,
) {
  const reader = principal.kind === 'visitor' ? principal.kind : principal.id;
  return { list, id, reader };
}

function nextOf(
  next: string | CursorKey | undefined,
  query: unknown,
): { next?: string } {
  if (next === undefined) return {};
  const key = typeof next === 'string' ? { after: next } : next;
  return { next: encodeCursor({ key, query }, now()) };
}
