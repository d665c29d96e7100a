import {
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
} from '@aws-sdk/lib-dynamodb';
import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import { EntityParser } from 'dynamodb-toolbox/entity/actions/parse';
import { DeleteTransaction } from 'dynamodb-toolbox/entity/actions/transactDelete';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { dynamoDb } from '../../platform/clients.ts';
import type { Part } from '../../platform/commit.ts';
import type { FileText, StoredFile, StoredUpload } from '../model.ts';
import {
  catalogue,
  FileItem,
  keys,
  ReferenceItem,
  TextItem,
  UploadItem,
  work,
} from './items.ts';

type Item = Record<string, unknown>;
type Key = { readonly pk: string; readonly sk: string };

/** An upload, consistently, whoever asks and however old. 1 RRU. */
async function upload(id: string): Promise<StoredUpload | undefined> {
  const found = await get(work.getName(), keys.upload(id), true);
  return found && readUpload(found);
}

/**
 * A page of a person's uploads, whether they are over or not. 0.5 RRU per 4 KB,
 * some ten.
 */
async function uploadsOf(
  person: string,
  { after, limit }: { readonly after?: string; readonly limit: number },
): Promise<{ uploads: StoredUpload[]; next?: string }> {
  const { Items = [], LastEvaluatedKey } = await dynamoDb.send(
    new QueryCommand({
      TableName: work.getName(),
      IndexName: 'byOwner',
      KeyConditionExpression: 'ownerPk = :owner AND ownerSk > :after',
      ExpressionAttributeValues: {
        ':owner': keys.uploadsOf(person),
        // No id is empty, so that a space comes before all.
        ':after': after ?? ' ',
      },
      Limit: limit,
    }),
  );
  const uploads = Items.map(readUpload);
  const last = LastEvaluatedKey && uploads.at(-1);
  return { uploads, ...(last && { next: last.id }) };
}

/** A new upload, on condition that its id is free. 2 WRU, 1 for the index. */
function newUpload(opened: StoredUpload): Part {
  return {
    write: UploadItem.build(PutTransaction)
      .item(itemOf(opened))
      .options({ condition: { attr: 'pk', exists: false } })
      .params(),
  };
}

/**
 * An upload's end, ready or refused, if it still awaits one. 2 WRU, and 1 for
 * the index.
 */
function settledUpload(settled: StoredUpload): Part {
  return {
    write: UploadItem.build(PutTransaction)
      .item(itemOf(settled))
      .options({ condition: { attr: 'state', eq: 'awaiting' } })
      .params(),
  };
}

/** No upload any more. 2 WRU, and 1 for the index. */
function noUpload(id: string): Part {
  return {
    write: UploadItem.build(DeleteTransaction).key(keys.upload(id)).params(),
  };
}

/** What the library has under a SHA-256, consistently. 1 RRU. */
async function file(id: string): Promise<StoredFile | undefined> {
  const found = await get(catalogue.getName(), keys.file(id), true);
  if (!found) return undefined;
  const {
    pk: _,
    sk: __,
    ...stored
  } = FileItem.build(EntityFormatter).format(found);
  return { ...stored, id };
}

/** A file that the library has from now on, if it had it not. 2 WRU. */
function newFile({ id, ...stored }: StoredFile): Part {
  return {
    write: FileItem.build(PutTransaction)
      .item({ ...keys.file(id), ...stored })
      .options({ condition: { attr: 'pk', exists: false } })
      .params(),
  };
}

/** That a resource holds a file; again does no harm. 2 WRU. */
function reference(fileId: string, resource: string): Part {
  return {
    write: ReferenceItem.build(PutTransaction)
      .item({ ...keys.reference(fileId, resource), resource })
      .params(),
  };
}

/**
 * Resources that hold a file, by id, from `after` on. 0.5 RRU per 4 KB, some
 * 25 resources; 1 if consistent.
 */
