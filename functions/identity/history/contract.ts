import * as z from 'zod';
import {
  HistoryBody,
  historyLinks,
  id,
  Sha256,
} from '../../platform/contract.ts';
import { historyExport, sealedEntry } from '../../seals/seal/contract.ts';

/**
 * What can be done to an organisation. Each is one entry in its chain; a merger
 * is one in the chains of both. `recover` says what a lost Region took away, and
 * how members, machine clients and the organisation are from then on.
 */
export const organisationSteps = [
  'create',
  'rename',
  'move',
  'close',
  'reopen',
  'merge',
  'receive-merged',
  'change-members',
  'erase-member',
  'reset-second-factor',
  'change-clients',
  'recover',
] as const;
export type OrganisationStep = (typeof organisationSteps)[number];

/** Header of an entry in an organisation's chain: public, without any person. */
export const OrganisationHeader = z.strictObject({
  organisation: id('org'),
  ...historyLinks,
  action: z.enum(organisationSteps),
});
export type OrganisationHeader = z.infer<typeof OrganisationHeader>;

/** An entry: its header for ever, its body to those who may read it. */
const OrganisationEntry = z.strictObject({
  header: OrganisationHeader,
  hash: Sha256,
  body: HistoryBody.optional(),
  /** Its body named somebody who was erased. */
  erased: z.literal(true).optional(),
});

export const SealedOrganisationEntry = sealedEntry(OrganisationEntry);
export type SealedOrganisationEntry = z.infer<typeof SealedOrganisationEntry>;

/** A whole history, or a part of a long one, to be checked elsewhere. */
export const OrganisationExport = historyExport(OrganisationEntry);
export type OrganisationExport = z.infer<typeof OrganisationExport>;
