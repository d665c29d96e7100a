/** A grant that no e2e run has used: an exception from the comparison. */
export type Unwalked = {
  /** The role's short name, the action, and a part of the resource's name. */
  readonly grant: readonly [role: string, action: string, resource: string];
  /** When it is needed, and what shows that. */
  readonly because: string;
};

const worker = 'erasure-on-erasure-requested';
const notShown = 'no e2e run has shown it';

/**
 * What is granted but was not used in a whole e2e run. Each row is a gap in the
 * rule that nothing unused is granted: it goes with an e2e test that walks its
 * way, or with the grant. That it is needed is what the code says, not a test.
 */
export const unwalked: readonly Unwalked[] = [
  {
    grant: [worker, 'dynamodb:DeleteItem', 'table/xueyuan-local-work'],
    because: `Uploads of an erased person go: ${notShown}.`,
  },
  {
    grant: [worker, 's3:DeleteObject', 'xueyuan-local-intake-'],
    because: `Bytes of an erased person's uploads go: ${notShown}.`,
  },
  {
    grant: [worker, 's3:DeleteObject', 'xueyuan-local-derived-'],
    because: `The text of a work that was theirs alone goes: ${notShown}.`,
  },
  {
    grant: [worker, 's3:DeleteObject', 'xueyuan-local-library-'],
    because: `A work that was theirs alone goes: ${notShown}.`,
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
    because:
      'Every worker of jobs gets it for its report; an erasure keeps none and does not need it.',
  },
  {
    grant: ['erasure-api', 'dynamodb:GetItem', 'table/xueyuan-local-work'],
    because: 'Whether anything needs it has not been found out.',
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
