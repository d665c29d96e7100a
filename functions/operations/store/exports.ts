import { PutObjectCommand } from '@aws-sdk/client-s3';
import {
  GetParameterCommand,
  ParameterNotFound,
  SSMClient,
} from '@aws-sdk/client-ssm';
import * as z from 'zod';
import { environment } from '../../platform/environment.ts';
import { s3In } from '../../platform/s3.ts';

/** Three attempts with the SDK's jittered backoff end within 30 s. */
const patience = {
  maxAttempts: 3,
  requestHandler: {
    connectionTimeout: 2_000,
    requestTimeout: 8_000,
    throwOnRequestTimeout: true,
  },
} as const;

/** Keeps one object in the other Region. One request. */
export async function putExport(
  Key: string,
  Body: Uint8Array,
  sha256: string,
): Promise<void> {
  const s3 = s3In(environment('EXPORTS_REGION'));
  await s3.send(
    new PutObjectCommand({
      Bucket: environment('EXPORTS_BUCKET'),
      Key,
      Body,
      ChecksumSHA256: Buffer.from(sha256, 'hex').toString('base64'),
    }),
  );
}

/**
 * The stage's configuration and the ids that AWS gave to its parts; what a stage
 * does not have is left out. One request each.
 */
export async function* parameters(): AsyncGenerator<object[]> {
  const ssm = new SSMClient(patience);
  const all = z.array(z.string()).parse(JSON.parse(environment('PARAMETERS')));
  for (const name of all) {
    try {
      const { Parameter } = await ssm.send(
        new GetParameterCommand({ Name: name }),
      );
      yield [{ name, value: Parameter?.Value }];
    } catch (error) {
      if (!(error instanceof ParameterNotFound)) throw error;
    }
  }
}
