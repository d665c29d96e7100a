import * as z from 'zod';
import { id, Sha256 } from '../../platform/contract.ts';
import { termOf } from '../../vocabularies/contract.ts';

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
  /** Ten links of a move are left for creators: see ADR 0096. */
  contributors: 30,
  formerContributors: 60,
  reasonCharacters: 1_000,
  toReview: 20,
  sourceCharacters: 500,
  /** RFC 5646, "Length Considerations": room for any tag in use. */
  languageCharacters: 35,
  durationCharacters: 40,
} as const;

const terms = <T extends z.ZodType>(term: T) => z.array(term).max(limits.terms);
/** Text that UTF-8 can hold: a lone surrogate would not survive the store. */
const text = z.string().refine((value) => value.isWellFormed());
const shortText = text.trim().min(1);

export const Creator = z.strictObject({
  name: shortText.max(limits.nameCharacters),
  role: z.enum(['author', 'editor', 'performer', 'adviser', 'translator']),
  person: id('per').optional(),
  /** The person was erased; the name says so, and leads to nobody. */
  erased: z.literal(true).optional(),
});

/** What stands where a name or a title stood that had to be erased. */
export const erasedTexts = {
  name: '已注销人员 Erased person',
  title: '已删除的作品 Erased work',
} as const;

/** Work of students: what it says about its creators goes to no index. */
export const studentWork = 'xy:resource-type/student-work';

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

/**
 * What a minor correction may change of a published edition: how it is described,
 * never what it is, whose it is or how it is classified.
 */
export const minorFields = [
  'title',
  'description',
  'keywords',
  'duration',
  'accessibility',
] as const satisfies readonly (keyof Edition)[];

/** Why somebody decided or withdrew. */
export const Reason = shortText.max(limits.reasonCharacters);
