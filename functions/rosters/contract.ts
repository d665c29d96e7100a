import * as z from 'zod';
import { PutRequest } from '../files/contract.ts';
import { Job } from '../jobs/contract.ts';
import {
  id,
  type Logs,
  type Role,
  type Routes,
  Sha256,
} from '../platform/contract.ts';

/** Limits of rosters. A file of 20,000 people has some 2 MB. */
export const limits = {
  fileBytes: 10 * 1_048_576,
  /** People in one file: the largest school has fewer. */
  rows: 30_000,
  columns: 30,
  cellCharacters: 200,
  classCharacters: 30,
  /** Problems that the report lists; who has more has another kind of file. */
  problems: 1_000,
  /** How long an address to send the file to counts. */
  putSeconds: 900,
  /** How long a checked file may be applied. */
  checkHours: 24,
  /** Of a workbook: parts, bytes of all parts unpacked, and how tightly packed. */
  workbookParts: 1_000,
  workbookBytes: 64 * 1_048_576,
  workbookRatio: 200,
  /** People in one transaction: four items each, of the hundred it may have. */
  peopleAtOnce: 24,
  /** People who may be left out of an application; then it stops. */
  leftOut: 200,
} as const;

/**
 * Roles that a roster gives. All others are given one by one, by a person: they
 * manage something, or go with specialities.
 */
export const rosterRoles = [
  'student',
  'teacher',
] as const satisfies readonly Role[];
export type RosterRole = (typeof rosterRoles)[number];

export const formats = ['csv', 'xlsx'] as const;
export type Format = (typeof formats)[number];

/** What must be known of a file: its form, size and SHA-256. */
export const RosterFile = z.strictObject({
  format: z.enum(formats),
  sizeBytes: z.int().positive().max(limits.fileBytes),
  sha256: Sha256,
});
export type RosterFile = z.infer<typeof RosterFile>;

export const NewRosterFile = RosterFile.extend({ organisation: id('org') });

/** Begins the usernames that are made from numbers: the school's short name. */
export const UsernamePrefix = z
  .string()
  .regex(/^[a-z0-9]{2,12}$/)
  .meta({
    description:
      'Begins the usernames of people without one of their own: `<prefix>-<number>`; 2 to 12 of a-z and 0-9',
  });

export const NewRoster = z.strictObject({
  organisation: id('org'),
  file: RosterFile,
  /** Roles that the file lists completely: who holds one and is missing ends. */
  roles: z.array(z.enum(rosterRoles)).min(1).max(rosterRoles.length),
  usernamePrefix: UsernamePrefix.optional(),
});
export type NewRoster = z.infer<typeof NewRoster>;

const OfJob = z.strictObject({ id: id('job') });

/**
 * The way of a roster: `file` gives an address, the bytes go there; `check`
 * begins the job that reads them and reports what would be added, changed and
 * ended; `apply` begins the job that does just that; `passwords` gives the first
 * passwords once. None keeps a password in an answer that is kept.
 */
export const routes = {
  file: {
    method: 'POST',
    path: '/v1/rosters/files',
    summary: 'Gives the address to send the file of a roster to',
    access: 'signed-in',
    permission: 'administer',
    body: NewRosterFile,
    answer: { status: 201, body: z.strictObject({ put: PutRequest }) },
    problems: ['rule-broken'],
  },
  check: {
    method: 'POST',
    path: '/v1/rosters',
    summary:
      'Begins a job that checks a roster and reports what it would change',
    access: 'signed-in',
    permission: 'administer',
    idempotent: true,
    body: NewRoster,
    answer: { status: 202, body: Job },
    problems: ['rule-broken'],
  },
  apply: {
    method: 'POST',
    path: '/v1/rosters/{id}/application',
    summary: 'Begins a job that does what the check with this id reported',
    access: 'signed-in',
    permission: 'administer',
    idempotent: true,
    params: OfJob,
    answer: { status: 202, body: Job },
    problems: ['unknown', 'state'],
  },
  passwords: {
    method: 'POST',
    path: '/v1/rosters/{id}/passwords',
    summary:
      'Gives the first passwords of an application as a sheet, once and never again',
    access: 'signed-in',
    permission: 'administer',
    params: OfJob,
    answer: { status: 200, mediaType: 'text/csv; charset=utf-8' },
    problems: ['unknown', 'state'],
  },
  template: {
    method: 'GET',
    path: '/v1/rosters/template',
    summary: 'An empty roster with its headings, as a sheet',
    access: 'anyone',
    answer: { status: 200, mediaType: 'text/csv; charset=utf-8' },
    problems: [],
  },
} as const satisfies Routes;

/** Codes never change: alarms, metric filters and runbooks name them. */
export const logs = {
  checked: { code: 'ROSTER_CHECKED', message: 'A roster was checked' },
  applied: { code: 'ROSTER_APPLIED', message: 'A roster was applied' },
  leftOut: {
    code: 'ROSTER_LEFT_OUT',
    message: 'People of a roster could not be added or changed',
  },
  passwords: {
    code: 'ROSTER_PASSWORDS_TAKEN',
    message: 'The first passwords of a roster were taken',
  },
  memory: {
    code: 'ROSTER_MEMORY',
    message: 'Memory that the process has taken so far',
  },
} as const satisfies Logs;
