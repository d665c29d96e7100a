import {
  AttributeType,
  Billing,
  ProjectionType,
  StreamViewType,
  TableEncryptionV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { indexes, type TableName } from '../names.ts';
import type { PlatformStack } from '../stacks/platform-stack.ts';

/**
 * A table as all of ours are: items under `pk` and `sk`, two sparse indexes,
 * paid by request, restorable to any second of 35 days, with a replica in the
 * recovery Region. The encryption key is AWS's own for DynamoDB: it needs no
 * grants, and works in both Regions.
 */
export class PlatformTable extends Construct {
  readonly table: TableV2;

  constructor(stack: PlatformStack, id: string, name: TableName) {
    super(stack, id);
    const { protect, recoveryRegion } = stack.stage;
    const string = (attribute: string) => ({
      name: attribute,
      type: AttributeType.STRING,
    });
    const restorable = {
      deletionProtection: protect,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    };
    this.table = new TableV2(this, 'Table', {
      ...restorable,
      tableName: stack.names.table(name),
      partitionKey: string('pk'),
      sortKey: string('sk'),
      timeToLiveAttribute: 'expiresAt',
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.awsManagedKey(),
      dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
      removalPolicy: stack.dataRemoval,
      globalSecondaryIndexes: indexes.map((index) => {
        const noun = index === 'byOwner' ? 'owner' : 'day';
        return {
          indexName: index,
          partitionKey: string(`${noun}Pk`),
          sortKey: string(`${noun}Sk`),
          projectionType: ProjectionType.ALL,
        };
      }),
      replicas: [{ ...restorable, region: recoveryRegion }],
    });
  }
}
