import { createHash } from 'node:crypto';
import { clientScope } from '../identity/clients/contract.ts';
import type { District } from './contract.ts';

/** What the reference says of its own stage. */
export type Place = {
  /** Where the API is reached, without a slash at the end. */
  readonly apiUrl: string;
  /** Where people sign in, without a slash at the end. */
  readonly signInUrl: string;
};

type Document = Readonly<Record<string, unknown>> & {
  readonly components?: Readonly<Record<string, unknown>>;
};

/**
 * The committed OpenAPI document with what only a deployment knows: where it
 * is served and where one signs in.
 */
export function placed<D extends Document>(
  document: D,
  { apiUrl, signInUrl }: Place,
) {
  return {
    ...document,
    servers: [{ url: apiUrl }],
    components: {
      ...document.components,
      securitySchemes: securitySchemes(signInUrl),
    },
  };
}

/** How requests say who asks, at a stage that signs in under this address. */
export function securitySchemes(signInUrl: string) {
  const tokenUrl = `${signInUrl}/oauth2/token`;
  return {
    token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
    signIn: {
      type: 'oauth2',
      description: 'People sign in by authorization code and PKCE.',
      flows: {
        authorizationCode: {
          authorizationUrl: `${signInUrl}/oauth2/authorize`,
          tokenUrl,
          scopes: { openid: 'openid', profile: 'profile' },
        },
      },
    },
    machineClient: {
      type: 'oauth2',
      description:
        'A system of an organisation, registered there, gets tokens in its own name by client credentials.',
      flows: {
        clientCredentials: {
          tokenUrl,
          scopes: { [clientScope]: 'Call in the name of the client' },
        },
      },
    },
  } as const;
}

/** A strong ETag of a text that is the same for everyone. */
export function etagOf(text: string): string {
  const hash = createHash('sha256').update(text).digest('base64url');
  return `"${hash.slice(0, 22)}"`;
}

/** Whether the platform answers. Costs nothing but the function itself. */
export function status(
  about: { readonly stage: string; readonly district: District },
  now: Date,
) {
  return { state: 'available', ...about, time: now.toISOString() } as const;
}
