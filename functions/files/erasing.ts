import {
  type FileErasure,
  type FileErasureNeeds,
  fileErasure,
} from './erasure.ts';
import { fileCopies } from './store/copies.ts';
import { fileObjects } from './store/objects.ts';
import { fileRecords } from './store/records.ts';

/** What is kept of a person in files, and how it is erased. */
export function fileErasing(
  isHeldBy: FileErasureNeeds['isHeldBy'],
): FileErasure {
  return fileErasure({
    records: fileRecords,
    copies: fileCopies,
    objects: fileObjects,
    isHeldBy,
  });
}
