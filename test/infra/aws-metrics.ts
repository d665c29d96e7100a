/** When the sources below were read. */
export const readOn = '2026-11-25';

/**
 * What was read. `page`: AWS's own page, or the part of it that names these;
 * `guide`: AWS's guide in its public repository, which ended in 2023, or a
 * verbatim copy of the page in another; `library`: code of AWS that asks for
 * these by name, pinned here. Nothing was seen in an account.
 */
type Read = 'page' | 'guide' | 'library';

type Documented = {
  readonly namespace: string;
  readonly names: readonly string[];
  /** Sets of dimensions that AWS publishes these under. */
  readonly dimensions: readonly (readonly string[])[];
  /** Where copies arrive, and not where they come from. */
  readonly whereCopiesArrive?: true;
  readonly source: string;
  readonly read: Read;
  /** What the source leaves open. */
  readonly open?: string;
};

const awsdocs = 'https://github.com/awsdocs';
const cdk = 'aws-cdk-lib 2.276.0';

/** AWS's own metrics that we look at, as AWS documents them. */
export const awsMetrics: readonly Documented[] = [
  {
    namespace: 'AWS/Lambda',
    names: ['Errors', 'Throttles', 'Duration', 'IteratorAge'],
    dimensions: [['FunctionName']],
    source: `${awsdocs}/aws-lambda-developer-guide/blob/2be81b8fa0e4b7ecb20892909bcd01da2e6cb61c/doc_source/monitoring-metrics.md`,
    read: 'guide',
  },
  {
    namespace: 'AWS/SQS',
    names: [
      'ApproximateAgeOfOldestMessage',
      'ApproximateNumberOfMessagesVisible',
    ],
    dimensions: [['QueueName']],
    source: `${awsdocs}/amazon-sqs-developer-guide/blob/2a92372adae14c4db9a27dc34c2e88c88259b045/doc_source/sqs-available-cloudwatch-metrics.md`,
    read: 'guide',
  },
  {
    namespace: 'AWS/ApiGateway',
    names: ['Count', '4xx', '5xx'],
    dimensions: [['ApiId'], ['ApiId', 'Stage']],
    source:
      'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html',
    read: 'page',
  },
  {
    namespace: 'AWS/ES',
    names: [
      'ClusterStatus.red',
      'ClusterIndexWritesBlocked',
      'FreeStorageSpace',
      'JVMMemoryPressure',
      'SearchableDocuments',
    ],
    dimensions: [['ClientId', 'DomainName']],
    source: `${cdk}, aws-opensearchservice/lib/domain.js`,
    read: 'library',
    open: 'The page "Monitoring OpenSearch cluster metrics" was read in its first part only.',
  },
  {
    namespace: 'AWS/DynamoDB',
    names: ['ConsumedReadCapacityUnits', 'ConsumedWriteCapacityUnits'],
    dimensions: [['TableName']],
    source:
      'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html',
    read: 'page',
  },
  {
    namespace: 'AWS/DynamoDB',
    names: ['ReplicationLatency'],
    dimensions: [['ReceivingRegion', 'TableName']],
    source:
      'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html',
    read: 'page',
  },
  {
    namespace: 'AWS/S3',
    names: ['BucketSizeBytes', 'NumberOfObjects'],
    dimensions: [['BucketName', 'StorageType']],
    source:
      'https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html',
    read: 'page',
  },
  {
    namespace: 'AWS/S3',
    names: ['ReplicationLatency'],
    dimensions: [['DestinationBucket', 'RuleId', 'SourceBucket']],
    whereCopiesArrive: true,
    source:
      'https://docs.aws.amazon.com/AmazonS3/latest/userguide/repl-metrics.html',
    read: 'guide',
  },
  {
    namespace: 'AWS/S3',
    names: ['OperationsFailedReplication'],
    dimensions: [['DestinationBucket', 'RuleId', 'SourceBucket']],
    source:
      'https://docs.aws.amazon.com/AmazonS3/latest/userguide/repl-metrics.html',
    read: 'guide',
  },
  {
    namespace: 'AWS/Backup',
    names: [
      'NumberOfBackupJobsCompleted',
      'NumberOfBackupJobsFailed',
      'NumberOfCopyJobsFailed',
    ],
    dimensions: [['BackupVaultName']],
    source:
      'Amazon CloudWatch User Guide, services whose metrics are enriched with resources',
    read: 'guide',
    open: 'Whether a copy that fails is counted in the vault that it comes from, or in the other.',
  },
  {
    namespace: 'AWS/Logs',
    names: ['IncomingBytes'],
    dimensions: [['LogGroupName']],
    source: `${awsdocs}/amazon-cloudwatch-logs-user-guide/blob/5bd7d2470d67c936128b739e8a4aaa85c3eb8b7b/doc_source/CloudWatch-Logs-Monitoring-CloudWatch-Metrics.md`,
    read: 'guide',
  },
  {
    namespace: 'AWS/Usage',
    names: ['ResourceCount'],
    dimensions: [['Class', 'Resource', 'Service', 'Type']],
    source:
      'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Usage-Metrics.html',
    read: 'page',
    open: 'The page names the metric and its dimensions; that Lambda publishes ConcurrentExecutions so was not read.',
  },
  {
    namespace: 'AWS/CertificateManager',
    names: ['DaysToExpiry'],
    dimensions: [['CertificateArn']],
    source: `${cdk}, aws-certificatemanager/lib/certificate-base.js`,
    read: 'library',
  },
];
