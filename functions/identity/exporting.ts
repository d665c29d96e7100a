import { accountPages } from './store/account-pages.ts';
import { directoryPages } from './store/directory-pages.ts';

/** What the nightly export reads of identity, page by page. */
export const exportSources = {
  accounts: accountPages,
  directory: directoryPages,
};
