import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { working } from '../functions/jobs/contract.ts';
import { MailSender } from '../functions/notifications/mail/contract.ts';
import { Region } from '../functions/platform/contract.ts';
import {
  Address,
  Backup,
  CognitoLabel,
  Federation,
  Issuer,
  LogDays,
  Origin,
  Recovery,
  RunbooksAddress,
  seats,
} from './config-fields.ts';
import { ConfigError, cureOf, refused, shown } from './config-refusal.ts';

/** What may be left out of a stage's templates where a whole type is too much. */
export const features = [
  'alarm-on-metric-math',
  'denial-of-plain-http',
] as const;

/** Ten years: a record outlasts a pupil's whole time at school. */
const sealLockDays = 3_653;

function isFeature(name: string): boolean {
  return features.some((feature) => feature === name);
}

/**
 * What a stage may say: one deployment of Xueyuan. All of it is in
 * `config/<stage>.json`; unknown keys are refused.
 */
export const StageConfig = z
  .strictObject({
    district: z.strictObject({
      /** Part of every tag; for ever the same. */
      id: z
        .string()
        .regex(/^[a-z][a-z0-9-]{1,30}$/, 'Use a-z, 0-9 and hyphens.'),
      name: z.strictObject({
        'zh-CN': z.string().min(1),
        en: z.string().min(1),
      }),
    }),
    /** @default the account of the credentials that deploy */
    account: z
      .string()
      .regex(/^\d{12}$/, 'Give the twelve digits of an AWS account.')
      .optional(),
    region: Region,
    recoveryRegion: Region,
    /** Part of every history entry; raised by one when a Region takes over. */
    epoch: z.int().positive().default(1),
    /** Which Region answers now; `npm run recover` changes it, with `epoch`. */
    active: z.enum(seats).default('primary'),
    recovery: Recovery.prefault({}),
    backup: Backup.prefault({}),
    /**
     * Whether what holds data outlives its stack and refuses to be deleted.
     * False only where everything may be thrown away.
     */
    protect: z.boolean().default(true),
    /** Who publishes assets: the bootstrapped roles, or the caller itself. */
    publishing: z
      .enum(['bootstrap-roles', 'caller'])
      .default('bootstrap-roles'),
    identity: z.strictObject({
      /**
       * Whether people have accounts in a user pool of the stage's own. Cognito
       * has none in the AWS China Regions: there `issuers` stand alone.
       */
      userPool: z.boolean().default(true),
      /** Host name of the sign-in pages under Cognito's own domain. */
      domainPrefix: CognitoLabel.optional(),
      callbackUrls: z.array(Address).default([]),
      logoutUrls: z.array(Address).default([]),
      /** Providers that people of the user pool may sign in at instead. */
      federation: z.array(Federation).default([]),
      issuers: z.array(Issuer).default([]),
      /**
       * Accounts that rosters open in Cognito in a second, all together. AWS
       * lets an account create 50 users a second unless more is agreed; ten are
       * left to those who add people one by one.
       * Source: Amazon Cognito, "Quotas", category UserCreation.
       */
      accountsPerSecond: z.int().positive().max(1_000).default(40),
      /**
       * Where the user pool's keys are fetched.
       * @default Cognito's own address in the stage's Region
       */
      keysOrigin: Origin.optional(),
      /**
       * Where the sign-in pages are reached.
       * @default Cognito's own address of `domainPrefix`
       */
      signInOrigin: Origin.optional(),
    }),
    search: z.strictObject({
      instanceType: z
        .string()
        .regex(
          /^[a-z0-9]+\.[a-z0-9]+\.search$/,
          'Name a type such as m7g.large.search.',
        ),
      /** Parts of the index; one holds some 30 GB, a million short resources. */
      shards: z.int().positive().max(64).default(1),
      /** From two on, they stand in as many zones, up to three. */
      instanceCount: z.int().positive().max(40),
      /** Nodes that only keep the cluster together; none for a small stage. */
      managers: z
        .strictObject({ instanceType: z.string(), count: z.literal([3, 5]) })
        .optional(),
      volumeGib: z.int().min(10).max(3_072),
      /** What readers of the index ask; versioned indexes stand behind it. */
      alias: z
        .string()
        .regex(/^[a-z][a-z0-9-]{1,40}$/, 'Use a-z, 0-9 and hyphens.')
        .default('resources'),
      /** `http` only for an engine on the same machine. */
      protocol: z.enum(['https', 'http']).default('https'),
    }),
    files: z.strictObject({
      /** Largest file that may be uploaded; S3 copies at most 5 GiB at once. */
      maxBytes: z
        .int()
        .positive()
        .max(5 * 1024 ** 3),
      /** How long an upload may wait for its completion. */
      intakeDays: z.int().positive().max(30),
    }),
    jobs: z
      .strictObject({
        /** How long what is sent to a job and its report are kept. */
        fileDays: z.int().positive().max(30).default(7),
        /** How long a worker takes steps before another goes on. */
        stepsSeconds: z
          .int()
          .positive()
          .max(working.timeoutSeconds / 2)
          .default(60),
      })
      .prefault({}),
    seals: z
      .strictObject({
        /**
         * Who can delete a seal before its time: with `compliance` nobody, with
         * `governance` whoever IAM allows to go round it.
         */
        lock: z.enum(['compliance', 'governance']).default('compliance'),
        /** How long each seal stays locked; S3 takes up to a hundred years. */
        lockDays: z.int().positive().max(36_500).default(sealLockDays),
      })
      .prefault({}),
    review: z
      .strictObject({
        /** When a panel's scores are shown to the author. */
        authorSeesScores: z
          .enum(['after-decision', 'at-once'])
          .default('after-decision'),
        /**
         * Whether contributors publish corrections of minor fields by the
         * district's rule, without a review.
         */
        minorCorrections: z.boolean().default(false),
      })
      .prefault({}),
    api: z.strictObject({
      /** Where browsers may call from: the portal, and who embeds it. */
      origins: z.array(Origin).min(1),
      throttle: z.strictObject({
        ratePerSecond: z.int().positive(),
        burst: z.int().positive(),
      }),
      /**
       * Where clients reach the API, if not by `domain`; `{apiId}` in it stands
       * for the id that the API gets.
       * @default the address that API Gateway gives
       */
      address: Address.optional(),
      domain: z
        .strictObject({
          name: z.string().min(4),
          certificateArn: z.string().startsWith('arn:'),
          /**
           * The zone of Route 53 that the name is in, where a recovery points
           * it to the Region that takes over. @default somebody does it by hand
           */
          hostedZoneId: z.string().min(1).optional(),
        })
        .optional(),
    }),
    /** Who sends notices by e-mail; left out, people are told here only. */
    mail: MailSender.optional(),
    logDays: LogDays.default(90),
    /**
     * What a month may cost in US dollars; operators hear of 80 % of it, and when
     * all of it is to be expected. Its stack is in us-east-1, which must be
     * bootstrapped too. @default nobody is told
     */
    budgetUsd: z.number().positive().optional(),
    /** Where operators are told of alarms. */
    operators: z
      .strictObject({ page: z.array(z.email()), ticket: z.array(z.email()) })
      .default({ page: [], ticket: [] }),
    operations: z
      .strictObject({
        /**
         * Where alarms say that their runbooks are read, in both languages.
         * @default their path in this repository
         */
        runbooks: RunbooksAddress.optional(),
      })
      .prefault({}),
    /**
     * Types and features of templates that this stage's CloudFormation cannot
     * make. They stay in the template under a condition that is false.
     */
    omit: z
      .array(
        z
          .string()
          .refine(
            (one) => /^AWS(::[A-Za-z0-9]+){2}$/.test(one) || isFeature(one),
            `Give a type such as AWS::Backup::BackupPlan, or one of: ${features.join(', ')}.`,
          ),
      )
      .default([]),
  })
  .superRefine((stage, { addIssue }) => {
    const { api, recoveryRegion, region } = stage;
    if (region === recoveryRegion) {
      const message = 'It is the same as region. Name another Region.';
      const path = ['recoveryRegion'];
      addIssue({ code: 'custom', path, message });
    }
    for (const [key, message] of identityGaps(stage.identity)) {
      addIssue({ code: 'custom', path: ['identity', key], message });
    }
    for (const [path, certificate, where] of [
      [['api', 'domain'], api.domain?.certificateArn, region],
      [['recovery'], stage.recovery.certificateArn, recoveryRegion],
    ] as const) {
      if (!certificate || certificate.split(':')[3] === where) continue;
      const message = `Give a certificate of ${where}, where it is used.`;
      addIssue({
        code: 'custom',
        path: [...path, 'certificateArn'],
        message,
      });
    }
  });
