import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { dynamoDb } from '../../functions/platform/clients.ts';
import { indexes } from '../../lib/names.ts';

/** Makes a table as the deployed ones are, for who needs one of their own. */
export async function makeTable(name: string): Promise<void> {
  const string = (attribute: string) => ({
    AttributeName: attribute,
    AttributeType: 'S' as const,
  });
  const keySchema = (pk: string, sk: string) => [
    { AttributeName: pk, KeyType: 'HASH' as const },
    { AttributeName: sk, KeyType: 'RANGE' as const },
  ];
  await dynamoDb.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: keySchema('pk', 'sk'),
      AttributeDefinitions: [
        ...['pk', 'sk', 'ownerPk', 'ownerSk', 'dayPk', 'daySk'].map(string),
      ],
      GlobalSecondaryIndexes: indexes.map((IndexName) => {
        const noun = IndexName === 'byOwner' ? 'owner' : 'day';
        return {
          IndexName,
          KeySchema: keySchema(`${noun}Pk`, `${noun}Sk`),
          Projection: { ProjectionType: 'ALL' as const },
        };
      }),
    }),
  );
}
