import { sealReads } from './store/reads.ts';

/** How far all history is sealed, for who watches over it. */
export const sealed = {
  /** Undefined while nothing is. 1 RRU. */
  until: async () => (await sealReads.newest())?.seal.statement.until,
};
