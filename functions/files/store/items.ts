import { Entity } from 'dynamodb-toolbox/entity';
import { boolean } from 'dynamodb-toolbox/schema/boolean';
import { item } from 'dynamodb-toolbox/schema/item';
import { map } from 'dynamodb-toolbox/schema/map';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { Table } from 'dynamodb-toolbox/table';
import { environment } from '../../platform/environment.ts';
import { refusalRules, uploadStates } from '../contract.ts';
import { mediaTypes } from '../kinds/contract.ts';
import { unreadReasons } from '../model.ts';

const byKey = {
  partitionKey: { name: 'pk', type: 'string' },
  sortKey: { name: 'sk', type: 'string' },
} as const;

export const work = new Table({
  name: () => environment('WORK_TABLE'),
  ...byKey,
});
export const catalogue = new Table({
  name: () => environment('CATALOGUE_TABLE'),
  ...byKey,
});

const referencePrefix = 'REF#';

/** Keys of `work` (uploads) and of `catalogue` (a file's own partition). */
export const keys = {
  upload: (id: string) => ({ pk: id, sk: 'UPLOAD' }),
  /** Of the index `byOwner`. */
  uploadsOf: (person: string) => `UPLOADS#${person}`,
  partition: (file: string) => `file#${file}`,
  file: (file: string) => ({ pk: keys.partition(file), sk: 'FILE' }),
  text: (file: string) => ({ pk: keys.partition(file), sk: 'TEXT' }),
  referencePrefix,
  reference: (file: string, resource: string) => ({
    pk: keys.partition(file),
    sk: `${referencePrefix}${resource}`,
  }),
} as const;

const key = { pk: string().key(), sk: string().key() };
const plain = { timestamps: false, entityAttribute: false } as const;

/** At most 1 KB; the table drops it some time after `expiresAt`. */
export const UploadItem = new Entity({
  ...plain,
  table: work,
  name: 'upload',
  schema: item({
    ...key,
    id: string(),
    owner: string(),
    name: string(),
    mediaType: string().enum(...mediaTypes),
    sizeBytes: number(),
    sha256: string(),
    state: string().enum(...uploadStates),
    createdAt: string(),
    expiresAt: number(),
    refusal: map({
      rule: string().enum(...refusalRules),
      declared: string(),
      found: string().optional(),
    }).optional(),
    alreadyStored: boolean().optional(),
    ownerPk: string().optional(),
    ownerSk: string().optional(),
  }),
});

/**
 * That the library has a file. Its INSERT is the event `file.promoted`; later
 * it only learns that no text can be had of it.
 */
export const FileItem = new Entity({
  ...plain,
  table: catalogue,
  name: 'file',
  schema: item({
    ...key,
    /** As its first uploader declared it; names and types are the versions'. */
    mediaType: string().enum(...mediaTypes),
    sizeBytes: number(),
    storedAt: string(),
    unread: string()
      .enum(...unreadReasons)
      .optional(),
  }),
});

/** That a file's text is in `derived`. Its INSERT is the event `file.read`. */
export const TextItem = new Entity({
  ...plain,
  table: catalogue,
  name: 'text',
  schema: item({
    ...key,
    characters: number(),
    /** The file says more than is kept. */
    isCut: boolean(),
    readAt: string(),
  }),
});

/** That a resource holds a file, in whichever of its versions. */
export const ReferenceItem = new Entity({
  ...plain,
  table: catalogue,
  name: 'reference',
  schema: item({ ...key, resource: string() }),
});
