import { afterAll, inject } from 'vitest';
import { noteRan } from './ran.ts';

const stack = inject('stack');

/**
 * Code of `functions/` reads its environment when it is imported; in a test it
 * gets what the deployed functions have.
 */
Object.assign(process.env, stack.environment);

/** Which grants are unused is judged only when all files have passed. */
// biome-ignore lint/correctness/noEmptyPattern: vitest reads which fixtures are named.
afterAll(({}, file) => noteRan(stack, file.file.filepath, file));
