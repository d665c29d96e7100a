import type { StoredUpload } from './model.ts';
import type { FileCopies } from './store/copies.ts';
import type { FileObjects } from './store/objects.ts';
import type { FileRecords } from './store/records.ts';

export type FileErasureNeeds = {
  readonly records: Pick<
    FileRecords,
    'references' | 'dropReference' | 'dropFile' | 'uploadsOf' | 'dropUpload'
  >;
  readonly copies: FileCopies;
  readonly objects: Pick<FileObjects, 'removeArrived'>;
  /** Whether any version of a resource holds a file now. */
  readonly isHeldBy: (resource: string, file: string) => Promise<boolean>;
};

/** What erasing a person, and the report of what is held, ask of files. */
export type FileErasure = {
  /**
   * Takes a file from a resource that is being erased: its bytes go in every
   * version and Region, unless a version of another resource holds them. Gives
   * whether they went. Cost: 1 RRU per 25 references, the versions of those
   * resources, 3 WRU, and the S3 requests of `eraseFile`.
   */
  erase(file: string, resource: string): Promise<boolean>;
  /** A page of a person's uploads. 0.5 RRU per ten. */
  uploadsOf(
    person: string,
    page: { readonly after?: string; readonly limit: number },
  ): Promise<{ uploads: StoredUpload[]; next?: string }>;
  /** Erases all uploads of a person. 2 WRU and one S3 request for each. */
  eraseUploads(person: string): Promise<number>;
};

/** References, or uploads, that one request reads. */
const atOnce = 100;

export function fileErasure(needs: FileErasureNeeds): FileErasure {
  const { records, copies, objects } = needs;
  return {
    async erase(file, resource) {
      const isHeld = await isHeldElsewhere(needs, file, resource);
      if (!isHeld) {
        await copies.eraseFile(file);
        await records.dropFile(file);
      }
      await records.dropReference(file, resource);
      return !isHeld;
    },
    uploadsOf: records.uploadsOf,
    async eraseUploads(person) {
      let erased = 0;
      let after: string | undefined;
      do {
        const page = { limit: atOnce, ...(after !== undefined && { after }) };
        const { uploads, next } = await records.uploadsOf(person, page);
        for (const { id } of uploads) {
          await objects.removeArrived(id);
          await records.dropUpload(id);
          erased += 1;
        }
        after = next;
      } while (after !== undefined);
      return erased;
    },
  };
}

/** A reference alone says little: a draft that drops a file leaves it. */
async function isHeldElsewhere(
  { records, isHeldBy }: FileErasureNeeds,
  file: string,
  resource: string,
): Promise<boolean> {
  let after: string | undefined;
  do {
    const { resources, next } = await records.references(file, {
      limit: atOnce,
      consistent: true,
      ...(after !== undefined && { after }),
    });
    for (const other of resources) {
      if (other !== resource && (await isHeldBy(other, file))) return true;
    }
    after = next;
  } while (after !== undefined);
  return false;
}
