import * as z from 'zod';
import {
  actions,
  id,
  type Logs,
  Moment,
  PageQuery,
  pageOf,
  type Routes,
  Sha256,
} from '../platform/contract.ts';
import { termOf } from '../vocabularies/contract.ts';

/** Limits of one edition; they keep a head with its published edition small. */
export const limits = {
  titleCharacters: 200,
  descriptionLeastCharacters: 20,
  descriptionCharacters: 2_000,
  keywords: 20,
  keywordCharacters: 40,
  creators: 20,
  nameCharacters: 100,
  files: 50,
  links: 20,
  linkCharacters: 2_000,
  fileNameCharacters: 255,
  terms: 12,
  contributors: 40,
  formerContributors: 60,
  reasonCharacters: 1_000,
  toReview: 20,
  sourceCharacters: 500,
  /** RFC 5646, "Length Considerations": room for any tag in use. */
  languageCharacters: 35,
  durationCharacters: 40,
} as const;

export const visibilities = [
  'public',
  'district',
  'organisation',
  'private',
] as const;
export const audiences = ['everyone', 'teachers'] as const;
export const withdrawalKinds = [
  'copyright',
  'error',
  'outdated',
  'safety',
] as const;
/** Where a version stands. Source: docs/domain.md, "Life of a version". */
export const versionStates = [
  'draft',
  'in-review',
  'changes-requested',
  'rejected',
  'accepted',
  'published',
  'superseded',
] as const;
export type VersionState = (typeof versionStates)[number];

const terms = <T extends z.ZodType>(term: T) => z.array(term).max(limits.terms);
/** Text that UTF-8 can hold: a lone surrogate would not survive the store. */
const text = z.string().refine((value) => value.isWellFormed());
const shortText = text.trim().min(1);

export const Creator = z.strictObject({
  name: shortText.max(limits.nameCharacters),
  role: z.enum(['author', 'editor', 'performer', 'adviser', 'translator']),
  person: id('per').optional(),
});

/** Where the content comes from: made, adapted from something, or collected. */
export const Source = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('original') }),
  z.strictObject({
    kind: z.literal('adapted'),
    basedOn: shortText.max(limits.sourceCharacters),
  }),
  z.strictObject({
    kind: z.literal('collected'),
    from: shortText.max(limits.sourceCharacters),
  }),
]);

/** A file of a version; its id is the SHA-256 of its bytes. */
export const VersionFile = z.strictObject({
  id: Sha256,
  name: shortText.max(limits.fileNameCharacters),
  mediaType: z.string(),
  sizeBytes: z.int().nonnegative(),
});
export type VersionFile = z.infer<typeof VersionFile>;

/**
 * What a contributor writes of a version. All may be missing while it is a
 * draft; `submittable` in model.ts says what submission needs.
 */
export const Metadata = z.strictObject({
  title: shortText.max(limits.titleCharacters),
  type: termOf('resource-type').optional(),
  learningStages: terms(termOf('learning-stage')).optional(),
  grades: terms(termOf('grade')).optional(),
  subjects: terms(termOf('subject')).optional(),
  language: z
    .string()
    .max(limits.languageCharacters)
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)
    .meta({ description: 'BCP 47' })
    .optional(),
  description: text.trim().max(limits.descriptionCharacters).optional(),
  keywords: z
    .array(shortText.max(limits.keywordCharacters))
    .max(limits.keywords)
    .optional(),
  licence: termOf('licence').optional(),
  source: Source.optional(),
  creators: z.array(Creator).max(limits.creators).optional(),
  links: z
    .array(
      z
        .url({ protocol: /^https?$/ })
        .max(limits.linkCharacters)
        .refine((link) => link.isWellFormed()),
    )
    .max(limits.links)
    .optional(),
  textbookEdition: shortText.max(limits.nameCharacters).optional(),
  volume: shortText.max(limits.nameCharacters).optional(),
  chapter: shortText.max(limits.nameCharacters).optional(),
  knowledgePoints: z
    .array(shortText.max(limits.nameCharacters))
    .max(limits.keywords)
    .optional(),
  duration: z.iso.duration().max(limits.durationCharacters).optional(),
  difficulty: z
    .enum(['very-easy', 'easy', 'medium', 'difficult', 'very-difficult'])
    .optional(),
  accessibility: z
    .array(
      z.enum(['captions', 'transcript', 'alternative-text', 'large-print']),
    )
    .max(4)
    .optional(),
  /** Reference to the consent record; required for student work. */
  consent: shortText.max(limits.nameCharacters).optional(),
});
export type Metadata = z.infer<typeof Metadata>;

