import {
  ApiGatewayV2Client,
  UpdateApiCommand,
} from '@aws-sdk/client-apigatewayv2';
import {
  CloudFormationClient,
  paginateListStackResources,
} from '@aws-sdk/client-cloudformation';
import {
  DescribeTableCommand,
  DynamoDBClient,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  type UpdateTableCommandInput,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import {
  LambdaClient,
  PutFunctionConcurrencyCommand,
} from '@aws-sdk/client-lambda';
import {
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketReplicationCommand,
  PutObjectLockConfigurationCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { SynthesisedStack } from './assembly.ts';
import { emulatorClient } from './aws.ts';
import { type GapCall, gapCalls } from './gap-calls.ts';
import { emulatorUrl, type Instance } from './instance.ts';
import type { Made } from './template-values.ts';

/**
 * Applies what the emulator's CloudFormation accepts and drops, by the AWS API
 * calls that do work. It reads the synthesised templates and knows nothing of
 * what stacks there are. To be run after every deploy: a deploy of a changed
 * API undoes its CORS again. Gives the number of calls.
 */
export async function closeGaps(
  instance: Instance,
  stacks: readonly SynthesisedStack[],
): Promise<number> {
  const calls: GapCall[] = [];
  for (const stack of stacks) {
    calls.push(...gapCalls(stack.template, await madeOf(instance, stack)));
  }
  for (const call of calls) {
    await make(instance, call).catch((cause: unknown) => {
      const what = JSON.stringify(call.input);
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new Error(
        `${call.command} in ${call.region} failed (${reason}): ${what}`,
        { cause },
      );
    });
  }
  return calls.length;
}

/** What CloudFormation says it has made for a stack. */
export async function madeOf(
  instance: Instance,
  { name: stackName, account, region }: Omit<SynthesisedStack, 'template'>,
): Promise<Made> {
  const client = new CloudFormationClient(
    emulatorClient(emulatorUrl(instance), region),
  );
  const resources: [string, { type: string; physicalId: string }][] = [];
  const pages = paginateListStackResources(
    { client },
    { StackName: stackName },
  );
  for await (const page of pages) {
    for (const each of page.StackResourceSummaries ?? []) {
      const { LogicalResourceId, PhysicalResourceId, ResourceType } = each;
      if (!LogicalResourceId || !PhysicalResourceId || !ResourceType) continue;
      const made = { type: ResourceType, physicalId: PhysicalResourceId };
      resources.push([LogicalResourceId, made]);
    }
  }
  return { account, region, stackName, resources: new Map(resources) };
}

async function make(instance: Instance, call: GapCall): Promise<unknown> {
  const options = emulatorClient(emulatorUrl(instance), call.region);
  const s3 = () => new S3Client({ ...options, forcePathStyle: true });
  switch (call.command) {
    case 'UpdateTimeToLive':
      return new DynamoDBClient(options).send(
        new UpdateTimeToLiveCommand(call.input),
      );
    case 'UpdateContinuousBackups':
      return new DynamoDBClient(options).send(
        new UpdateContinuousBackupsCommand(call.input),
      );
    case 'UpdateTable':
      return updateTable(new DynamoDBClient(options), call.input);
    case 'PutBucketEncryption':
      return s3().send(new PutBucketEncryptionCommand(call.input));
    case 'PutBucketLifecycleConfiguration':
      return s3().send(new PutBucketLifecycleConfigurationCommand(call.input));
    case 'PutObjectLockConfiguration':
      return s3().send(new PutObjectLockConfigurationCommand(call.input));
    case 'PutBucketReplication':
      return s3().send(new PutBucketReplicationCommand(call.input));
    case 'PutFunctionConcurrency':
      return new LambdaClient(options).send(
        new PutFunctionConcurrencyCommand(call.input),
      );
    case 'UpdateApi':
      return new ApiGatewayV2Client(options).send(
        new UpdateApiCommand(call.input),
      );
  }
}

/** A replica that is there already would be refused a second time. */
async function updateTable(
  client: DynamoDBClient,
  input: UpdateTableCommandInput,
): Promise<void> {
  const wanted = input.ReplicaUpdates?.map(({ Create }) => Create?.RegionName);
  if (wanted) {
    const { TableName } = input;
    const { Table } = await client.send(
      new DescribeTableCommand({ TableName }),
    );
    const there = Table?.Replicas?.map(({ RegionName }) => RegionName) ?? [];
    if (wanted.every((region) => there.includes(region))) return;
  }
  await client.send(new UpdateTableCommand(input));
}
