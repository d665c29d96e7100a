import * as z from 'zod';
import { id } from '../../platform/contract.ts';
import {
  type Facet,
  facets,
  limits,
  type Question,
  type SearchedField,
  searchedFields,
} from '../contract.ts';
import { analysed } from './definition.ts';
import { marks } from './document.ts';

type Json = Readonly<Record<string, unknown>>;

/** A question as the model takes it: without its page's size and cursor. */
export type Asked = Omit<Question, 'limit' | 'cursor'>;

/** Sort values of the hit that the page before ended with. */
export type After = readonly (string | number)[];

/** When it was published, in milliseconds; its id. */
const newestAfter = [z.int().nonnegative(), id('res')] as const;

/** What a cursor of this question must hold for the engine to take it. */
export function afterSchema(asked: Asked) {
  const after = isRanked(asked)
    ? z.tuple([z.number().nonnegative(), ...newestAfter])
    : z.tuple(newestAfter);
  return z.strictObject({ after });
}

/** How much a match counts in each field; chosen in docs/search.md. */
const weights = {
  title: 5,
  keywords: 3,
  terms: 2,
  creators: 2,
  description: 2,
  text: 1,
} as const satisfies Record<SearchedField, number>;

/** What the question as one phrase, just so in a field, counts beyond that. */
const phraseWeights = {
  title: 10,
  keywords: 5,
  creators: 4,
  description: 3,
  text: 2,
} as const satisfies Partial<Record<SearchedField, number>>;

/**
 * Fields so short that it is no coincidence when they have all characters of a
 * question, be it as long as this: 实验物理 is about 物理实验, while
 * 浮游生物与动力 is not about 浮力.
 */
const shortFields = ['title', 'keywords', 'terms', 'creators'] as const;
const scatteredCharacters = 4;

/**
 * The engine refuses more than 1,024 clauses, one for each character in each
 * field it is looked for. Up to this length all of `wordQuery` stays below;
 * a longer question is asked by its pairs, in the fields that hold sentences.
 */
const fullyAskedCharacters = 48;
const sentenceFields = ['title', 'description', 'text'] as const;

/**
 * How many of the question's pairs of characters must occur. Written together,
 * n words of two characters make 2n-1 pairs of which only n need make sense, so
 * from six on half are enough, and of a whole sentence a third.
 */
const pairsNeeded = '2<75% 5<50% 12<34%';

/** Characters of a fragment of a long field. */
const fragmentCharacters = 80;

/** Hits are counted exactly up to here: as far as a reader cares. */
const countedTo = 10_000;

/**
 * The request to the engine. It has `size` + 1 hits, so that one sees whether a
 * page follows. The reader's `permission` stands in the query itself, so that
 * facets and totals count only what they may read; the filters stand behind it,
 * so that each facet shows what its own alternatives would give. The question is
 * only ever a value of `query`: it has no syntax of its own.
 */
export function searchRequest(
  asked: Asked,
  permission: Json,
  page: { readonly size: number; readonly after: After | undefined },
) {
  const chosen = chosenFilters(asked);
  const words = wordsOf(asked);
  return {
    size: page.size + 1,
    ...(page.after && { search_after: page.after }),
    track_total_hits: countedTo,
    _source: ['version'],
    query: {
      bool: { filter: [permission], ...(words !== '' && wordQuery(words)) },
    },
    post_filter: { bool: { filter: Object.values(chosen) } },
    sort: sortOf(asked),
    aggs: facetCounts(chosen),
    ...(words !== '' && { highlight: highlightOf(words) }),
  };
}

/** What binds a cursor to its list; the page's size may change on the way. */
export function identityOf(asked: Asked, reader: string): Json {
  const { q: _, ...rest } = asked;
  return { ...rest, words: wordsOf(asked), reader };
}

function wordsOf({ q = '' }: Asked): string {
  return q.toWellFormed();
}

/** Equal scores are told apart by age, equal ages by id: no hit comes twice. */
function sortOf(asked: Asked) {
  return [
    ...(isRanked(asked) ? [{ _score: 'desc' }] : []),
    { publishedAt: 'desc' },
    { id: 'asc' },
  ];
}

function isRanked(asked: Asked): boolean {
  return asked.sort === 'relevance' && wordsOf(asked) !== '';
}

function chosenFilters(asked: Asked): Partial<Record<Facet, Json>> {
  return Object.fromEntries(
    facets
      .filter((facet) => asked[facet] !== undefined)
      .map((facet) => [facet, { terms: { [facet]: asked[facet] } }]),
  );
}

function facetCounts(chosen: Partial<Record<Facet, Json>>) {
  const countOf = (facet: Facet) => {
    const { [facet]: _, ...others } = chosen;
    const terms = { field: facet, size: limits.facetTerms };
    return {
      filter: { bool: { filter: Object.values(others) } },
      aggs: { terms: { terms } },
    };
  };
  return Object.fromEntries(facets.map((facet) => [facet, countOf(facet)]));
}

/**
 * What must match: enough pairs of characters in all fields together, or every
 * character in the short ones. What ranks: both analyses' scores added, and
 * the whole question as a phrase.
 */
function wordQuery(words: string) {
  const count = [...words].length;
  const phrases = Object.entries(phraseWeights).map(([field, boost]) => ({
    match_phrase: {
      [analysed(field as SearchedField, 'single')]: { query: words, boost },
    },
  }));
  if (count > fullyAskedCharacters) {
    const must = [gate(words, sentenceFields)];
    return { must, should: phrases };
  }
  const gates = [gate(words, searchedFields)];
  if (count >= scatteredCharacters) gates.push(allOf(words, shortFields));
  return {
    must: [{ bool: { should: gates, minimum_should_match: 1 } }],
    should: [across(words, 'single', searchedFields, {}), ...phrases],
  };
}

function gate(words: string, fields: readonly SearchedField[]) {
  const enough = { minimum_should_match: pairsNeeded };
  const pairs = withoutLone(words);
  return isWord(pairs)
    ? across(pairs, 'paired', fields, enough)
    : allOf(words, fields);
}

function allOf(words: string, fields: readonly SearchedField[]) {
  return across(words, 'single', fields, { operator: 'and' });
}

/** Fields as one: a word may stand in the title, the next in the text. */
function across(
  query: string,
  analysis: Parameters<typeof analysed>[1],
  fields: readonly SearchedField[],
  options: Json,
) {
  const weighted = fields.map(
    (field) => `${analysed(field, analysis)}^${weights[field]}`,
  );
  return {
    multi_match: { query, type: 'cross_fields', fields: weighted, ...options },
  };
}

/** Writing without blanks between words, which the engine cuts into pairs. */
const unspaced = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]+/gu;

/** A lone character is no pair: it would be missing from every text's pairs. */
function withoutLone(words: string): string {
  return words.replace(unspaced, (run) => ([...run].length > 1 ? run : ' '));
}

function isWord(words: string): boolean {
  return /[\p{L}\p{N}]/u.test(words);
}

function highlightOf(words: string) {
  const analysis = isWord(withoutLone(words)) ? 'paired' : 'single';
  const short = { number_of_fragments: 0 };
  const long = {
    number_of_fragments: limits.fragments,
    fragment_size: fragmentCharacters,
    boundary_scanner_locale: 'zh-CN',
    order: 'score',
  };
  return {
    type: 'unified',
    pre_tags: [marks.open],
    post_tags: [marks.close],
    fields: Object.fromEntries(
      searchedFields.map((field) => [
        analysed(field, analysis),
        field === 'text' || field === 'description' ? long : short,
      ]),
    ),
  };
}
