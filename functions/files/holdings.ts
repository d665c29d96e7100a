import { recorded } from './store/holdings.ts';
import { fileObjects } from './store/objects.ts';

/** What the library holds, for who compares it with the catalogue. */
export const libraryHoldings = {
  isStored: fileObjects.isStored,
  page: fileObjects.storedFiles,
  recorded,
};
