import { Entity } from 'dynamodb-toolbox/entity';
import { item } from 'dynamodb-toolbox/schema/item';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { Table } from 'dynamodb-toolbox/table';
import { environment } from '../../platform/environment.ts';
import { noticeKinds } from '../contract.ts';
import { mailStates } from '../model.ts';

const prefix = 'N#';

/** Keys of a person's notices in the `work` table; ids sort by time. */
export const keys = {
  prefix,
  notice: (person: string, id: string) => ({
    pk: person,
    sk: `${prefix}${id}`,
  }),
  /** Of the index `byOwner`, sorted by the notice's id. */
  unreadOf: (person: string) => `UNREAD#${person}`,
} as const;

export const work = new Table({
  name: () => environment('WORK_TABLE'),
  partitionKey: { name: 'pk', type: 'string' },
  sortKey: { name: 'sk', type: 'string' },
});

/** At most 1 KB; the table drops it some time after `expiresAt`. */
export const NoticeItem = new Entity({
  table: work,
  timestamps: false,
  entityAttribute: false,
  name: 'notice',
  schema: item({
    pk: string().key(),
    sk: string().key(),
    id: string(),
    person: string(),
    kind: string().enum(...noticeKinds),
    at: string(),
    title: string(),
    resource: string().optional(),
    version: number().optional(),
    review: string().optional(),
    due: string().optional(),
    readAt: string().optional(),
    /** Of the index `byOwner`, until it is read. */
    ownerPk: string().optional(),
    ownerSk: string().optional(),
    mail: string().enum(...mailStates),
    /** Seconds since 1970. */
    expiresAt: number(),
  }),
});
