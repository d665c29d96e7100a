import * as z from 'zod';
import { MutedMail } from '../notifications/contract.ts';
import {
  actions,
  id,
  type Logs,
  languages,
  Moment,
  PageQuery,
  pageOf,
  type Routes,
  roles,
} from '../platform/contract.ts';
import { Proof } from '../seals/seal/contract.ts';
import { clientRoutes, OutsideIdentity } from './clients/contract.ts';
import {
  OrganisationExport,
  SealedOrganisationEntry,
} from './history/contract.ts';
import { meRoutes } from './me/contract.ts';
import { Member, memberStates, RoleTerms } from './member/contract.ts';

/** Limits of names; a tree of 10,000 organisations must fit in one item. */
export const limits = {
  organisationNameCharacters: 60,
  personNameCharacters: 50,
  emailCharacters: 128,
  reasonCharacters: 500,
} as const;

/** Kinds of organisation. Source: docs/domain.md, "organisation". */
export const organisationKinds = [
  'bureau',
  'research-institute',
  'school',
  'vocational-school',
  'teaching-group',
  'training-base',
  'partner',
] as const;
export type OrganisationKind = (typeof organisationKinds)[number];

const nameOf = (characters: number) =>
  z.string().trim().min(1).max(characters).normalize();

export const OrganisationName = nameOf(limits.organisationNameCharacters);
export const PersonName = nameOf(limits.personNameCharacters);

/** Why an organisation is closed or merged; it stands in the record. */
const Reason = nameOf(limits.reasonCharacters);

/** What someone signs in with; unique in the district, in lower case. */
export const Username = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{2,62}[a-z0-9]$/)
  .meta({
    description:
      'Sign-in name: 4 to 64 of a-z, 0-9, dot, dash and underscore, beginning and ending with a letter or digit',
  });

export const Organisation = z.strictObject({
  id: id('org'),
  kind: z.enum(organisationKinds),
  name: z.string(),
  /** The organisation above; only the district's bureau has none. */
  parent: id('org').optional(),
  /** Since then it takes no members, contributions or organisations. */
  closedAt: Moment.optional(),
  /** The organisation that it is part of now; it is closed too. */
  mergedInto: id('org').optional(),
});
export type Organisation = z.infer<typeof Organisation>;

/** An organisation as one reader sees it. */
export const SeenOrganisation = Organisation.extend({
  /** What this reader may do there; of a resource its own `actions` say more. */
  actions: z.array(z.enum(actions)),
});
export type SeenOrganisation = z.infer<typeof SeenOrganisation>;

/** A member just added; the password is told this once and never again. */
export const NewMember = Member.extend({
  /** None for who signs in at an outside issuer. */
  username: Username.optional(),
  /** For the first sign-in, where it must be changed. */
  oneTimePassword: z.string().optional(),
});
export type NewMember = z.infer<typeof NewMember>;

/** Who I am, where, and what I may do there. */
export const Me = z.strictObject({
  person: z.strictObject({
    id: id('per'),
    name: z.string(),
    /** What notices come in. @default the first of the platform's languages */
    language: z.enum(languages).optional(),
    /** Notices that I want no mail of. @default none */
    mutedMail: MutedMail.optional(),
  }),
  memberships: z.array(
    z.strictObject({
      organisation: Organisation,
      roles: z.array(z.enum(roles)),
      /** Privileged roles of mine that wait for a second factor. */
      waiting: z.array(z.enum(roles)).optional(),
    }),
  ),
  /** What to do so that the waiting roles count. */
  advice: z.string().optional(),
  /** By organisation of mine; of one resource its `actions` say more. */
  permissions: z.array(
    z.strictObject({
      organisation: id('org'),
      actions: z.array(z.enum(actions)),
    }),
  ),
});
export type Me = z.infer<typeof Me>;

/** What the first operator is made from; not a route: see `on-first-operator`. */
export const FirstOperator = z.strictObject({
  /** For an account of the district's own; else `identity` is needed. */
  username: Username.optional(),
  identity: OutsideIdentity.optional(),
  name: PersonName,
  organisation: OrganisationName,
});
export type FirstOperator = z.infer<typeof FirstOperator>;

