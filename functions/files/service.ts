import type { Part } from '../platform/commit.ts';
import { fail, ok, type Result } from '../platform/result.ts';
import type { VersionFile } from '../resources/edition/contract.ts';
import { isExpired } from './model.ts';
import type { FileObjects } from './store/objects.ts';
import type { FileRecords } from './store/records.ts';

/** What other capabilities ask of files. */
export type FileService = {
  /**
   * A person's upload as a version holds it, unless its bytes were erased since.
   * 2 RRU.
   */
  ready(
    upload: string,
    person: string,
  ): Promise<
    Result<VersionFile, { code: 'unknown' } | { code: 'state'; state: string }>
  >;
  /** That a resource holds a file from now on. 2 WRU. */
  referenceParts(file: string, resource: string): Part[];
  /** An address that gives the bytes for five minutes. No request. */
  contentUrl(file: VersionFile): Promise<string>;
  /** What can be read of a file, if it was. 0.5 RRU, and one S3 request. */
  text(file: string): Promise<string | undefined>;
  /** A hundred resources that hold a file, from `after` on. 0.5 RRU per 25. */
  resourcesWith(
    file: string,
    after?: string,
  ): Promise<{ resources: string[]; next?: string }>;
};

export type FileServiceNeeds = {
  readonly records: Pick<
    FileRecords,
    'upload' | 'file' | 'reference' | 'references' | 'text'
  >;
  readonly objects: Pick<FileObjects, 'contentUrl' | 'text'>;
  readonly now: () => Date;
};

/** References that one call gives; what follows is asked for with `after`. */
const referencesAtOnce = 100;

export function fileService({
  records,
  objects,
  now,
}: FileServiceNeeds): FileService {
  return {
    async ready(id, person) {
      const upload = await records.upload(id);
      const isTheirs = upload?.owner === person && !isExpired(upload, now());
      if (!upload || !isTheirs) return fail({ code: 'unknown' });
      const { state, sha256, name, mediaType, sizeBytes } = upload;
      if (state !== 'ready') return fail({ code: 'state', state });
      if (!(await records.file(sha256))) return fail({ code: 'unknown' });
      return ok({ id: sha256, name, mediaType, sizeBytes });
    },
    referenceParts: (file, resource) => [records.reference(file, resource)],
    contentUrl: (file) => objects.contentUrl(file),
    async text(file) {
      const isRead = (await records.text(file)) !== undefined;
      return isRead ? objects.text(file) : undefined;
    },
    resourcesWith: (file, after) =>
      records.references(file, {
        limit: referencesAtOnce,
        ...(after !== undefined && { after }),
      }),
  };
}