/** Content of a version: its metadata and its files. */
export const Edition = Metadata.extend({
  files: z.array(VersionFile).max(limits.files),
});
export type Edition = z.infer<typeof Edition>;

/** Why somebody decided or withdrew. */
export const Reason = shortText.max(limits.reasonCharacters);

export const Tombstone = z.strictObject({
  at: Moment,
  kind: z.enum(withdrawalKinds),
  holder: id('org'),
});
export type Tombstone = z.infer<typeof Tombstone>;

/** How a version was closed without being published. */
export const closedStates = ['changes-requested', 'rejected'] as const;
export const Closed = z.strictObject({
  version: z.int().positive(),
  state: z.enum(closedStates),
  review: id('rev'),
  title: z.string(),
});
export type Closed = z.infer<typeof Closed>;

/**
 * What is true of a resource now: the one item that every command conditions
 * on. It carries the published edition whole, so that reading is one GetItem.
 * Other capabilities get it from `resources/service.ts`, never from the table.
 */
export const Head = z.strictObject({
  id: id('res'),
  epoch: z.int().nonnegative(),
  /** Grows by one with every command; with the epoch it is the ETag. */
  seq: z.int().positive(),
  /** Hash of the last history header. */
  lastHash: Sha256,
  holder: id('org'),
  visibility: z.enum(visibilities),
  audience: z.enum(audiences),
  contributors: z.array(id('per')).min(1).max(limits.contributors),
  /** Who no longer is one: they contributed, so they never decide on it. */
  former: z.array(id('per')).max(limits.formerContributors).optional(),
  createdAt: Moment,
  changedAt: Moment,
  /** Highest version number so far. */
  latest: z.int().positive(),
  draft: z.int().positive().optional(),
  review: z
    .strictObject({
      id: id('rev'),
      version: z.int().positive(),
      state: z.enum(['in-review', 'accepted']),
      submittedBy: id('per'),
      publishOn: z.iso.date().optional(),
      /** Who accepted it; publication on its date rests on that. */
      decidedBy: id('per').optional(),
    })
    .optional(),
  /** Title of the draft, or of the version in review or waiting. */
  workTitle: z.string().optional(),
  /** The version after the published one that was closed last, and how. */
  closed: Closed.optional(),
  published: z
    .strictObject({
      version: z.int().positive(),
      at: Moment,
      reviewDue: z.iso.date(),
      /** The decision that this publication rests on. */
      decision: z.strictObject({ review: id('rev'), by: id('per') }),
      edition: Edition,
    })
    .optional(),
  withdrawn: Tombstone.optional(),
});
export type Head = z.infer<typeof Head>;

/** A resource as one reader sees it. */
export const Resource = z.strictObject({
  id: id('res'),
  holder: id('org'),
  visibility: z.enum(visibilities),
  audience: z.enum(audiences),
  /** The version shown: the published one, else the work one may see. */
  version: z.int().positive(),
  state: z.enum(versionStates),
  edition: Edition,
  publishedAt: Moment.optional(),
  reviewDue: z.iso.date().optional(),
  /** Only for those who may see unpublished work. */
  work: z
    .strictObject({
      contributors: z.array(id('per')),
      draft: z.int().positive().optional(),
      review: z
        .strictObject({
          id: id('rev'),
          version: z.int().positive(),
          state: z.enum(['in-review', 'accepted']),
          publishOn: z.iso.date().optional(),
        })
        .optional(),
      /** The version that was refused last, with the review that says why. */
      closed: Closed.optional(),
      withdrawn: Tombstone.optional(),
    })
    .optional(),
  /** What this reader may do to it now. */
  actions: z.array(z.enum(actions)),
});
export type Resource = z.infer<typeof Resource>;

export const Version = z.strictObject({
  resourceId: id('res'),
  version: z.int().positive(),
  state: z.enum(versionStates),
  edition: Edition,
});
export type Version = z.infer<typeof Version>;

/** A resource of one's own that is not finished, in a list. */
export const WorkItem = z.strictObject({
  resourceId: id('res'),
  title: z.string(),
  holder: id('org'),
  version: z.int().positive(),
  state: z.enum(versionStates),
  review: id('rev').optional(),
  publishOn: z.iso.date().optional(),
  changedAt: Moment,
});
export type WorkItem = z.infer<typeof WorkItem>;

/** A version that waits for its decision, in a list. */
export const OpenReview = z.strictObject({
  id: id('rev'),
  resourceId: id('res'),
  version: z.int().positive(),
  title: z.string(),
  holder: id('org'),
  submittedBy: id('per'),
  openedAt: Moment,
});
export type OpenReview = z.infer<typeof OpenReview>;

