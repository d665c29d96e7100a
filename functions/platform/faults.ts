/** Names by which the AWS SDK and Node say that something does not answer. */
const passing = new Set([
  'TimeoutError',
  'AbortError',
  'ThrottlingException',
  'TooManyRequestsException',
  'InternalErrorException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'TransactionInProgressException',
  'InternalServerError',
  'ServiceUnavailable',
  'SlowDown',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);

/** A dependency that does not answer; thrown where the SDK has no name. */
export class Unavailable extends Error {
  constructor(dependency: string, cause?: unknown) {
    super(`${dependency} does not answer.`, { cause });
    this.name = 'Unavailable';
  }
}

/**
 * Whether an error means that a dependency is down or overloaded, so that the
 * same request may go through later (503), rather than a mistake of ours (500).
 */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof Unavailable || passing.has(error.name)) return true;
  if ('code' in error && passing.has(String(error.code))) return true;
  return reasonsOf(error).some(
    (code) => passing.has(code) || throttled.has(code),
  );
}

const throttled = new Set(['ThrottlingError', 'ProvisionedThroughputExceeded']);

function reasonsOf(error: Error): string[] {
  if (!('CancellationReasons' in error)) return [];
  const reasons = error.CancellationReasons as readonly { Code?: string }[];
  return reasons.map(({ Code: code = 'None' }) => code);
}
