import * as z from 'zod';
import type { ProblemCode } from './problems.ts';

/** What each id begins with; the rest is a ULID. One row a kind of thing. */
export const prefixes = {
  resource: 'res',
  organisation: 'org',
  person: 'per',
  upload: 'upl',
  review: 'rev',
  job: 'job',
  comment: 'com',
  client: 'cli',
  notification: 'ntf',
} as const;
export type Prefix = (typeof prefixes)[keyof typeof prefixes];

/** An id of one kind: `res_01J8…`, 26 characters of Crockford's base 32. */
export function id(prefix: Prefix) {
  return z
    .string()
    .regex(new RegExp(`^${prefix}_[0-7][0-9A-HJKMNP-TV-Z]{25}$`))
    .meta({ description: `An id: ${prefix}_ and a ULID` });
}

/** Whoever acts under an id of their own: a person or a machine client. */
export const ActorId = z.union([id('per'), id('cli')]);

/** SHA-256 of a file's bytes, lower-case hexadecimal. */
export const Sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .meta({ description: 'SHA-256, 64 lower-case hexadecimal digits' });

/** An AWS Region by its code. */
export const Region = z
  .string()
  .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'Name an AWS Region, such as ap-east-1.');

/** The languages that texts for people come in; the first is the default. */
export const languages = ['zh-CN', 'en'] as const;
export type Language = (typeof languages)[number];

/** One text in every language. */
export type Text = Readonly<Record<Language, string>>;
export const Text = z.strictObject({ 'zh-CN': z.string(), en: z.string() });

/** Page sizes of every list. Source: docs/api.md, "Lists". */
export const pageLimit = { least: 1, default: 20, most: 100 } as const;

/** The query of every list; a route extends it with its own filters. */
export const PageQuery = z.strictObject({
  limit: z.coerce
    .number()
    .int()
    .min(pageLimit.least)
    .max(pageLimit.most)
    .default(pageLimit.default),
  cursor: z.string().min(1).max(2_048).optional(),
});

/** A page of a list: the items, and the cursor of the next page if any. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.strictObject({
    items: z.array(item),
    next: z.string().optional(),
  });
}

/** A moment, RFC 3339 in UTC with milliseconds. */
export const Moment = z.iso.datetime({ precision: 3 });

/** What every history header says beside its own facts; no person in it. */
export const historyLinks = {
  epoch: z.int().nonnegative(),
  seq: z.int().positive(),
  time: Moment,
  previous: z.union([Sha256, z.null()]),
  bodyHash: Sha256,
} as const;

/** A rule that acts by itself: `rule:expert-panel`. */
export const RuleId = z.string().regex(/^rule:[a-z-]+$/);
export type RuleId = `rule:${string}`;

/** Body of a history entry: readable by permission, erasable. */
export const HistoryBody = z.strictObject({
  /** Who took the step: somebody, or a rule of the district by its id. */
  actor: z.union([ActorId, RuleId]),
  organisation: id('org'),
  reason: z.string().optional(),
  facts: z.record(z.string(), z.json()),
  salt: z.string(),
});
export type HistoryBody = z.infer<typeof HistoryBody>;

/** Roles of `domain.md` that a membership gives. A visitor has none. */
export const roles = [
  'student',
  'teacher',
  'expert',
  'librarian',
  'organisation-admin',
  'operator',
  'auditor',
] as const;
export type Role = (typeof roles)[number];

/**
 * Roles that reach into what others made, hold or are: they stay inert until
 * the sign-in is known to be two-factor.
 */
export const privilegedRoles = [
  'librarian',
  'organisation-admin',
  'operator',
  'auditor',
] as const satisfies readonly Role[];

/**
 * What a machine client may be allowed, as one name. The policy's rules name a
 * set as they name a role: `reader` sees what a student sees, `harvester` what
 * a teacher sees, `contributor` makes resources besides.
 */
export const permissionSets = ['reader', 'harvester', 'contributor'] as const;
export type PermissionSet = (typeof permissionSets)[number];

/** All that one may do; `policy.ts` says who may, routes name what they need. */
export const actions = [
  'read',
  'read-work',
  'read-history',
  'contribute',
  'edit',
  'submit',
  'take-back',
  'decide',
  'publish',
  'withdraw',
  'restore',
  'transfer',
  'upload',
  'read-review',
  'assign',
  'score',
  'read-agreement',
  'write-rubric',
  'explain',
  'administer',
  'read-person',
  'erase',
  'audit',
  'operate',
  'appoint',
] as const;
export type Action = (typeof actions)[number];

