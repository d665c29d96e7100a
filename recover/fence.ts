import {
  DeleteRolePolicyCommand,
  IAMClient,
  NoSuchEntityException,
  PutRolePolicyCommand,
  paginateListRoles,
} from '@aws-sdk/client-iam';
import { patience } from '../ops/patience.ts';

/** What a Region that was succeeded must not do any more. */
const writes = [
  'dynamodb:BatchWriteItem',
  'dynamodb:DeleteItem',
  'dynamodb:PutItem',
  'dynamodb:UpdateItem',
  'events:PutEvents',
  'kms:Sign',
  's3:DeleteObject',
  's3:DeleteObjectVersion',
  's3:PutObject',
  'sqs:SendMessage',
];

/** A name that no policy of the stacks has, so that a deploy leaves it there. */
const fenceName = 'recovery-fence';

const Statement = [{ Effect: 'Deny', Action: writes, Resource: '*' }];
const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });

/**
 * Denies all functions of a stage in a Region to write; gives how many there
 * are. IAM answers although a Region does not.
 */
export async function fence(stage: string, region: string): Promise<number> {
  const client = new IAMClient(patience);
  let fenced = 0;
  for await (const RoleName of rolesOf(client, stage, region)) {
    const policy = { RoleName, PolicyName: fenceName, PolicyDocument };
    await client.send(new PutRolePolicyCommand(policy));
    fenced += 1;
  }
  return fenced;
}

/** Takes away a fence that an earlier recovery put up. */
export async function unfence(stage: string, region: string): Promise<void> {
  const client = new IAMClient(patience);
  for await (const RoleName of rolesOf(client, stage, region)) {
    const policy = { RoleName, PolicyName: fenceName };
    await client
      .send(new DeleteRolePolicyCommand(policy))
      .catch((error: unknown) => {
        if (!(error instanceof NoSuchEntityException)) throw error;
      });
  }
}

async function* rolesOf(client: IAMClient, stage: string, region: string) {
  for await (const { Roles = [] } of paginateListRoles({ client }, {})) {
    for (const { AssumeRolePolicyDocument = '', RoleName = '' } of Roles) {
      const isThere = RoleName.startsWith(`xueyuan-${stage}-${region}-`);
      const isOfFunction = AssumeRolePolicyDocument.includes('lambda');
      if (isThere && isOfFunction) yield RoleName;
    }
  }
}