export type StageConfig = z.infer<typeof StageConfig>;

type Identity = z.infer<typeof StageConfig>['identity'];

/** What a stage lacks so that people can sign in. */
function identityGaps(identity: Identity): [keyof Identity, string][] {
  const { userPool, domainPrefix, callbackUrls, logoutUrls } = identity;
  if (!userPool) {
    const gaps: [keyof Identity, string][] = [];
    if (identity.issuers.length === 0) {
      const message = 'Without a user pool, name at least one outside issuer.';
      gaps.push(['issuers', message]);
    }
    if (identity.federation.length > 0) {
      const message = 'Only a user pool federates. Name them under issuers.';
      gaps.push(['federation', message]);
    }
    return gaps;
  }
  const needed = 'A user pool needs it. Give it, or set userPool to false.';
  return [
    ...(domainPrefix === undefined ? [['domainPrefix', needed] as const] : []),
    ...(callbackUrls.length === 0 ? [['callbackUrls', needed] as const] : []),
    ...(logoutUrls.length === 0 ? [['logoutUrls', needed] as const] : []),
  ].map(([key, message]) => [key, message]);
}

/**
 * A stage as one of its Regions has it: its configuration, the name of its
 * file, and which of the two this is. `region` is always this one.
 */
export type Stage = StageConfig & {
  readonly name: string;
  readonly seat: (typeof seats)[number];
};

