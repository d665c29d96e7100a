/** When the pages below were last read. */
export const readOn = '2026-11-25';

type Documented = {
  readonly namespace: string;
  readonly names: readonly string[];
  /** Sets of dimensions that AWS publishes these under. */
  readonly dimensions: readonly (readonly string[])[];
  /** The page of AWS's documentation that names them. */
  readonly source: string;
};

/** AWS's own metrics that we look at, as AWS documents them. */
export const awsMetrics: readonly Documented[] = [
  {
    namespace: 'AWS/Lambda',
    names: ['Errors', 'Throttles', 'Duration', 'IteratorAge'],
    dimensions: [['FunctionName']],
    source: 'AWS Lambda Developer Guide, "Types of metrics"',
  },
  {
    namespace: 'AWS/SQS',
    names: [
      'ApproximateAgeOfOldestMessage',
      'ApproximateNumberOfMessagesVisible',
    ],
    dimensions: [['QueueName']],
    source: 'Amazon SQS Developer Guide, "Available CloudWatch metrics"',
  },
  {
    namespace: 'AWS/ApiGateway',
    names: ['Count', '4xx', '5xx'],
    dimensions: [['ApiId'], ['ApiId', 'Stage']],
    source:
      'Amazon API Gateway Developer Guide, "Working with metrics for HTTP APIs"',
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
    source:
      'Amazon OpenSearch Service Developer Guide, "Monitoring cluster metrics with CloudWatch"',
  },
  {
    namespace: 'AWS/DynamoDB',
    names: ['ConsumedReadCapacityUnits', 'ConsumedWriteCapacityUnits'],
    dimensions: [['TableName']],
    source:
      'Amazon DynamoDB Developer Guide, "DynamoDB metrics and dimensions"',
  },
  {
    namespace: 'AWS/DynamoDB',
    names: ['ReplicationLatency'],
    dimensions: [['ReceivingRegion', 'TableName']],
    source:
      'Amazon DynamoDB Developer Guide, "DynamoDB metrics and dimensions"',
  },
  {
    namespace: 'AWS/S3',
    names: ['BucketSizeBytes', 'NumberOfObjects'],
    dimensions: [['BucketName', 'StorageType']],
    source: 'Amazon S3 User Guide, "Metrics and dimensions"',
  },
  {
    namespace: 'AWS/S3',
    names: ['ReplicationLatency'],
    dimensions: [['DestinationBucket', 'RuleId', 'SourceBucket']],
    source: 'Amazon S3 User Guide, "Metrics and dimensions"',
  },
  {
    namespace: 'AWS/Backup',
    names: [
      'NumberOfBackupJobsCompleted',
      'NumberOfBackupJobsFailed',
      'NumberOfCopyJobsFailed',
    ],
    dimensions: [['BackupVaultName']],
    source: 'AWS Backup Developer Guide, "AWS Backup metrics with CloudWatch"',
  },
  {
    namespace: 'AWS/Logs',
    names: ['IncomingBytes'],
    dimensions: [['LogGroupName']],
    source:
      'Amazon CloudWatch Logs User Guide, "Monitoring with CloudWatch metrics"',
  },
  {
    namespace: 'AWS/Usage',
    names: ['ResourceCount'],
    dimensions: [['Class', 'Resource', 'Service', 'Type']],
    source: 'Amazon CloudWatch User Guide, "AWS usage metrics"',
  },
  {
    namespace: 'AWS/CertificateManager',
    names: ['DaysToExpiry'],
    dimensions: [['CertificateArn']],
    source:
      'AWS Certificate Manager User Guide, "Supported CloudWatch metrics"',
  },
];
