import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';

/** Bounds of a call to SSM: two attempts with the SDK's jittered backoff. */
const limits = {
  connectionTimeoutMs: 1_000,
  requestTimeoutMs: 2_000,
  attempts: 2,
} as const;

/**
 * Reads a secret by its name, once it was read from memory: a password that is
 * changed counts in functions that start after it. Throws what SSM says.
 */
export function parameterReader(name: string): () => Promise<string> {
  const ssm = new SSMClient({
    maxAttempts: limits.attempts,
    requestHandler: {
      connectionTimeout: limits.connectionTimeoutMs,
      requestTimeout: limits.requestTimeoutMs,
      throwOnRequestTimeout: true,
    },
  });
  let known: string | undefined;
  return async () => {
    if (known !== undefined) return known;
    const asked = new GetParameterCommand({ Name: name, WithDecryption: true });
    const { Parameter } = await ssm.send(asked);
    known = Parameter?.Value ?? '';
    return known;
  };
}
