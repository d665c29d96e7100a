import * as z from 'zod';
import {
  id,
  type Logs,
  PageQuery,
  pageOf,
  type Routes,
  Sha256,
} from '../platform/contract.ts';
import { Proof } from '../seals/seal/contract.ts';
import { FallingDue } from './due/contract.ts';
import { limits, Metadata, Reason } from './edition/contract.ts';
import { audiences, visibilities, withdrawalKinds } from './head/contract.ts';
import { HistoryExport, SealedEntry } from './history/contract.ts';
import { OpenReview, Resource, Version, WorkItem } from './view/contract.ts';

const OfResource = z.strictObject({ id: id('res') });

const resource = { status: 200, body: Resource } as const;

export const routes = {
  create: {
    method: 'POST',
    path: '/v1/resources',
    summary: 'Opens a resource with its first draft',
    access: 'signed-in',
    permission: 'contribute',
    idempotent: true,
    body: z.strictObject({
      holder: id('org'),
      visibility: z.enum(visibilities).default('district'),
      audience: z.enum(audiences).default('everyone'),
      metadata: Metadata,
    }),
    answer: { status: 201, body: Resource },
    problems: ['rule-broken'],
  },
  due: {
    method: 'GET',
    path: '/v1/resources',
    summary: 'What falls due for re-review by a date, for librarians',
    access: 'signed-in',
    permission: 'decide',
    query: PageQuery.extend({
      /** A date in UTC; what was due before it is listed too. */
      due: z.iso.date(),
      /** @default all that one manages */
      holder: id('org').optional(),
    }),
    answer: { status: 200, body: pageOf(FallingDue) },
    problems: ['cursor-invalid'],
  },
  read: {
    method: 'GET',
    path: '/v1/resources/{id}',
    summary: 'The published version; to those who may see work, else the work',
    access: 'anyone',
    params: OfResource,
    answer: resource,
    problems: ['unknown', 'withdrawn'],
  },
  edit: {
    method: 'PATCH',
    path: '/v1/resources/{id}',
    summary: 'Changes the draft, or who sees the resource',
    access: 'signed-in',
    permission: 'edit',
    ifMatch: true,
    params: OfResource,
    body: z.strictObject({
      visibility: z.enum(visibilities).optional(),
      audience: z.enum(audiences).optional(),
      contributors: z
        .array(id('per'))
        .min(1)
        .max(limits.contributors)
        .optional(),
      /** The draft's whole new metadata. */
      metadata: Metadata.optional(),
    }),
    answer: resource,
    problems: ['unknown', 'withdrawn', 'state', 'rule-broken'],
  },
  discard: {
    method: 'DELETE',
    path: '/v1/resources/{id}',
    summary: 'Discards the draft',
    access: 'signed-in',
    permission: 'edit',
    ifMatch: true,
    params: OfResource,
    answer: { status: 204 },
    problems: ['unknown', 'withdrawn', 'state'],
  },
  versions: {
    method: 'GET',
    path: '/v1/resources/{id}/versions',
    summary: 'The versions that one may see, newest first',
    access: 'anyone',
    params: OfResource,
    query: PageQuery,
    answer: { status: 200, body: pageOf(Version.omit({ edition: true })) },
    problems: ['unknown', 'withdrawn', 'cursor-invalid'],
  },
  revise: {
    method: 'POST',
    path: '/v1/resources/{id}/versions',
    summary: 'Opens a new draft as a copy of the latest version',
    access: 'signed-in',
    permission: 'edit',
    ifMatch: true,
    idempotent: true,
    params: OfResource,
    answer: { status: 201, body: Resource },
    problems: ['unknown', 'withdrawn', 'state'],
  },
  version: {
    method: 'GET',
    path: '/v1/resources/{id}/versions/{version}',
    summary: 'One version, if one may see it',
    access: 'anyone',
    params: OfResource.extend({ version: z.coerce.number().int().positive() }),
    answer: { status: 200, body: Version },
    problems: ['unknown', 'withdrawn'],
  },
  attach: {
    method: 'PUT',
    path: '/v1/resources/{id}/files/{fileId}',
    summary: 'Puts an uploaded file into the draft, under its SHA-256',
    access: 'signed-in',
    permission: 'edit',
    ifMatch: true,
    params: OfResource.extend({ fileId: Sha256 }),
    body: z.strictObject({ upload: id('upl') }),
    answer: resource,
    problems: ['unknown', 'withdrawn', 'state', 'rule-broken'],
  },
  detach: {
    method: 'DELETE',
    path: '/v1/resources/{id}/files/{fileId}',
    summary: 'Takes a file out of the draft',
    access: 'signed-in',
    permission: 'edit',
    ifMatch: true,
    params: OfResource.extend({ fileId: Sha256 }),
    answer: resource,
    problems: ['unknown', 'withdrawn', 'state'],
  },
  content: {
    method: 'GET',
    path: '/v1/resources/{id}/files/{fileId}/content',
    summary: 'Leads to the bytes of a file, by an address that soon expires',
    access: 'anyone',
    params: OfResource.extend({ fileId: Sha256 }),
    query: z.strictObject({
      version: z.coerce.number().int().positive().optional(),
    }),
    answer: { status: 302 },
    problems: ['unknown', 'withdrawn'],
  },
  submit: {
    method: 'POST',
    path: '/v1/resources/{id}/submission',
    summary: 'Submits the draft for review; it is frozen from now on',
    access: 'signed-in',
    permission: 'submit',
    ifMatch: true,
    idempotent: true,
    params: OfResource,
    answer: { status: 201, body: Resource },
    problems: ['unknown', 'withdrawn', 'state', 'rule-broken'],
  },
  correct: {
    method: 'POST',
    path: '/v1/resources/{id}/correction',
    summary:
      'Publishes the draft at once, if the district allows it and only minor fields differ',
    access: 'signed-in',
    permission: 'submit',
    ifMatch: true,
    idempotent: true,
    params: OfResource,
    answer: { status: 201, body: Resource },
    problems: ['unknown', 'withdrawn', 'state', 'rule-broken'],
  },
  takeBack: {
    method: 'DELETE',
    path: '/v1/resources/{id}/submission',
    summary: 'Takes the submitted version back into a draft',
    access: 'signed-in',
    permission: 'take-back',
    ifMatch: true,
    params: OfResource,
    answer: resource,
    problems: ['unknown', 'withdrawn', 'state'],
  },
  publish: {
    method: 'POST',
    path: '/v1/resources/{id}/publication',
    summary: 'Publishes the accepted version before its date',
    access: 'signed-in',
    permission: 'publish',
    ifMatch: true,
    idempotent: true,
    params: OfResource,
    answer: { status: 201, body: Resource },
    problems: ['unknown', 'withdrawn', 'state', 'rule-broken'],
  },
  reReview: {
    method: 'POST',
    path: '/v1/resources/{id}/re-review',
    summary: 'Opens a review of the published version: does it still hold?',
    access: 'signed-in',
    permission: 'decide',
    ifMatch: true,
    idempotent: true,
    params: OfResource,
    answer: { status: 201, body: Resource },
    problems: ['unknown', 'withdrawn', 'state'],
  },
  withdraw: {
    method: 'POST',
    path: '/v1/resources/{id}/withdrawal',
    summary: 'Closes every version to readers, with a tombstone',
    access: 'signed-in',
    permission: 'withdraw',
    ifMatch: true,
    idempotent: true,
    params: OfResource,
    body: z.strictObject({ kind: z.enum(withdrawalKinds), reason: Reason }),
    answer: { status: 201, body: Resource },
    problems: ['unknown', 'withdrawn', 'state'],
  },
  restore: {
    method: 'POST',
    path: '/v1/resources/{id}/restoration',
    summary: 'Ends a withdrawal: the last published version returns',
    access: 'signed-in',
    permission: 'restore',
    ifMatch: true,
    idempotent: true,
    params: OfResource,
    body: z.strictObject({ reason: Reason }),
    answer: { status: 201, body: Resource },
    problems: ['unknown', 'withdrawn', 'state'],
  },
  transfer: {
    method: 'PUT',
    path: '/v1/resources/{id}/holder',
    summary:
      'Gives it to another organisation, which answers for it from now on',
    access: 'signed-in',
    permission: 'transfer',
    ifMatch: true,
    params: OfResource,
    body: z.strictObject({ holder: id('org'), reason: Reason.optional() }),
    answer: resource,
    problems: ['unknown', 'withdrawn', 'state', 'rule-broken'],
  },
  history: {
    method: 'GET',
    path: '/v1/resources/{id}/history',
    summary: 'The hash-linked record; bodies only to those who may read them',
    access: 'anyone',
    params: OfResource,
    query: PageQuery,
    answer: {
      status: 200,
      body: pageOf(SealedEntry).extend({
        /** That the seals of these entries have them. */
        proofs: z.array(Proof),
      }),
    },
    problems: ['unknown', 'cursor-invalid'],
  },
  exportHistory: {
    method: 'GET',
    path: '/v1/resources/{id}/history/export',
    summary: 'The record with proofs, seals and keys, to be checked elsewhere',
    access: 'anyone',
    params: OfResource,
    query: PageQuery.pick({ cursor: true }),
    answer: { status: 200, body: HistoryExport },
    problems: ['unknown', 'cursor-invalid'],
  },
  work: {
    method: 'GET',
    path: '/v1/me/work',
    summary: 'What one has not finished, and what waits for one to review',
    access: 'signed-in',
    query: PageQuery,
    answer: {
      status: 200,
      body: z.strictObject({
        items: z.array(WorkItem),
        next: z.string().optional(),
        /** The oldest open reviews; only for those who decide. */
        toReview: z.array(OpenReview).optional(),
      }),
    },
    problems: ['cursor-invalid'],
  },
} as const satisfies Routes;

/** Codes never change: alarms, metric filters and runbooks name them. */
export const logs = {
  daysLooked: {
    code: 'DAYS_LOOKED_THROUGH',
    message: 'Asked for what is left of the days up to today',
  },
  dayWorkedOff: {
    code: 'DAY_PART_WORKED_OFF',
    message: 'A part of a day has been worked off, or handed on',
  },
  dueDone: {
    code: 'RESOURCE_DUE_DONE',
    message: 'A rule took the step that was due',
  },
  dueFailed: {
    code: 'RESOURCE_DUE_FAILED',
    message: 'What is due of a resource could not be worked off',
  },
  refused: { code: 'RESOURCE_STEP_REFUSED', message: 'A rule refused a step' },
} as const satisfies Logs;
