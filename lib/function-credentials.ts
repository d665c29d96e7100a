import { fromEnv } from '@aws-sdk/credential-provider-env';

/**
 * What bundles have in place of the SDK's whole chain of credentials: Lambda
 * gives a function its role's credentials in the environment, and nowhere else.
 * Files, processes, single sign-on and instance metadata are never asked.
 */
export const defaultProvider = () => fromEnv();
