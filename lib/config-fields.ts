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

/** So that an alarm's description holds two links: CloudWatch takes 1,024 characters. */
export const runbooksAddressMost = 200;

/** Where duty officers read runbooks: a folder with what `docs/runbooks` has. */
export const RunbooksAddress = z
  .url({ protocol: /^https$/, error: 'Give an https address.' })
  .max(runbooksAddressMost)
  .refine(
    (text) => /^[^?#\s]+\/$/.test(text),
    'Give the address of a folder, such as https://docs.xueyuan.example/runbooks/.',
  );

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

/** The two Regions of a stage, by what each is for. */
export const seats = ['primary', 'recovery'] as const;

/** What the recovery Region holds, and how it is got ready. */
export const Recovery = z.strictObject({
  /**
   * Whether all but the data stands there too, asleep: API, functions, user
   * pool. Without it the Region holds copies and vault only, and `npm run
   * recover` deploys the rest when it is needed, which takes longer.
   */
  pilotLight: z.boolean().default(true),
  /**
   * Whether the other Region is there to be copied to: false from the loss of
   * the primary Region until it is back.
   */
  copies: z.boolean().default(true),
  /** Whether tables of before a loss are used as they are, not made. */
  adoptTables: z.boolean().default(false),
  /**
   * The search domain of the recovery Region where it differs from the stage's.
   * It is made only when that Region is active, or with `keepSearch`.
   */
  search: z
    .strictObject({
      instanceType: z.string().optional(),
      instanceCount: z.int().positive().max(40).optional(),
      volumeGib: z.int().min(10).max(3_072).optional(),
      /** Alias of its index. @default that of the stage */
      alias: z.string().min(1).optional(),
    })
    .default({}),
  /** Whether its search domain stands there all the time, and is paid for. */
  keepSearch: z.boolean().default(false),
  /** For the stage's own domain name: a certificate of the recovery Region. */
  certificateArn: z.string().startsWith('arn:').optional(),
  /** Days that an export of what no service backs up is kept. */
  exportDays: z.int().positive().max(365).default(35),
});

const day = 1;
const month = 31;
const year = 366;

/** How long backups are kept, and how hard they are to delete. */
export const Backup = z
  .strictObject({
    dailyDays: z.int().min(day).max(100).default(35),
    /** From here on AWS moves nothing to cold storage: S3 has none there. */
    monthlyDays: z
      .int()
      .min(month)
      .max(3_660)
      .default(13 * month),
    yearlyDays: z
      .int()
      .min(year)
      .max(36_500)
      .default(10 * year),
    /** Who can delete a backup before its time: see `seals.lock`. */
    lock: z.enum(['compliance', 'governance']).default('compliance'),
    /** Whether AWS restores a backup each month by itself; not in China. */
    restoreTests: z.boolean().default(true),
  })
  .refine(
    ({ dailyDays, monthlyDays, yearlyDays }) =>
      dailyDays < monthlyDays && monthlyDays < yearlyDays,
    'Keep monthly backups longer than daily ones, and yearly ones longest.',
  );
