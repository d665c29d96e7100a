import { namedOf } from './service/named.ts';
import { directoryReads } from './store/directory.ts';
import { directoryParts } from './store/parts.ts';

/** Whom and what others may name, for a deployed function. */
export const named = namedOf({ store: directoryReads, parts: directoryParts });
