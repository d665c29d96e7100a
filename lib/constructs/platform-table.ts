import {
  AttributeType,
  Billing,
  ProjectionType,
  StreamViewType,
  TableEncryptionV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import type { IndexName, TableName } from '../names.ts';
import type { PlatformStack } from '../stacks/platform-stack.ts';

/**
 * A table as all of ours are: items under `pk` and `sk`, two sparse indexes,
 * paid by request, restorable to any second of 35 days, with a replica in the
 * recovery Region. The encryption key is AWS's own for DynamoDB: it needs no
 * grants, and works in both Regions.
 */
export function platformTable(
  stack: PlatformStack,
  id: string,
  name: TableName,
): TableV2 {
  const { protect, recoveryRegion } = stack.stage;
  const restorable = {
    deletionProtection: protect,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
  };
  return new TableV2(stack, id, {
    ...restorable,
    tableName: stack.names.table(name),
    partitionKey: string('pk'),
    sortKey: string('sk'),
    timeToLiveAttribute: 'expiresAt',
    billing: Billing.onDemand(),
    encryption: TableEncryptionV2.awsManagedKey(),
    dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
    removalPolicy: stack.dataRemoval,
    globalSecondaryIndexes: [
      sparseIndex('byOwner', 'owner'),
      sparseIndex('byDay', 'day'),
    ],
    replicas: [{ ...restorable, region: recoveryRegion }],
  });
}

function sparseIndex(indexName: IndexName, noun: string) {
  return {
    indexName,
    partitionKey: string(`${noun}Pk`),
    sortKey: string(`${noun}Sk`),
    projectionType: ProjectionType.ALL,
  };
}

function string(name: string) {
  return { name, type: AttributeType.STRING };
}
