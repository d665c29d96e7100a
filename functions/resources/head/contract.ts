import * as z from 'zod';
import {
  ActorId,
  id,
  Moment,
  RuleId,
  Sha256,
} from '../../platform/contract.ts';
import { Edition, limits } from '../edition/contract.ts';
import { Relation, relationLimits } from '../relations/contract.ts';

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
export type WithdrawalKind = (typeof withdrawalKinds)[number];
/** Why a resource is closed to readers; `erased` cannot be undone. */
export const tombstoneKinds = [...withdrawalKinds, 'erased'] as const;
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

export const Tombstone = z.strictObject({
  at: Moment,
  kind: z.enum(tombstoneKinds),
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
  contributors: z.array(ActorId).min(1).max(limits.contributors),
  /** Who no longer is one: they contributed, so they never decide on it. */
  former: z.array(ActorId).max(limits.formerContributors).optional(),
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
      submittedBy: ActorId,
      /** Who sits on its panel: they see the work. */
      reviewers: z.array(id('per')).optional(),
      publishOn: z.iso.date().optional(),
      /** Who or what rule accepted it; publication on its date rests on that. */
      decidedBy: z.union([id('per'), RuleId]).optional(),
      /** It is of the published version, which is due again. */
      again: z.literal(true).optional(),
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
      /** Days ahead of `reviewDue` that the last notice was given. */
      notice: z.int().positive().optional(),
      /** Since then it is due for re-review, 待复审: a date in UTC. */
      overdueSince: z.iso.date().optional(),
      /** The decision that this publication rests on. */
      decision: z.strictObject({
        /** None when the district's rule decided without one. */
        review: id('rev').optional(),
        by: z.union([id('per'), RuleId]),
      }),
      edition: Edition,
    })
    .optional(),
  withdrawn: Tombstone.optional(),
  /** What it refers to; of the resource, not of a version. */
  relations: z.array(Relation).max(relationLimits.relations).optional(),
});
export type Head = z.infer<typeof Head>;