/** Steps of the history; each has its event `resource.<past tense>`. */
export const steps = {
  create: 'created',
  edit: 'edited',
  discard: 'discarded',
  revise: 'revised',
  submit: 'submitted',
  'take-back': 'taken-back',
  accept: 'accepted',
  reject: 'rejected',
  'request-changes': 'changes-requested',
  publish: 'published',
  withdraw: 'withdrawn',
  restore: 'restored',
} as const;
export type Step = keyof typeof steps;

/** What an event about a resource says: ids and codes only. */
export const ResourceEvent = z.strictObject({
  resourceId: id('res'),
  epoch: z.int().nonnegative(),
  seq: z.int().positive(),
  step: z.enum(Object.keys(steps) as [Step, ...Step[]]),
  version: z.int().positive(),
  time: Moment,
});
export type ResourceEvent = z.infer<typeof ResourceEvent>;

/** Header of a history entry: public, without any person. */
export const HistoryHeader = z.strictObject({
  resource: id('res'),
  epoch: z.int().nonnegative(),
  seq: z.int().positive(),
  time: Moment,
  action: z.enum(Object.keys(steps) as [Step, ...Step[]]),
  version: z.int().positive(),
  previous: z.union([Sha256, z.null()]),
  bodyHash: Sha256,
});
export type HistoryHeader = z.infer<typeof HistoryHeader>;

/** Body of a history entry: readable by permission, erasable. */
export const HistoryBody = z.strictObject({
  actor: id('per'),
  organisation: id('org'),
  reason: z.string().optional(),
  facts: z.record(z.string(), z.json()),
  salt: z.string(),
});
export type HistoryBody = z.infer<typeof HistoryBody>;

const OfResource = z.strictObject({ id: id('res') });

const resource = { status: 200, body: Resource } as const;

