import { facets, type SearchedField, searchedFields } from '../contract.ts';

/** How large an index is spread, by the stage's configuration. */
export type Spread = { readonly shards: number; readonly replicas: number };

/**
 * Number of this definition: raise it with every change to what stands below,
 * so that a half-filled index of an older one is not filled on. A new
 * definition counts from the next `npm run reindex`.
 */
export const definitionNumber = 2;

/** How soon a write can be found. */
export const refreshInterval = '1s';

/**
 * How long the engine remembers what was deleted, so that a late write of an
 * older state is refused. Longer than any function runs.
 */
const deletesRemembered = '20m';

/**
 * Each searched text is analysed twice and the scores are added: single
 * characters find much, pairs of characters rank well. Measured against
 * dictionaries and other mixtures in docs/search.md.
 */
export const subfields = { single: 'unigrams', paired: 'bigrams' } as const;

/** The engine's name of a searched field in one of its analyses. */
export function analysed(
  field: SearchedField,
  analysis: keyof typeof subfields,
): string {
  return `${field}.${subfields[analysis]}`;
}

/** Filters that policy and facets need; one exact value, or several, each. */
const keywords = [
  'id',
  'visibility',
  'audience',
  'contributors',
  ...facets,
] as const;

/**
 * The whole definition of an index: analysis and fields. `rules` fold
 * Traditional into Simplified characters. Unknown fields are refused.
 */
export function indexDefinition(
  { shards, replicas }: Spread,
  rules: readonly string[],
) {
  return {
    settings: {
      number_of_shards: shards,
      number_of_replicas: replicas,
      refresh_interval: refreshInterval,
      gc_deletes: deletesRemembered,
      analysis: analysis(rules),
    },
    mappings: {
      _meta: { definition: definitionNumber },
      dynamic: 'strict',
      properties: {
        ...Object.fromEntries(
          keywords.map((field) => [field, { type: 'keyword' }]),
        ),
        version: { type: 'integer', index: false },
        publishedAt: { type: 'date' },
        ...Object.fromEntries(
          searchedFields.map((field) => [field, searchedText]),
        ),
      },
    },
  } as const;
}

/** Both analyses keep offsets, so that a highlight reads no text again. */
const searchedText = {
  type: 'text',
  index: false,
  fields: Object.fromEntries(
    Object.values(subfields).map((analyzer) => [
      analyzer,
      { type: 'text', analyzer, index_options: 'offsets' },
    ]),
  ),
} as const;

function analysis(rules: readonly string[]) {
  const english = ['possessive', 'plural'];
  const common = ['cjk_width', 'lowercase', 'asciifolding', ...english];
  const shared = { tokenizer: 'standard', char_filter: ['simplified'] };
  return {
    char_filter: { simplified: { type: 'mapping', mappings: rules } },
    filter: {
      possessive: { type: 'stemmer', language: 'possessive_english' },
      plural: { type: 'stemmer', language: 'minimal_english' },
    },
    analyzer: {
      [subfields.single]: { ...shared, filter: common },
      [subfields.paired]: { ...shared, filter: [...common, 'cjk_bigram'] },
    },
  };
}
