import * as z from 'zod';
import { ActorId, actions, id, Moment } from '../../platform/contract.ts';
import { Edition } from '../edition/contract.ts';
import {
  audiences,
  Closed,
  Tombstone,
  versionStates,
  visibilities,
} from '../head/contract.ts';

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
  /** It is due for re-review, 待复审. */
  isReviewOverdue: z.literal(true).optional(),
  /** Only for those who may see unpublished work. */
  work: z
    .strictObject({
      contributors: z.array(ActorId),
      draft: z.int().positive().optional(),
      review: z
        .strictObject({
          id: id('rev'),
          version: z.int().positive(),
          state: z.enum(['in-review', 'accepted']),
          publishOn: z.iso.date().optional(),
          /** It is of the published version, which is due again. */
          again: z.literal(true).optional(),
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
  /** What this reader may do to this version now. */
  actions: z.array(z.enum(actions)),
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
  submittedBy: ActorId,
  openedAt: Moment,
});
export type OpenReview = z.infer<typeof OpenReview>;
