import * as z from 'zod';
import { Moment, Text } from '../../platform/contract.ts';

/** Bounds of a rubric: a reviewer must be able to fill it in in one sitting. */
export const rubricLimits = {
  idCharacters: 40,
  labelCharacters: 60,
  descriptorCharacters: 300,
  criteria: 12,
  levels: { least: 2, most: 10 },
  score: 100,
  weightSum: 100,
} as const;

const slug = z
  .string()
  .max(rubricLimits.idCharacters)
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);

export const RubricId = slug.meta({
  description: 'A rubric’s name: lower-case words joined by hyphens',
});

/** The rubric that a panel gets when none is named. */
export const defaultRubric = 'default';

function bounded(characters: number) {
  const text = z.string().trim().min(1).max(characters);
  return Text.extend({ 'zh-CN': text, en: text });
}

/** One score that can be given, and what a version must be like to get it. */
export const Level = z.strictObject({
  score: z.int().nonnegative().max(rubricLimits.score),
  descriptor: bounded(rubricLimits.descriptorCharacters),
});
export type Level = z.infer<typeof Level>;

export const Criterion = z.strictObject({
  id: slug,
  label: bounded(rubricLimits.labelCharacters),
  /** Its part of the whole, in percent; those of a rubric make 100. */
  weight: z.int().positive().max(rubricLimits.weightSum),
  levels: z
    .array(Level)
    .min(rubricLimits.levels.least)
    .max(rubricLimits.levels.most),
  /** One reviewer's score at or below this rejects the version (一票否决). */
  vetoAt: z.int().nonnegative().optional(),
});
export type Criterion = z.infer<typeof Criterion>;

/** What somebody writes of a rubric. */
export const RubricText = z.strictObject({
  name: bounded(rubricLimits.labelCharacters),
  criteria: z.array(Criterion).min(1).max(rubricLimits.criteria),
});
export type RubricText = z.infer<typeof RubricText>;

/** One version of a rubric; it never changes. */
export const Rubric = RubricText.extend({
  id: RubricId,
  version: z.int().positive(),
  /** When this version was written; the platform's own has no date. */
  changedAt: Moment.optional(),
});
export type Rubric = z.infer<typeof Rubric>;

/** The version of a rubric that a review is bound to. */
export const RubricRef = Rubric.pick({ id: true, version: true });
export type RubricRef = z.infer<typeof RubricRef>;
