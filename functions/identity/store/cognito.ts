import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';

/**
 * Bounds of a call to Cognito: three attempts end within 9 s, before the API's
 * own 10 s limit.
 */
const limits = {
  connectionTimeoutMs: 1_000,
  requestTimeoutMs: 2_500,
  attempts: 3,
} as const;

/** The one client of the user pool in a function. */
export const cognito = new CognitoIdentityProviderClient({
  maxAttempts: limits.attempts,
  requestHandler: {
    connectionTimeout: limits.connectionTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    // Without it the SDK only warns when the time has passed.
    throwOnRequestTimeout: true,
  },
});
