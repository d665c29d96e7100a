/** A grant whose way no e2e test walks yet, though code walks it elsewhere. */
export type Unwalked = {
  /** The role's short name, the action, and a part of the resource's name. */
  readonly grant: readonly [role: string, action: string, resource: string];
  /** When it is needed, and what shows that. */
  readonly because: string;
};

const worker = 'erasure-on-erasure-requested';
const byStoreTest = 'test/store/erasure.test.ts walks it without the role';

/**
 * What is granted and needed, but not used in an e2e run. Each is a gap: a row
 * goes as soon as an e2e test walks its way; each grant must exist.
 */
export const unwalked: readonly Unwalked[] = [
  {
    grant: [worker, 'dynamodb:DeleteItem', 'table/xueyuan-local-work'],
    because: `Uploads of an erased person go: ${byStoreTest}.`,
  },
  {
    grant: [worker, 's3:DeleteObject', 'xueyuan-local-intake-'],
    because: `Bytes of an erased person's uploads go: ${byStoreTest}.`,
  },
  {
    grant: [worker, 's3:DeleteObject', 'xueyuan-local-derived-'],
    because: `The text of a work that was theirs alone goes: ${byStoreTest}.`,
  },
  {
    grant: [worker, 's3:DeleteObject', 'xueyuan-local-library-'],
    because: `A work that was theirs alone goes: ${byStoreTest}.`,
  },
  {
    grant: [worker, 'dynamodb:PutItem', 'table/xueyuan-local-directory'],
    because: 'An operator who is erased leaves the list of operators.',
  },
  {
    grant: [worker, 'dynamodb:UpdateItem', 'table/xueyuan-local-catalogue'],
    because: 'What an erased reviewer wrote is taken out of reviews.',
  },
  {
    grant: [worker, 's3:PutObject', 'xueyuan-local-jobs-'],
    because: 'Every job may keep a report; an erasure keeps none.',
  },
  {
    grant: ['erasure-api', 'dynamodb:GetItem', 'table/xueyuan-local-work'],
    because: 'The record of a person shows their uploads.',
  },
  {
    grant: [
      'resources-api',
      'dynamodb:DeleteItem',
      'table/xueyuan-local-catalogue',
    ],
    because: 'A draft that is given up is deleted.',
  },
];