async function references(
  fileId: string,
  {
    after,
    limit,
    consistent = false,
  }: {
    readonly after?: string;
    readonly limit: number;
    readonly consistent?: boolean;
  },
): Promise<{ resources: string[]; next?: string }> {
  const { Items = [], LastEvaluatedKey } = await dynamoDb.send(
    new QueryCommand({
      TableName: catalogue.getName(),
      ConsistentRead: consistent,
      KeyConditionExpression: 'pk = :file AND begins_with(sk, :reference)',
      ExpressionAttributeValues: {
        ':file': keys.partition(fileId),
        ':reference': keys.referencePrefix,
      },
      Limit: limit,
      ...(after !== undefined && {
        ExclusiveStartKey: keys.reference(fileId, after),
      }),
    }),
  );
  const resources = Items.map(
    (found) => ReferenceItem.build(EntityFormatter).format(found).resource,
  );
  const last = resources.at(-1);
  return { resources, ...(LastEvaluatedKey && last && { next: last }) };
}

/** Whether and how much of a file's text is kept. 0.5 RRU. */
async function text(fileId: string): Promise<FileText | undefined> {
  const found = await get(catalogue.getName(), keys.text(fileId), false);
  if (!found) return undefined;
  const {
    pk: _,
    sk: __,
    ...kept
  } = TextItem.build(EntityFormatter).format(found);
  return kept;
}

/** Records that a file's text is kept; again does no harm. 1 WRU. */
async function keepText(fileId: string, kept: FileText): Promise<void> {
  const { item } = TextItem.build(EntityParser).parse({
    ...keys.text(fileId),
    ...kept,
  });
  await dynamoDb.send(
    new PutCommand({ TableName: catalogue.getName(), Item: item }),
  );
}

/**
 * Records why a file that the library has cannot be read; again does no harm.
 * Throws when the file is no longer known. 1 WRU.
 */
async function keepUnread({ id, ...stored }: StoredFile): Promise<void> {
  const { item } = FileItem.build(EntityParser).parse({
    ...keys.file(id),
    ...stored,
  });
  await dynamoDb.send(
    new PutCommand({
      TableName: catalogue.getName(),
      Item: item,
      ConditionExpression: 'attribute_exists(pk)',
    }),
  );
}

/** Forgets an upload; again does no harm. 2 WRU with the index. */
async function dropUpload(id: string): Promise<void> {
  await remove(work.getName(), keys.upload(id));
}

/** Forgets a file and that it was read; again does no harm. 2 WRU. */
async function dropFile(fileId: string): Promise<void> {
  await remove(catalogue.getName(), keys.text(fileId));
  await remove(catalogue.getName(), keys.file(fileId));
}

/** Forgets that a resource holds a file; again does no harm. 1 WRU. */
async function dropReference(fileId: string, resource: string): Promise<void> {
  await remove(catalogue.getName(), keys.reference(fileId, resource));
}

export const fileRecords = {
  upload,
  uploadsOf,
  dropUpload,
  dropFile,
  dropReference,
  newUpload,
  settledUpload,
  noUpload,
  file,
  newFile,
  reference,
  references,
  text,
  keepText,
  keepUnread,
};
export type FileRecords = typeof fileRecords;

function itemOf(upload: StoredUpload) {
  const { id, owner } = upload;
  const place = { ownerPk: keys.uploadsOf(owner), ownerSk: id };
  return { ...keys.upload(id), ...upload, ...place };
}

function readUpload(found: Item): StoredUpload {
  const {
    pk: _,
    sk: __,
    ownerPk: ___,
    ownerSk: ____,
    ...stored
  } = UploadItem.build(EntityFormatter).format(found);
  return stored;
}

async function remove(table: string, key: Key): Promise<void> {
  await dynamoDb.send(new DeleteCommand({ TableName: table, Key: key }));
}

async function get(
  table: string,
  key: Key,
  consistent: boolean,
): Promise<Item | undefined> {
  const { Item: found } = await dynamoDb.send(
    new GetCommand({ TableName: table, Key: key, ConsistentRead: consistent }),
  );
  return found;
}