/** At most 12 characters, so that every role's name fits in IAM's 64. */
const stageName = /^[a-z][a-z0-9]{1,11}$/;

/**
 * Reads `config/<stage>.json`, laid under `overrides` (JSON text, merged key by
 * key before it is checked). Throws `ConfigError` that names file, key, value
 * and cure, one line for each thing that is wrong.
 */
export function readStage(
  given: { readonly stage: unknown; readonly overrides?: unknown },
  directory = 'config',
): Stage {
  const name = existingStage(given.stage, directory);
  const file = `${directory}/${name}.json`;
  const laid = [
    readJson(file, readFileSync(join(directory, `${name}.json`), 'utf8')),
  ];
  if (given.overrides !== undefined) {
    laid.push(readJson('context overrides', String(given.overrides)));
  }
  const merged = laid.reduce(merge);
  const parsed = StageConfig.safeParse(merged, { error: cureOf });
  if (parsed.success) return { name, seat: 'primary', ...parsed.data };
  throw refused(file, merged, parsed.error.issues);
}

/** The names of all stages that have a file of their own. */
export function stageNames(directory = 'config'): string[] {
  // `<name>.example.json` is to be copied to a stage's own file.
  return readdirSync(directory)
    .filter((file) => /^[^.]+\.json$/.test(file))
    .map((file) => file.slice(0, -'.json'.length));
}

function existingStage(stage: unknown, directory: string): string {
  const stages = stageNames(directory);
  if (
    typeof stage === 'string' &&
    stageName.test(stage) &&
    stages.includes(stage)
  )
    return stage;
  throw new ConfigError(
    `context stage: it is ${shown(stage)}. Give -c stage=<name> with one of: ${stages.join(', ')}; a name has 2 to 12 of a-z and 0-9 and its file is ${directory}/<name>.json.`,
  );
}

function readJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigError(
      `${file}: it is not JSON (${reason}). Correct it there.`,
      { cause },
    );
  }
}

function merge(below: unknown, above: unknown): unknown {
  if (!isRecord(below) || !isRecord(above)) return above;
  const merged = { ...below };
  for (const [key, value] of Object.entries(above))
    merged[key] = merge(below[key], value);
  return merged;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