/** What making the first operator answers; a refusal is no error of Lambda's. */
export const FirstOperatorAnswer = z.discriminatedUnion('outcome', [
  z.strictObject({
    outcome: z.literal('made'),
    organisation: id('org'),
    person: id('per'),
    username: Username.optional(),
    oneTimePassword: z.string().optional(),
  }),
  z.strictObject({
    outcome: z.literal('refused'),
    reason: z.enum([
      'operator-exists',
      'username-taken',
      'issuer-unknown',
      'malformed',
    ]),
    problems: z.array(z.string()).optional(),
  }),
]);
export type FirstOperatorAnswer = z.infer<typeof FirstOperatorAnswer>;

const OfOrganisation = z.strictObject({ id: id('org') });
const OfRole = OfOrganisation.extend({
  personId: id('per'),
  role: z.enum(roles),
});

export const routes = {
  ...meRoutes,
  ...clientRoutes,
  me: {
    method: 'GET',
    path: '/v1/me',
    summary: 'Who I am, my memberships, and what I may do in each',
    access: 'signed-in',
    answer: { status: 200, body: Me },
    problems: [],
  },
  organisations: {
    method: 'GET',
    path: '/v1/organisations',
    summary: 'The organisations of the district, or those under one',
    access: 'anyone',
    query: PageQuery.extend({ parent: id('org').optional() }),
    answer: { status: 200, body: pageOf(SeenOrganisation) },
    problems: ['cursor-invalid'],
  },
  createOrganisation: {
    method: 'POST',
    path: '/v1/organisations',
    summary: 'Creates an organisation under another',
    access: 'signed-in',
    permission: 'administer',
    idempotent: true,
    body: z.strictObject({
      kind: z.enum(organisationKinds),
      name: OrganisationName,
      parent: id('org'),
    }),
    answer: { status: 201, body: SeenOrganisation },
    problems: ['rule-broken'],
  },
  organisation: {
    method: 'GET',
    path: '/v1/organisations/{id}',
    summary: 'One organisation',
    access: 'anyone',
    params: OfOrganisation,
    answer: { status: 200, body: SeenOrganisation },
    problems: ['unknown'],
  },
  renameOrganisation: {
    method: 'PATCH',
    path: '/v1/organisations/{id}',
    summary: 'Renames an organisation',
    access: 'signed-in',
    permission: 'administer',
    ifMatch: true,
    params: OfOrganisation,
    body: z.strictObject({ name: OrganisationName }),
    answer: { status: 200, body: SeenOrganisation },
    problems: ['unknown', 'rule-broken'],
  },
  organisationHistory: {
    method: 'GET',
    path: '/v1/organisations/{id}/history',
    summary:
      'The hash-linked record of an organisation; bodies only to those who may read them',
    access: 'anyone',
    params: OfOrganisation,
    query: PageQuery,
    answer: {
      status: 200,
      body: pageOf(SealedOrganisationEntry).extend({
        /** That the seals of these entries have them. */
        proofs: z.array(Proof),
      }),
    },
    problems: ['unknown', 'cursor-invalid'],
  },
  exportOrganisationHistory: {
    method: 'GET',
    path: '/v1/organisations/{id}/history/export',
    summary: 'The record with proofs, seals and keys, to be checked elsewhere',
    access: 'anyone',
    params: OfOrganisation,
    query: PageQuery.pick({ cursor: true }),
    answer: { status: 200, body: OrganisationExport },
    problems: ['unknown', 'cursor-invalid'],
  },
  moveOrganisation: {
    method: 'PUT',
    path: '/v1/organisations/{id}/parent',
    summary: 'Moves an organisation, with all below it, under another',
    access: 'signed-in',
    permission: 'administer',
    ifMatch: true,
    params: OfOrganisation,
    body: z.strictObject({ parent: id('org') }),
    answer: { status: 200, body: SeenOrganisation },
    problems: ['unknown', 'rule-broken'],
  },
  mergeOrganisation: {
    method: 'POST',
    path: '/v1/organisations/{id}/merger',
    summary:
      'Merges an organisation into another: its people and what it holds count as of that one',
    access: 'signed-in',
    permission: 'administer',
    ifMatch: true,
    idempotent: true,
    params: OfOrganisation,
    body: z.strictObject({ into: id('org'), reason: Reason.optional() }),
    answer: { status: 201, body: SeenOrganisation },
    problems: ['unknown', 'rule-broken'],
  },
  closeOrganisation: {
    method: 'POST',
    path: '/v1/organisations/{id}/closure',
    summary:
      'Closes an organisation to new members, contributions and organisations',
    access: 'signed-in',
    permission: 'administer',
    ifMatch: true,
    idempotent: true,
    params: OfOrganisation,
    body: z.strictObject({ reason: Reason.optional() }),
    isBodyOptional: true,
    answer: { status: 201, body: SeenOrganisation },
    problems: ['unknown', 'rule-broken'],
  },
  reopenOrganisation: {
    method: 'DELETE',
    path: '/v1/organisations/{id}/closure',
    summary: 'Opens a closed organisation again',
    access: 'signed-in',
    permission: 'operate',
    ifMatch: true,
    params: OfOrganisation,
    answer: { status: 200, body: SeenOrganisation },
    problems: ['unknown', 'rule-broken'],
  },
  members: {
    method: 'GET',
    path: '/v1/organisations/{id}/members',
    summary: 'The members of an organisation, with their roles there',
    access: 'signed-in',
    permission: 'administer',
    params: OfOrganisation,
    query: PageQuery.extend({
      state: z.enum(memberStates).default('current'),
    }),
    answer: { status: 200, body: pageOf(Member) },
    problems: ['unknown', 'cursor-invalid'],
  },
  /**
   * Takes no `Idempotency-Key`: its marker would keep the password. The
   * username does its work: sent again, the same person is answered, with a
   * new password as long as nobody has signed in with the old one.
   */
  addMember: {
    method: 'POST',
    path: '/v1/organisations/{id}/members',
    summary:
      'Adds a person with an account of their own; answers the first password once',
    access: 'signed-in',
    permission: 'administer',
    params: OfOrganisation,
    body: z.strictObject({
      /** For an account in the district's own pool. */
      username: Username.optional(),
      /** Instead of it: who signs in at an outside issuer of the stage. */
      identity: OutsideIdentity.optional(),
      name: PersonName,
      roles: z.array(z.enum(roles)).min(1).max(roles.length),
      /** With it, the first password goes there and is not answered. */
      email: z.email().max(limits.emailCharacters).optional(),
    }),
    answer: { status: 201, body: NewMember },
    problems: ['unknown', 'rule-broken'],
  },
  grantRole: {
    method: 'PUT',
    path: '/v1/organisations/{id}/members/{personId}/roles/{role}',
    summary:
      'Gives a person a role in an organisation, on these terms instead of former ones',
    access: 'signed-in',
    permission: 'administer',
    params: OfRole,
    body: RoleTerms,
    isBodyOptional: true,
    answer: { status: 200, body: Member },
    problems: ['unknown', 'rule-broken'],
  },
  revokeRole: {
    method: 'DELETE',
    path: '/v1/organisations/{id}/members/{personId}/roles/{role}',
    summary: 'Takes a role in an organisation from a person, at once',
    access: 'signed-in',
    permission: 'administer',
    params: OfRole,
    answer: { status: 204 },
    problems: ['unknown', 'rule-broken'],
  },
} as const satisfies Routes;

