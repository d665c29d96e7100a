import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { type Figure, median } from './figure.ts';

const warmUps = 200;
const pairs = 1_500;

type Handler = (
  event: object,
  context: object,
) => Promise<{ statusCode: number }>;

/**
 * An anonymous read of a published resource by the deployed bundle, in this
 * process, beside a bare GetItem of the same item: in turn, so that a machine
 * that slows down slows both.
 */
export async function benchReading(resource: string): Promise<Figure[]> {
  const entry = new URL('../../dist/resources/api/index.mjs', import.meta.url);
  const { handler } = (await import(entry.href)) as { handler: Handler };
  const client = new DynamoDBClient();
  const get = new GetItemCommand({
    TableName: process.env.CATALOGUE_TABLE,
    Key: { pk: { S: resource }, sk: { S: 'HEAD' } },
  });
  const ask = async () => {
    const { statusCode } = await handler(reading(resource), {});
    if (statusCode !== 200) throw new Error(`The read answered ${statusCode}.`);
  };
  const bare = async () => {
    const { Item } = await client.send(get);
    if (Item === undefined) throw new Error(`${resource} has no head.`);
  };
  return silently(async () => {
    for (let run = 0; run < warmUps; run += 1) {
      await bare();
      await ask();
    }
    const own: number[] = [];
    const sdk: number[] = [];
    for (let run = 0; run < pairs; run += 1) {
      sdk.push(await timed(bare));
      own.push(await timed(ask));
    }
    return [
      {
        name: 'anonymous GET /v1/resources/{id} against a bare GetItem, p50',
        value: median(own) / median(sdk),
        unit: 'x',
        bound: 1.25,
      },
      {
        name: 'the same: overhead, p50',
        value: median(own) - median(sdk),
        unit: 'ms',
      },
      { name: 'bare GetItem, p50', value: median(sdk), unit: 'ms' },
    ];
  });
}

function reading(resource: string): object {
  const path = `/v1/resources/${resource}`;
  return {
    version: '2.0',
    routeKey: 'GET /v1/resources/{id}',
    rawPath: path,
    headers: { 'accept-language': 'zh-CN' },
    pathParameters: { id: resource },
    requestContext: {
      requestId: 'bench',
      stage: '$default',
      http: { method: 'GET', path },
    },
    isBase64Encoded: false,
  };
}

async function timed(run: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await run();
  return performance.now() - startedAt;
}

/** Log lines are written all the same, but not to this terminal. */
export async function silently<T>(run: () => Promise<T>): Promise<T> {
  const write = process.stdout.write;
  process.stdout.write = () => true;
  try {
    return await run();
  } finally {
    process.stdout.write = write;
  }
}
