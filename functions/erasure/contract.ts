import * as z from 'zod';
import { uploadStates } from '../files/contract.ts';
import { Terms } from '../identity/member/contract.ts';
import { Job } from '../jobs/contract.ts';
import {
  HistoryBody,
  id,
  type Logs,
  Moment,
  PageQuery,
  type Routes,
  roles,
} from '../platform/contract.ts';
import { HistoryHeader } from '../resources/history/contract.ts';
import { keptPlaceIds } from './map/contract.ts';

/** What an erasure takes, in the order in which it goes. */
export const erasureSteps = [
  'ledger',
  'directory',
  'uploads',
  'notices',
  'resources',
] as const;
export type ErasureStep = (typeof erasureSteps)[number];

/** Resources that one step goes through: some seconds' work. */
export const limits = { resourcesAtOnce: 10, uploadsShown: 100 } as const;

/**
 * One line of the ledger, and the whole of its object in the bucket: all that a
 * recovery needs to erase the person again, and no name.
 */
export const LedgerEntry = z.strictObject({
  format: z.literal('xueyuan-erasure/1'),
  person: id('per'),
  /** When it was decided. */
  at: Moment,
  /** Who decided it, and the organisation that let them. */
  by: id('per'),
  organisation: id('org'),
  kinds: z.array(z.enum(erasureSteps)),
});
export type LedgerEntry = z.infer<typeof LedgerEntry>;

/** What of a person's is in a resource. */
export const HeldContribution = z.strictObject({
  resource: id('res'),
  as: z.array(z.enum(['contributor', 'former', 'creator'])),
  /** Entries of its record that name them. */
  entries: z.array(
    z.strictObject({
      header: HistoryHeader,
      body: HistoryBody.omit({ salt: true }),
    }),
  ),
});

/** What somebody did to an organisation, as its record has it. */
export const HeldChange = z.strictObject({
  organisation: id('org'),
  /** Where in the record: `<epoch>#<seq>`. */
  place: z.string(),
  body: HistoryBody.omit({ salt: true }),
});

/**
 * All that is held about a person. The lists of `items` and `changes` are
 * paged; all else comes with every page.
 */
export const HeldRecord = z.strictObject({
  person: z.strictObject({
    id: id('per'),
    name: z.string(),
    /** None of who signs in at an outside issuer. */
    username: z.string().optional(),
    createdAt: Moment,
    signIns: z.array(
      z.strictObject({ issuer: z.string(), subject: z.string() }),
    ),
  }),
  /** Also those that have ended: without roles. */
  memberships: z.array(
    z.strictObject({
      organisation: id('org'),
      roles: z.array(z.enum(roles)),
      /** By role, its dates and specialities. */
      terms: Terms.optional(),
    }),
  ),
  /** What rosters said of them beside name and role; also of those ended. */
  numbers: z.array(
    z.strictObject({
      organisation: id('org'),
      number: z.string(),
      class: z.string().optional(),
    }),
  ),
  uploads: z.array(
    z.strictObject({
      id: id('upl'),
      name: z.string(),
      state: z.enum(uploadStates),
      createdAt: Moment,
    }),
  ),
  /** A page of the resources that they have or had to do with. */
  items: z.array(HeldContribution),
  /** A page of what they did to organisations; after the last resource. */
  changes: z.array(HeldChange),
  next: z.string().optional(),
  /** Places of docs/personal-data.md that keep something for a while only. */
  passing: z.array(z.enum(keptPlaceIds)),
});
export type HeldRecord = z.infer<typeof HeldRecord>;

/** Whether a person was erased, and by which job. */
export const Erasure = z.strictObject({
  person: id('per'),
  state: z.enum(['none', 'asked', 'erased']),
  askedAt: Moment.optional(),
  erasedAt: Moment.optional(),
  job: id('job').optional(),
  kinds: z.array(z.enum(erasureSteps)),
});
export type Erasure = z.infer<typeof Erasure>;

const OfPerson = z.strictObject({ id: id('per') });

export const routes = {
  record: {
    method: 'GET',
    path: '/v1/people/{id}/record',
    summary: 'All that is held about a person, for them and their admins',
    access: 'signed-in',
    params: OfPerson,
    query: PageQuery,
    answer: { status: 200, body: HeldRecord },
    problems: ['unknown', 'cursor-invalid'],
  },
  erasure: {
    method: 'GET',
    path: '/v1/people/{id}/erasure',
    summary: 'Whether a person is erased; its ETag is what erasing takes',
    access: 'signed-in',
    permission: 'erase',
    params: OfPerson,
    answer: { status: 200, body: Erasure },
    problems: ['unknown'],
  },
  /** `If-Match` is the confirmation: whoever sends it has read what there is. */
  erase: {
    method: 'DELETE',
    path: '/v1/people/{id}',
    summary: 'Erases a person for good, by a job',
    access: 'signed-in',
    permission: 'erase',
    ifMatch: true,
    params: OfPerson,
    answer: { status: 202, body: Job },
    problems: ['unknown', 'rule-broken'],
  },
} as const satisfies Routes;

/** Codes never change: alarms, metric filters and runbooks name them. */
export const logs = {
  asked: { code: 'ERASURE_ASKED', message: 'A person is to be erased' },
  stepped: { code: 'ERASURE_STEP', message: 'A step of an erasure was done' },
  erased: { code: 'PERSON_ERASED', message: 'A person was erased' },
} as const satisfies Logs;
