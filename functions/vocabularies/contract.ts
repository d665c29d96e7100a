import * as z from 'zod';
import { type Routes, Text } from '../platform/contract.ts';
import * as rows from './terms/contract.ts';

/** A term carries its final id from the first day: `xy:subject/physics`. */
export type TermId = `xy:${string}/${string}`;

export const Term = z.strictObject({
  id: z.string(),
  label: Text,
  /** Broader term of the same vocabulary, or the one this belongs under. */
  broader: z.string().optional(),
  /** The same thing elsewhere on the web. */
  sameAs: z.url().optional(),
});
export type Term = z.infer<typeof Term> & { readonly id: TermId };

/** What each vocabulary is called and where its terms stand. */
const tables = {
  'learning-stage': {
    label: { 'zh-CN': '学段', en: 'Learning stage' },
    rows: rows.learningStage,
  },
  grade: { label: { 'zh-CN': '年级', en: 'Grade' }, rows: rows.grade },
  subject: { label: { 'zh-CN': '学科', en: 'Subject' }, rows: rows.subject },
  'vocational-field': {
    label: { 'zh-CN': '专业大类', en: 'Vocational field' },
    rows: rows.vocationalField,
  },
  'resource-type': {
    label: { 'zh-CN': '资源类型', en: 'Resource type' },
    rows: rows.resourceType,
  },
  licence: {
    label: { 'zh-CN': '许可协议', en: 'Licence' },
    rows: rows.licence,
  },
} as const satisfies Record<
  string,
  { readonly label: Text; readonly rows: readonly rows.Row[] }
>;
export type VocabularyId = keyof typeof tables;
export const vocabularyIds = Object.keys(tables) as [
  VocabularyId,
  ...VocabularyId[],
];

/** Names of the vocabularies themselves. */
export const vocabularyLabels: Readonly<Record<VocabularyId, Text>> = labels();

/** Every term of every vocabulary, in the order that people expect. */
export const vocabularies: Readonly<Record<VocabularyId, readonly Term[]>> =
  allTerms();

const schemaOfTerm = new Map<VocabularyId, ReturnType<typeof termSchema>>();

/**
 * A term's id of one vocabulary; unknown ones are refused. One schema serves
 * all contracts: some have a hundred members and are made at every cold start.
 */
export function termOf(vocabulary: VocabularyId) {
  const schema = schemaOfTerm.get(vocabulary) ?? termSchema(vocabulary);
  schemaOfTerm.set(vocabulary, schema);
  return schema;
}

function termSchema(vocabulary: VocabularyId) {
  const ids = vocabularies[vocabulary].map((term) => term.id);
  return z.enum(ids).meta({ description: `A term of ${vocabulary}` });
}

function labels(): Record<VocabularyId, Text> {
  const named = vocabularyIds.map((id) => [id, tables[id].label]);
  return Object.fromEntries(named);
}

function allTerms(): Record<VocabularyId, readonly Term[]> {
  const named = vocabularyIds.map((id) => [id, termsOf(id, tables[id].rows)]);
  return Object.fromEntries(named);
}

function termsOf(vocabulary: VocabularyId, table: readonly rows.Row[]): Term[] {
  return table.map(([slug, zhCN, en, more = {}]) => ({
    id: `xy:${vocabulary}/${slug}`,
    label: { 'zh-CN': zhCN, en },
    ...(more.broader && { broader: `xy:${more.broader}` }),
    ...(more.sameAs && { sameAs: more.sameAs }),
  }));
}

/** A vocabulary in a list: its name, and how many terms it has. */
export const VocabularySummary = z.strictObject({
  id: z.enum(vocabularyIds),
  label: Text,
  terms: z.int().positive(),
});
export type VocabularySummary = z.infer<typeof VocabularySummary>;

export const Vocabulary = z.strictObject({
  id: z.enum(vocabularyIds),
  label: Text,
  terms: z.array(Term),
});
export type Vocabulary = z.infer<typeof Vocabulary>;

export const routes = {
  list: {
    method: 'GET',
    path: '/v1/vocabularies',
    summary: 'The vocabularies that resources are described with',
    access: 'anyone',
    answer: {
      status: 200,
      body: z.strictObject({ items: z.array(VocabularySummary) }),
    },
    problems: [],
  },
  read: {
    method: 'GET',
    path: '/v1/vocabularies/{id}',
    summary: 'One vocabulary with all its terms',
    access: 'anyone',
    params: z.strictObject({ id: z.string().max(64) }),
    answer: { status: 200, body: Vocabulary },
    problems: ['unknown'],
  },
} as const satisfies Routes;
