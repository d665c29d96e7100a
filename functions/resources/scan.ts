import { scanHeads } from './store/scan.ts';

export type { Stretch } from './store/scan.ts';

/** All heads, for a capability that rebuilds what it derives from them. */
export const headScan = { scanHeads };
