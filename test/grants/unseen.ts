/** Actions that the emulator carries out, or needs not, without asking IAM. */
export type Unseen = {
  readonly actions: readonly string[];
  /** Who needs it on AWS, and why no call is seen here. */
  readonly because: string;
  /** Some function asks for it itself too, and is seen to. */
  readonly isAlsoAsked?: true;
};

/**
 * What functions are granted though the emulator never asks for it. Each action
 * must be granted to some role, and must not be seen, but where the row says so:
 * else it is stale.
 */
export const unseen: readonly Unseen[] = [
  {
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    because:
      "Lambda's runtime writes logs under the function's role; the emulator's writes them itself.",
  },
  {
    actions: [
      'sqs:ReceiveMessage',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
    ],
    because:
      "An event source mapping polls its queue under the function's role; the emulator's polls it from within.",
  },
  {
    actions: [
      'dynamodb:DescribeStream',
      'dynamodb:GetRecords',
      'dynamodb:GetShardIterator',
      'dynamodb:ListStreams',
    ],
    because:
      "An event source mapping reads its stream under the function's role; the emulator's reads it from within.",
  },
  {
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    because:
      'S3 asks KMS in the name of who reads or writes an object; the emulator does not encrypt.',
  },
  {
    actions: ['s3:ListBucket'],
    because:
      'S3 looks at it to answer 404, not 403, for what is not there; the emulator always answers 404. Who reconciles lists the library.',
    isAlsoAsked: true,
  },
  {
    actions: [
      'es:ESHttpGet',
      'es:ESHttpPost',
      'es:ESHttpPut',
      'es:ESHttpDelete',
    ],
    because: 'The local search engine is OpenSearch itself, without IAM.',
  },
];
