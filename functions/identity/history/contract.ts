import * as z from 'zod';
import { historyLinks, id } from '../../platform/contract.ts';

/**
 * What can be done to an organisation. Each is one entry in its chain; a merger
 * is one in the chains of both.
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
] as const;
export type OrganisationStep = (typeof organisationSteps)[number];

/** Header of an entry in an organisation's chain: public, without any person. */
export const OrganisationHeader = z.strictObject({
  organisation: id('org'),
  ...historyLinks,
  action: z.enum(organisationSteps),
});
export type OrganisationHeader = z.infer<typeof OrganisationHeader>;
