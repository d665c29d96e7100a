import * as z from 'zod';

/** Where a browser is: scheme, host and port. */
export const Origin = z
  .string()
  .refine(
    (text) =>
      /^https?:/.test(text) &&
      URL.canParse(text) &&
      new URL(text).origin === text,
    'Give scheme, host and port only, such as https://xueyuan.example.',
  );

/** An address on the web. */
export const Address = z.url({
  protocol: /^https?$/,
  error: 'Give an http or https address.',
});

/** A host name's first label, as Cognito takes it. */
export const CognitoLabel = z
  .string()
  .regex(/^[a-z0-9](-?[a-z0-9]){0,62}$/, 'Use a-z, 0-9 and single hyphens.')
  .refine(
    (prefix) => !/aws|amazon|cognito/.test(prefix),
    'Cognito refuses prefixes that hold aws, amazon or cognito.',
  );

/** An issuer of tokens that this stage trusts beside its own user pool. */
export const Issuer = z.strictObject({
  issuer: Address,
  /** Where its JSON web keys are. */
  keysUrl: Address,
  audiences: z.array(z.string().min(1)).min(1),
  /**
   * By what claim its access tokens are told from its ID tokens, such as
   * Keycloak's `typ`: `Bearer`. @default they are of the type `at+jwt`
   */
  accessMark: z
    .strictObject({ claim: z.string().min(1), value: z.string().min(1) })
    .optional(),
  /**
   * By which claim, and which of its values, a sign-in is known to be
   * two-factor. @default none is, and privileged roles wait for ever
   */
  secondFactor: z
    .strictObject({
      claim: z.enum(['amr', 'acr']),
      values: z.array(z.string().min(1)).min(1),
    })
    .optional(),
});

const ProviderName = z
  .string()
  .regex(
    /^[A-Za-z][A-Za-z0-9-]{2,31}$/,
    'Use 3 to 32 of a-z, 0-9 and hyphens.',
  );

/**
 * A provider that the user pool federates with. Its secret never stands here:
 * the configuration names where Secrets Manager has it.
 */
export const Federation = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('oidc'),
    name: ProviderName,
    issuer: Address,
    clientId: z.string().min(1),
    /** Name of the secret in Secrets Manager; its text is the client secret. */
    secretName: z.string().min(1),
    scopes: z.array(z.string().min(1)).min(1).default(['openid']),
  }),
  z.strictObject({
    kind: z.literal('saml'),
    name: ProviderName,
    /** Read again by Cognito, so that the provider can rotate its keys. */
    metadataUrl: Address,
  }),
]);
export type Federation = z.infer<typeof Federation>;

/** Days that CloudWatch Logs can keep a group for. */
export const LogDays = z.literal([
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827,
  2192, 2557, 2922, 3288, 3653,
]);
