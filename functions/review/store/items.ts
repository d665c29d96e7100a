import { Entity } from 'dynamodb-toolbox/entity';
import { any } from 'dynamodb-toolbox/schema/any';
import { item } from 'dynamodb-toolbox/schema/item';
import { string } from 'dynamodb-toolbox/schema/string';
import { Table } from 'dynamodb-toolbox/table';
import { environment } from '../../platform/environment.ts';
import type { Rubric } from '../rubric/contract.ts';

export const catalogue = new Table({
  name: () => environment('CATALOGUE_TABLE'),
  partitionKey: { name: 'pk', type: 'string' },
  sortKey: { name: 'sk', type: 'string' },
});

const key = { pk: string().key(), sk: string().key() };
export const plain = {
  table: catalogue,
  timestamps: false,
  entityAttribute: false,
} as const;

/** A version of a rubric: some 6 KB, at most 80 with every bound used up. */
export const RubricItem = new Entity({
  ...plain,
  name: 'rubric',
  schema: item({ ...key, rubric: any().castAs<Rubric>() }),
});
