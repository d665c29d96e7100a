import { clientReads } from './clients.ts';
import { expertReads } from './experts.ts';
import { historyReads } from './history.ts';
import { organisationReads } from './organisations.ts';
import { peopleReads } from './people.ts';
import { signInReads } from './sign-ins.ts';

/** The reads of the `directory` table; its writes stand in parts.ts. */
export const directoryReads = {
  ...organisationReads,
  ...peopleReads,
  ...expertReads,
  ...clientReads,
  ...signInReads,
  ...historyReads,
};
export type DirectoryReads = typeof directoryReads;
