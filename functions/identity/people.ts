import { principals } from './principals.ts';
import { peopleOf } from './service/people.ts';
import { directoryReads } from './store/directory.ts';

/** Other people than the one who asks, for a deployed function. */
export const people = peopleOf({
  store: directoryReads,
  directory: principals,
  now: () => new Date(),
});
