import { createHash } from 'node:crypto';
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
  const signIn = {
    type: 'oauth2',
    flows: {
      authorizationCode: {
        authorizationUrl: `${signInUrl}/oauth2/authorize`,
        tokenUrl: `${signInUrl}/oauth2/token`,
        scopes: { openid: 'openid', profile: 'profile' },
      },
    },
  };
  return {
    ...document,
    servers: [{ url: apiUrl }],
    components: {
      ...document.components,
      securitySchemes: { ...schemesOf(document), signIn },
    },
  };
}

function schemesOf({ components }: Document): object {
  const schemes = components?.securitySchemes;
  return typeof schemes === 'object' && schemes !== null ? schemes : {};
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
