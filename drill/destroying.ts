import {
  CloudFormationClient,
  DeleteStackCommand,
  paginateListStacks,
  StackStatus,
} from '@aws-sdk/client-cloudformation';
import {
  CognitoIdentityProviderClient,
  ListUserPoolsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import type { Stage } from '../lib/config.ts';
import { namesOf } from '../lib/names.ts';
import { emulatorClient } from '../local/aws.ts';
import { emulatorUrl, engineUrl, type Instance } from '../local/instance.ts';
import { until } from '../local/wait.ts';

/** The emulator deletes a stack in a second or two. */
const limitSeconds = 240;

/** What of a Region is left. */
export type Remains = {
  readonly stacks: readonly string[];
  readonly tables: readonly string[];
  readonly buckets: readonly string[];
  readonly userPools: readonly string[];
  readonly indexes: readonly string[];
};

/**
 * Destroys all that a stage has in its own Region: every stack with what it
 * holds (tables, buckets, user pool), and the index. Gives what is left, which
 * should be nothing.
 */
export async function destroy(
  instance: Instance,
  stage: Stage,
): Promise<Remains> {
  const client = new CloudFormationClient(
    emulatorClient(emulatorUrl(instance), stage.region),
  );
  for (const StackName of await stacksIn(client, stage)) {
    await client.send(new DeleteStackCommand({ StackName }));
  }
  const what = `The end of all stacks in ${stage.region}`;
  await until({ what, limitSeconds }, async () => {
    const left = await stacksIn(client, stage);
    return left.length === 0 ? true : undefined;
  });
  for (const index of await indexesOf(instance, stage)) {
    await engine(instance, 'DELETE', `/${index}`);
  }
  return remainsOf(instance, stage);
}

/** What a stage has in its own Region. */
export async function remainsOf(
  instance: Instance,
  stage: Stage,
): Promise<Remains> {
  const options = emulatorClient(emulatorUrl(instance), stage.region);
  const own = namesOf(stage).own('');
  const { TableNames = [] } = await new DynamoDBClient(options).send(
    new ListTablesCommand({}),
  );
  const { Buckets = [] } = await new S3Client({
    ...options,
    forcePathStyle: true,
  }).send(new ListBucketsCommand({}));
  const { UserPools = [] } = await new CognitoIdentityProviderClient(
    options,
  ).send(new ListUserPoolsCommand({ MaxResults: 60 }));
  const named = (names: readonly (string | undefined)[]) =>
    names.filter((name) => name?.startsWith(own)) as string[];
  return {
    stacks: await stacksIn(new CloudFormationClient(options), stage),
    tables: named(TableNames),
    buckets: named(Buckets.map(({ Name }) => Name)).filter((name) =>
      name.endsWith(stage.region),
    ),
    userPools: named(UserPools.map(({ Name }) => Name)),
    indexes: await indexesOf(instance, stage),
  };
}

async function stacksIn(
  client: CloudFormationClient,
  stage: Stage,
): Promise<string[]> {
  const own = namesOf(stage).own('');
  const found: string[] = [];
  for await (const { StackSummaries = [] } of paginateListStacks(
    { client },
    {},
  )) {
    for (const { StackName = '', StackStatus: status } of StackSummaries) {
      const isThere = status !== StackStatus.DELETE_COMPLETE;
      if (isThere && StackName.startsWith(own)) found.push(StackName);
    }
  }
  return found;
}

async function indexesOf(instance: Instance, stage: Stage): Promise<string[]> {
  const { alias } = stage.search;
  const answer = await engine(
    instance,
    'GET',
    `/_cat/indices/${alias}-*?format=json`,
  );
  const all = (await answer.json()) as readonly { readonly index: string }[];
  return all
    .map(({ index }) => index)
    .filter((index) => new RegExp(`^${alias}-\\d+$`).test(index));
}

function engine(
  instance: Instance,
  method: 'GET' | 'DELETE',
  path: string,
): Promise<Response> {
  const signal = AbortSignal.timeout(30_000);
  return fetch(`${engineUrl(instance)}${path}`, { method, signal });
}
