import * as z from 'zod';
import type { Text } from '../platform/contract.ts';

/** A term carries its final id from the first day: `xy:subject/physics`. */
export type Term = {
  readonly id: `xy:${string}/${string}`;
  readonly label: Text;
  /** Broader term of the same vocabulary, or the one this belongs under. */
  readonly broader?: string;
};

export const vocabularies = {
  'learning-stage': [
    {
      id: 'xy:learning-stage/primary',
      label: { 'zh-CN': '小学', en: 'Primary school' },
    },
  ],
  grade: [],
  subject: [],
  'resource-type': [],
  licence: [],
} as const satisfies Record<string, readonly Term[]>;
export type VocabularyId = keyof typeof vocabularies;

/** A term's id of one vocabulary; unknown ones are refused. */
export function termOf(vocabulary: VocabularyId) {
  const ids = vocabularies[vocabulary].map((term: Term) => term.id);
  return z.enum(ids).meta({ description: `A term of ${vocabulary}` });
}
