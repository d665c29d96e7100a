import { identityPrincipals } from './service/principals.ts';
import { directoryReads } from './store/directory.ts';

/**
 * Who is behind a token, for the pipeline of every capability: one a function,
 * so that what it read is trusted for a minute by all of its routes.
 */
export const principals = identityPrincipals({
  store: directoryReads,
  now: () => new Date(),
});
