import { resourceReads } from './store/reads.ts';
import { lastEntry, scanHeads } from './store/scan.ts';

export type { LastEntry, Stretch } from './store/scan.ts';

/**
 * All heads, for a capability that rebuilds what it derives from them, or
 * compares it; with the last entry of a history, and heads by their ids.
 */
export const headScan = { scanHeads, lastEntry, heads: resourceReads.heads };