/** Codes never change: alarms, metric filters and runbooks name them. */
export const logs = {
  memberAdded: { code: 'MEMBER_ADDED', message: 'Somebody became a member' },
  roleGranted: { code: 'ROLE_GRANTED', message: 'A role was given' },
  roleRevoked: { code: 'ROLE_REVOKED', message: 'A role was taken' },
  signedOut: {
    code: 'SIGNED_OUT_EVERYWHERE',
    message: 'Somebody was signed out everywhere',
  },
  clientRegistered: {
    code: 'CLIENT_REGISTERED',
    message: 'A machine client was registered',
  },
  clientEnded: { code: 'CLIENT_ENDED', message: 'A machine client was ended' },
  factorConfirmed: {
    code: 'SECOND_FACTOR_CONFIRMED',
    message: 'Somebody set up a second factor',
  },
  factorReset: {
    code: 'SECOND_FACTOR_RESET',
    message: "An admin took away somebody's second factor",
  },
  factorUnknown: {
    code: 'SECOND_FACTOR_UNKNOWN',
    message: 'Whether a sign-in is two-factor could not be found out',
  },
  passwordRenewed: {
    code: 'FIRST_PASSWORD_RENEWED',
    message: 'A first password was made anew before anybody used it',
  },
  operatorMade: {
    code: 'FIRST_OPERATOR_MADE',
    message: 'The first operator was made',
  },
  operatorRefused: {
    code: 'FIRST_OPERATOR_REFUSED',
    message: 'A first operator was asked for and refused',
  },
} as const satisfies Logs;