/** Who sends our events, as the bus sees it. */
export const eventSource = 'xueyuan';

/** An event as it goes to the bus: its type, and ids and codes only. */
export type Outgoing = {
  readonly type: string;
  readonly detail: Readonly<Record<string, unknown>>;
};

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * One route as data. The same row makes API Gateway's route, the router, the
 * OpenAPI operation and the rows of the route tests.
 */
export type Route = {
  readonly method: Method;
  readonly path: `/v1/${string}`;
  /** One sentence for the API reference, in English. */
  readonly summary: string;
  /** `anyone`: a token is optional (a bad one is 401 all the same). */
  readonly access: 'anyone' | 'signed-in';
  /** Of a route for who is signed in: machine clients may ask too. */
  readonly clients?: true;
  /** What the caller must be able to do to anything at all, else 403. */
  readonly permission?: Action;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodObject;
  /** Without a body the request means the empty one. */
  readonly isBodyOptional?: true;
  /** The request must carry `If-Match`: 428 without, 412 when stale. */
  readonly ifMatch?: true;
  /** The request may carry `Idempotency-Key`. */
  readonly idempotent?: true;
  readonly answer: {
    readonly status: 200 | 201 | 202 | 204 | 302;
    readonly body?: z.ZodType;
    /** Answers that are not JSON name their media type. */
    readonly mediaType?: string;
  };
  /** The route's own problems; the pipeline's stand in `pipelineProblems`. */
  readonly problems: readonly ProblemCode[];
};
export type Routes = Readonly<Record<string, Route>>;

/** Log lines by name. Codes never change: alarms and runbooks name them. */
export type Logs = Readonly<
  Record<string, { readonly code: string; readonly message: string }>
>;

/** What can happen on any route, whatever its contract lists. */
export const pipelineProblems = [
  'malformed',
  'token-missing',
  'token-invalid',
  'forbidden',
  'changed',
  'idempotency-key-reused',
  'too-large',
  'media-type',
  'precondition-missing',
  'too-many',
  'internal',
  'unavailable',
  'standby',
] as const satisfies readonly ProblemCode[];

/** A membership that counts now: its dates have been checked. */
export type Membership = {
  readonly organisation: string;
  readonly role: Role;
};

/** Who asks, with all that the policy needs and no more. */
export type Visitor = { readonly kind: 'visitor' };
export type Person = {
  readonly kind: 'person';
  readonly id: string;
  readonly memberships: readonly Membership[];
  /** Privileged ones that wait for a second factor; not in `memberships`. */
  readonly inert: readonly Membership[];
  /** Their organisations and all above: whose `organisation` things they see. */
  readonly reads: ReadonlySet<string>;
  /** By role, the organisations they hold it in and all below. */
  readonly manages: Readonly<Partial<Record<Role, ReadonlySet<string>>>>;
};
/** A system that asks in its own name, for one organisation. */
export type MachineClient = {
  readonly kind: 'client';
  readonly id: string;
  readonly organisation: string;
  readonly permissions: PermissionSet;
  /** Its organisation and all above. */
  readonly reads: ReadonlySet<string>;
};
/** Whoever acts under an id of their own. */
export type Actor = Person | MachineClient;
export type Principal = Visitor | Actor;

/** Whom a token speaks for is not known, or has signed out since. */
export type Unrecognised = { readonly code: 'unknown' | 'signed-out' };

/** What the policy says of one wish, and by which rule and membership. */
export type Decision = {
  readonly allowed: boolean;
  /** The rule's id: a key of `rules` in the language catalogues. */
  readonly rule: string;
  readonly membership?: Membership;
};

/** What the policy must know of a resource; all of it is in the head. */
export type ResourceFacts = {
  readonly holder: string;
  readonly visibility: 'public' | 'district' | 'organisation' | 'private';
  readonly audience: 'everyone' | 'teachers';
  readonly contributors: readonly string[];
  /** All who ever were contributors, those who no longer are among them. */
  readonly contributed: readonly string[];
  readonly reviewers: readonly string[];
  readonly isPublished: boolean;
  readonly isWithdrawn: boolean;
};

/** Namespace of the metrics that our functions write. */
export const metricNamespace = 'Xueyuan';

/** What each request adds to, by whether it reads or writes. */
export const requestMetrics = {
  read: { latency: 'ReadLatency', faults: 'ReadFaults' },
  write: { latency: 'WriteLatency', faults: 'WriteFaults' },
} as const;

/** What each batch of events adds to. */
export const eventMetrics = {
  taken: 'Events',
  failed: 'EventsFailed',
} as const;
