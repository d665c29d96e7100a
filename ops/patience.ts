/**
 * Bounds of every call of an operator's command: three attempts with the SDK's
 * jittered backoff, half a minute each. An operator waits, but not for ever.
 */
export const patience = {
  maxAttempts: 3,
  requestHandler: {
    connectionTimeout: 5_000,
    requestTimeout: 30_000,
    // Without it the SDK only warns when the time has passed.
    throwOnRequestTimeout: true,
  },
};
