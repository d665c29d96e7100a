import * as z from 'zod';
import {
  id,
  type Logs,
  Moment,
  PageQuery,
  pageOf,
  type Routes,
} from '../platform/contract.ts';
import { Edition } from '../resources/edition/contract.ts';
import { audiences } from '../resources/head/contract.ts';
import { termOf } from '../vocabularies/contract.ts';

/** Bounds of one question. */
export const limits = {
  questionCharacters: 200,
  /** Values of one filter; they are alternatives. */
  filterValues: 20,
  /** Terms that one facet counts; the longest vocabulary is shorter. */
  facetTerms: 100,
  /** Fragments of one field in a hit's highlights. */
  fragments: 2,
} as const;

/**
 * A filter's values, comma-separated or as a repeated parameter: API Gateway's
 * HTTP API joins repeats with commas, so the two cannot be told apart.
 */
function anyOf<T extends string>(value: z.ZodType<T, string>) {
  return z
    .string()
    .min(1)
    .max(2_000)
    .transform((text) => [...new Set(text.split(','))])
    .pipe(z.array(value).max(limits.filterValues))
    .optional()
    .meta({
      description: `Up to ${limits.filterValues} values, repeated or comma-separated; any of them`,
    });
}

const language = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/);

/** Whether what is published still counts as judged. */
export const validities = ['current', 'overdue'] as const;

/** What one may filter by; each is a facet of the answer too. */
const filters = {
  type: anyOf(termOf('resource-type')),
  learningStage: anyOf(termOf('learning-stage')),
  grade: anyOf(termOf('grade')),
  subject: anyOf(termOf('subject')),
  licence: anyOf(termOf('licence')),
  holder: anyOf(id('org')),
  language: anyOf(language),
  /** `overdue`: what is published is due for re-review, 待复审. */
  validity: anyOf(z.enum(validities)),
};
export const facets = Object.keys(filters) as (keyof typeof filters)[];
export type Facet = keyof typeof filters;

export const sorts = ['relevance', 'newest'] as const;

export const Question = PageQuery.extend({
  q: z
    .string()
    .trim()
    .max(limits.questionCharacters)
    .optional()
    .meta({ description: 'Words to search for; without them, all there is' }),
  ...filters,
  sort: z
    .enum(sorts)
    .default('relevance')
    .meta({ description: 'Without words to search for: newest' }),
});
export type Question = z.output<typeof Question>;

/** Fields in which words are looked for; a highlight names one of them. */
export const searchedFields = [
  'title',
  'keywords',
  'terms',
  'creators',
  'description',
  'text',
] as const;
export type SearchedField = (typeof searchedFields)[number];

/**
 * Where a hit matched: a stretch of the original text, cut where matches begin
 * and end. `text` is what stands in the files.
 */
export const Highlight = z.strictObject({
  field: z.enum(searchedFields),
  parts: z.array(z.strictObject({ text: z.string(), isMatch: z.boolean() })),
});
export type Highlight = z.infer<typeof Highlight>;

/** A found resource, as its head says now; to be read for the whole of it. */
export const Hit = Edition.pick({
  title: true,
  description: true,
  type: true,
  learningStages: true,
  grades: true,
  subjects: true,
  language: true,
  licence: true,
}).extend({
  id: id('res'),
  holder: id('org'),
  audience: z.enum(audiences),
  publishedAt: Moment,
  /** It is due for re-review, 待复审. */
  isReviewOverdue: z.literal(true).optional(),
  highlights: z.array(Highlight),
});
export type Hit = z.infer<typeof Hit>;

const Count = z.strictObject({ id: z.string(), count: z.int().positive() });

export const Answer = pageOf(Hit).extend({
  total: z
    .strictObject({
      value: z.int().nonnegative(),
      relation: z.enum(['exact', 'at-least']),
    })
    .meta({
      description:
        'How many there are for this reader. Counted in the index, which follows changes within seconds; an item that has just been withdrawn may be counted still, but is never listed',
    }),
  facets: z
    .record(
      z.enum(facets as [Facet, ...Facet[]]),
      z.array(Count).max(limits.facetTerms),
    )
    .meta({
      description:
        'By filter, how many there would be with each of its values and the other filters as they are, most first',
    }),
});
export type Answer = z.infer<typeof Answer>;

export const routes = {
  search: {
    method: 'GET',
    path: '/v1/search',
    summary: 'Finds published resources by words and filters',
    access: 'anyone',
    query: Question,
    answer: { status: 200, body: Answer },
    problems: ['cursor-invalid'],
  },
} as const satisfies Routes;

/**
 * One step of a rebuild; `npm run reindex` takes them in turn. Each may be
 * repeated, so that a rebuild which broke off can begin again.
 */
export const ReindexStep = z.discriminatedUnion('step', [
  z.strictObject({ step: z.literal('begin') }),
  z.strictObject({
    step: z.literal('fill'),
    index: z.string(),
    segment: z.int().nonnegative(),
    segments: z.int().positive(),
    after: z.string().optional(),
  }),
  z.strictObject({
    step: z.literal('finish'),
    index: z.string(),
    given: z.int().nonnegative(),
  }),
]);
export type ReindexStep = z.infer<typeof ReindexStep>;

/** What each step answers. */
export const reindexAnswers = {
  begin: z.strictObject({ index: z.string() }),
  fill: z.strictObject({
    given: z.int().nonnegative(),
    /** Where to go on; without it the segment is done. */
    after: z.string().optional(),
  }),
  finish: z.discriminatedUnion('outcome', [
    z.strictObject({
      outcome: z.literal('switched'),
      held: z.int().nonnegative(),
      dropped: z.array(z.string()),
    }),
    z.strictObject({
      outcome: z.literal('short'),
      held: z.int().nonnegative(),
      removed: z.int().nonnegative(),
      given: z.int().nonnegative(),
    }),
  ]),
} as const;

/** Codes never change: alarms, metric filters and runbooks name them. */
export const logs = {
  stale: {
    code: 'SEARCH_HITS_DROPPED',
    message: 'Hits were dropped because their heads say otherwise by now',
  },
  indexed: {
    code: 'RESOURCE_INDEXED',
    message: 'The index follows a resource',
  },
  indexMade: { code: 'SEARCH_INDEX_MADE', message: 'Made a search index' },
  indexNotMade: {
    code: 'SEARCH_INDEX_NOT_MADE',
    message: 'The first search index could not be made',
  },
  indexSwitched: {
    code: 'SEARCH_INDEX_SWITCHED',
    message: 'Readers were switched to a new search index',
  },
  indexShort: {
    code: 'SEARCH_INDEX_SHORT',
    message: 'A new search index holds less than it was given; not switched to',
  },
} as const satisfies Logs;

/** Milliseconds from a publication until the index has taken it. */
export const searchableMetric = 'SearchableAfter';
