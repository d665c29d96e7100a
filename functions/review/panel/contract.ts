import * as z from 'zod';
import { Speciality } from '../../identity/member/contract.ts';
import { id, Moment, type Role, Sha256 } from '../../platform/contract.ts';
import { RubricRef } from '../rubric/contract.ts';

/** Why somebody cannot judge a version; the gravest first. */
export const conflicts = [
  'own-contribution',
  'co-author',
  'same-school',
  'recent-collaboration',
] as const;
export type Conflict = (typeof conflicts)[number];

/** What somebody may decide; `by-rule` is the panel's own rule. */
export type Deciding = 'by-rule' | 'by-librarian';

/** The rules of one kind of panel. */
export type PanelRules = {
  /** Who may sit: a holder of one of these roles. */
  readonly roles: readonly Role[];
  /** Only who has the speciality: a learning stage and a subject of the version. */
  readonly isBySpeciality: boolean;
  readonly size: { readonly least: number; readonly most: number };
  /** Fewer scores than this decide nothing. */
  readonly quorum: number;
  /** A weighted mean from here on passes, in percent of the rubric's scale. */
  readonly passPercent: number;
  /** The author never learns who sat on it. */
  readonly isAnonymous: boolean;
  readonly deadlineDays: number;
  readonly decision: Deciding;
  /** What keeps somebody from sitting. */
  readonly conflicts: readonly Conflict[];
};

/**
 * The two kinds of panel: experts 专家评审, who decide by the rule, and a group of
 * colleagues 小组评估, who advise the librarian.
 */
export const panelKinds = {
  expert: {
    roles: ['expert'],
    isBySpeciality: true,
    size: { least: 3, most: 9 },
    quorum: 3,
    passPercent: 60,
    isAnonymous: true,
    deadlineDays: 14,
    decision: 'by-rule',
    conflicts,
  },
  peer: {
    roles: ['teacher', 'expert', 'librarian'],
    isBySpeciality: false,
    size: { least: 3, most: 15 },
    quorum: 3,
    passPercent: 60,
    isAnonymous: false,
    deadlineDays: 7,
    decision: 'by-librarian',
    conflicts: ['own-contribution', 'co-author'],
  },
} as const satisfies Record<string, PanelRules>;
export type PanelKind = keyof typeof panelKinds;
export const kindsOfPanel = Object.keys(panelKinds) as [
  PanelKind,
  ...PanelKind[],
];

/** Bounds of panels and of what their members write. */
export const panelLimits = {
  /** Members of any kind, with all who were replaced. */
  seats: 40,
  commentCharacters: 1_000,
  comments: 200,
  /** A deadline lies at most this far ahead. */
  deadlineDays: 90,
} as const;

/** How a seat stands: waiting, filled in, or given up for another reviewer. */
export const seatStates = ['assigned', 'scored', 'replaced'] as const;

/** One reviewer on a panel. */
export const Seat = z.strictObject({
  reviewer: id('per'),
  state: z.enum(seatStates),
  assignedAt: Moment,
  /** Scores count until then. */
  due: Moment,
  /** Who sits there now, if anybody could be found. */
  replacedBy: id('per').optional(),
});
export type Seat = z.infer<typeof Seat>;

/** A panel as it is kept with its review. */
export const Panel = z.strictObject({
  kind: z.enum(kindsOfPanel),
  rubric: RubricRef,
  speciality: Speciality.optional(),
  seats: z.array(Seat).max(panelLimits.seats),
  /** Who put it together last: they are told when a seat stays empty. */
  convener: id('per').optional(),
});
export type Panel = z.infer<typeof Panel>;

/** Scores by criterion. */
export const Scores = z.record(z.string().max(40), z.int().nonnegative());
export type Scores = z.infer<typeof Scores>;

/** What one reviewer gave, as it stood when the review was decided. */
export const Sheet = z.strictObject({ reviewer: id('per'), scores: Scores });
export type Sheet = z.infer<typeof Sheet>;

/** What the rule makes of the scores. */
export const verdicts = ['accept', 'request-changes', 'reject'] as const;
export const Tally = z.strictObject({
  /** How many scores count. */
  scored: z.int().nonnegative(),
  quorum: z.int().positive(),
  passPercent: z.number(),
  /** Weighted mean in percent, to one decimal; none without scores. */
  mean: z.number().optional(),
  /** Criteria that somebody's score vetoes. */
  vetoes: z.array(z.string()),
  /** What the rule says; nothing below the quorum. */
  verdict: z.enum(verdicts).optional(),
});
export type Tally = z.infer<typeof Tally>;

/** What a comment is about: a field of the metadata, a file, or the whole. */
export const CommentTarget = z.union([
  z.strictObject({ field: z.string().regex(/^[a-zA-Z]{1,40}$/) }),
  z.strictObject({ file: Sha256 }),
  z.strictObject({ whole: z.literal(true) }),
]);

export const NewComment = z.strictObject({
  target: CommentTarget,
  text: z
    .string()
    .trim()
    .min(1)
    .max(panelLimits.commentCharacters)
    .refine((value) => value.isWellFormed()),
});
export type NewComment = z.infer<typeof NewComment>;

export const Comment = NewComment.extend({
  id: id('com'),
  at: Moment,
  /** Left out where the panel is anonymous to the reader. */
  author: id('per').optional(),
});
export type Comment = z.infer<typeof Comment>;
