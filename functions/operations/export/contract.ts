import * as z from 'zod';
import { type Logs, Moment, Sha256 } from '../../platform/contract.ts';

/** What a night's export holds, each a list of JSON lines. */
export const exportKinds = [
  /** Accounts of the user pool, which nothing backs up. */
  'accounts',
  /** People, memberships, organisations and clients by their ids. */
  'directory',
  /** Settings and mappings of the search index. */
  'search',
  /** The stage's configuration, and the ids that AWS gave. */
  'configuration',
] as const;
export type ExportKind = (typeof exportKinds)[number];

/** An account as it is exported: no name, no password, no second factor. */
export const AccountLine = z.strictObject({
  username: z.string(),
  subject: z.string(),
  isEnabled: z.boolean(),
  /** Nobody has chosen a password yet. */
  isUnused: z.boolean(),
  email: z.string().optional(),
  isEmailVerified: z.boolean().optional(),
});
export type AccountLine = z.infer<typeof AccountLine>;

/** One object of an export: gzip of JSON lines. */
export const ExportPart = z.strictObject({
  kind: z.enum(exportKinds),
  key: z.string(),
  lines: z.int().nonnegative(),
  bytes: z.int().positive(),
  /** Of the object as it is stored. */
  sha256: Sha256,
});
export type ExportPart = z.infer<typeof ExportPart>;

/** What a night's export consists of; written last. */
export const Manifest = z.strictObject({
  format: z.literal('xueyuan-export/1'),
  stage: z.string(),
  region: z.string(),
  epoch: z.int().positive(),
  begunAt: Moment,
  madeAt: Moment,
  parts: z.array(ExportPart),
  /** Kinds that could not be read to their end: they have no parts. */
  missing: z.array(z.enum(exportKinds)),
});
export type Manifest = z.infer<typeof Manifest>;

/** Keys begin with it, then the day and the time in UTC. */
export const exportPrefix = 'v1/';

/** Name of a night's manifest beside its parts. */
export const manifestName = 'manifest.json';

/** Counts 1 a night that was exported whole. */
export const exportedMetric = 'NightsExported';

/** Codes never change: alarms, metric filters and runbooks name them. */
export const exportLogs = {
  made: { code: 'EXPORT_MADE', message: 'Exported what nothing backs up' },
  failed: {
    code: 'EXPORT_FAILED',
    message: 'A part of the export could not be read',
  },
} as const satisfies Logs;
