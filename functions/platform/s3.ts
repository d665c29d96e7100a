import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { countS3 } from './cost.ts';

/**
 * Bounds of every call to S3. A server-side copy of the largest file answers
 * only when it is done, hence the long request timeout.
 */
const limits = {
  connectionTimeoutMs: 1_000,
  requestTimeoutMs: 20_000,
  attempts: 3,
} as const;

type Credentials = S3ClientConfig['credentials'];

/**
 * A client of another Region, for who must reach every copy of a thing.
 * @default the function's own credentials
 */
export function s3In(region: string, credentials?: Credentials): S3Client {
  return clientOf({ region, ...(credentials && { credentials }) });
}

/** The one S3 client of a function; the requests it sends are counted. */
export const s3 = clientOf({});

function clientOf(
  where: Pick<S3ClientConfig, 'region' | 'credentials'>,
): S3Client {
  const client = new S3Client({
    ...where,
    maxAttempts: limits.attempts,
    requestHandler: {
      connectionTimeout: limits.connectionTimeoutMs,
      requestTimeout: limits.requestTimeoutMs,
      // Without it the SDK only warns when the time has passed.
      throwOnRequestTimeout: true,
    },
  });
  client.middlewareStack.use(countS3());
  return client;
}
