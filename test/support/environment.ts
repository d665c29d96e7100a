import { inject } from 'vitest';

/**
 * Code of `functions/` reads its environment when it is imported; in a test it
 * gets what the deployed functions have.
 */
Object.assign(process.env, inject('stack').environment);