export const routes = {
  create: {
    method: 'POST',
    path: '/v1/resources',
    summary: 'Opens a resource with its first draft',
    access: 'signed-in',
    permission: 'contribute',
    idempotent: true,
    body: z.strictObject({
      holder: id('org'),
      visibility: z.enum(visibilities).default('district'),
      audience: z.enum(audiences).default('everyone'),
      metadata: Metadata,
    }),
    answer: { status: 201, body: Resource },
    problems: ['rule-broken'],
  },
  read: {
    method: 'GET',
    path: '/v1/resources/{id}',
    summary: 'The published version; to those who may see work, else the work',
    access: 'anyone',
    params: OfResource,
    answer: resource,
    problems: ['unknown', 'withdrawn'],
  },
  edit: {
    method: 'PATCH',
    path: '/v1/resources/{id}',
    summary: 'Changes the draft, or who sees the resource',
    access: 'signed-in',
    permission: 'edit',
    ifMatch: true,
    params: OfResource,
    body: z.strictObject({
      visibility: z.enum(visibilities).optional(),
      audience: z.enum(audiences).optional(),
      contributors: z
        .array(id('per'))
        .min(1)
        .max(limits.contributors)
        .optional(),
      /** The draft's whole new metadata. */
      metadata: Metadata.optional(),
    }),
    answer: resource,
    problems: ['unknown', 'withdrawn', 'state', 'rule-broken'],
  },
  discard: {
    method: 'DELETE',
    path: '/v1/resources/{id}',
    summary: 'Discards the draft',
    access: 'signed-in',
    permission: 'edit',
    ifMatch: true,
    params: OfResource,
    answer: { status: 204 },
    problems: ['unknown', 'withdrawn', 'state'],
  },
  versions: {
    method: 'GET',
    path: '/v1/resources/{id}/versions',
    summary: 'The versions that one may see, newest first',
    access: 'anyone',
    params: OfResource,
    query: PageQuery,
    answer: { status: 200, body: pageOf(Version.omit({ edition: true })) },
    problems: ['unknown', 'withdrawn', 'cursor-invalid'],
  },
  revise: {
    method: 'POST',
    path: '/v1/resources/{id}/versions',
    summary: 'Opens a new draft as a copy of the latest version',
    access: 'signed-in',
    permission: 'edit',
    ifMatch: true,
    idempotent: true,
    params: OfResource,
    answer: { status: 201, body: Resource },
    problems: ['unknown', 'withdrawn', 'state'],
  },
  version: {
    method: 'GET',
    path: '/v1/resources/{id}/versions/{version}',
    summary: 'One version, if one may see it',
    access: 'anyone',
    params: OfResource.extend({ version: z.coerce.number().int().positive() }),
    answer: { status: 200, body: Version },
    problems: ['unknown', 'withdrawn'],
  },
  attach: {
    method: 'PUT',
    path: '/v1/resources/{id}/files/{fileId}',
    summary: 'Puts an uploaded file into the draft, under its SHA-256',
    access: 'signed-in',
    permission: 'edit',
    ifMatch: true,
    params: OfResource.extend({ fileId: Sha256 }),
    body: z.strictObject({ upload: id('upl') }),
    answer: resource,
    problems: ['unknown', 'withdrawn', 'state', 'rule-broken'],
  },
  detach: {
    method: 'DELETE',
    path: '/v1/resources/{id}/files/{fileId}',
    summary: 'Takes a file out of the draft',
    access: 'signed-in',
    permission: 'edit',
    ifMatch: true,
    params: OfResource.extend({ fileId: Sha256 }),
    answer: resource,
    problems: ['unknown', 'withdrawn', 'state'],
  },
  content: {
    method: 'GET',
    path: '/v1/resources/{id}/files/{fileId}/content',
    summary: 'Leads to the bytes of a file, by an address that soon expires',
    access: 'anyone',
    params: OfResource.extend({ fileId: Sha256 }),
    query: z.strictObject({
      version: z.coerce.number().int().positive().optional(),
    }),
    answer: { status: 302 },
    problems: ['unknown', 'withdrawn'],
  },
  submit: {
    method: 'POST',
    path: '/v1/resources/{id}/submission',
    summary: 'Submits the draft for review; it is frozen from now on',
    access: 'signed-in',
    permission: 'submit',
    ifMatch: true,
    idempotent: true,
    params: OfResource,
    answer: { status: 201, body: Resource },
    problems: ['unknown', 'withdrawn', 'state', 'rule-broken'],
  },
  takeBack: {
    method: 'DELETE',
    path: '/v1/resources/{id}/submission',
    summary: 'Takes the submitted version back into a draft',
    access: 'signed-in',
    permission: 'take-back',
    ifMatch: true,
    params: OfResource,
    answer: resource,
    problems: ['unknown', 'withdrawn', 'state'],
  },
  publish: {
    method: 'POST',
    path: '/v1/resources/{id}/publication',
    summary: 'Publishes the accepted version before its date',
    access: 'signed-in',
    permission: 'publish',
    ifMatch: true,
    idempotent: true,
    params: OfResource,
    answer: { status: 201, body: Resource },
    problems: ['unknown', 'withdrawn', 'state', 'rule-broken'],
  },
  withdraw: {
    method: 'POST',
    path: '/v1/resources/{id}/withdrawal',
    summary: 'Closes every version to readers, with a tombstone',
    access: 'signed-in',
    permission: 'withdraw',
    ifMatch: true,
    idempotent: true,
    params: OfResource,
    body: z.strictObject({ kind: z.enum(withdrawalKinds), reason: Reason }),
    answer: { status: 201, body: Resource },
    problems: ['unknown', 'withdrawn', 'state'],
  },
  restore: {
    method: 'POST',
    path: '/v1/resources/{id}/restoration',
    summary: 'Ends a withdrawal: the last published version returns',
    access: 'signed-in',
    permission: 'restore',
    ifMatch: true,
    idempotent: true,
    params: OfResource,
    body: z.strictObject({ reason: Reason }),
    answer: { status: 201, body: Resource },
    problems: ['unknown', 'withdrawn', 'state'],
  },
  history: {
    method: 'GET',
    path: '/v1/resources/{id}/history',
    summary: 'The hash-linked record; bodies only to those who may read them',
    access: 'anyone',
    params: OfResource,
    query: PageQuery,
    answer: {
      status: 200,
      body: pageOf(
        z.strictObject({
          header: HistoryHeader,
          hash: Sha256,
          body: HistoryBody.optional(),
        }),
      ),
    },
    problems: ['unknown', 'cursor-invalid'],
  },
  work: {
    method: 'GET',
    path: '/v1/me/work',
    summary: 'What one has not finished, and what waits for one to review',
    access: 'signed-in',
    query: PageQuery,
    answer: {
      status: 200,
      body: z.strictObject({
        items: z.array(WorkItem),
        next: z.string().optional(),
        /** The oldest open reviews; only for those who decide. */
        toReview: z.array(OpenReview).optional(),
      }),
    },
    problems: ['cursor-invalid'],
  },
} as const satisfies Routes;

export const events = Object.fromEntries(
  Object.values(steps).map((past) => [`resource.${past}`, ResourceEvent]),
) as Record<`resource.${(typeof steps)[Step]}`, typeof ResourceEvent>;

/** Codes never change: alarms, metric filters and runbooks name them. */
export const logs = {
  refused: { code: 'RESOURCE_STEP_REFUSED', message: 'A rule refused a step' },
} as const satisfies Logs;
