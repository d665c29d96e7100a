import { fileService } from './service.ts';
import { fileObjects } from './store/objects.ts';
import { fileRecords } from './store/records.ts';

/** Files as the entries of other capabilities use them. */
export const files = fileService({
  records: fileRecords,
  objects: fileObjects,
  now: () => new Date(),
});
