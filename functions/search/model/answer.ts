import type { Head } from '../../resources/head/contract.ts';
import {
  type Answer,
  facets,
  type Highlight,
  type Hit,
  searchedFields,
} from '../contract.ts';
import { subfields } from './definition.ts';
import { marks } from './document.ts';

/** What the engine says of one hit. */
export type FoundHit = {
  readonly _source: { readonly version: number };
  readonly highlight?: Readonly<Record<string, readonly string[]>> | undefined;
};

/** What it says of all of them. */
export type FoundAll = {
  readonly hits: {
    readonly total: { readonly value: number; readonly relation: 'eq' | 'gte' };
  };
  readonly aggregations: Readonly<
    Record<
      string,
      {
        readonly terms: {
          readonly buckets: readonly {
            readonly key: string;
            readonly doc_count: number;
          }[];
        };
      }
    >
  >;
};

/**
 * A hit as its head has it. Where the index is behind the published version,
 * highlights would quote what is no longer said, and are left out. Nothing when
 * there is nothing published to show.
 */
export function hitOf(head: Head, found: FoundHit): Hit[] {
  const { published, withdrawn } = head;
  if (published === undefined || withdrawn) return [];
  const { edition } = published;
  const isCurrent = found._source.version === published.version;
  return [
    {
      id: head.id,
      title: edition.title,
      description: edition.description,
      type: edition.type,
      learningStages: edition.learningStages,
      grades: edition.grades,
      subjects: edition.subjects,
      language: edition.language,
      licence: edition.licence,
      holder: head.holder,
      audience: head.audience,
      publishedAt: published.at,
      ...(published.overdueSince && { isReviewOverdue: true as const }),
      highlights: isCurrent ? highlightsOf(found) : [],
    },
  ];
}

/** Totals and facets in the API's words; every facet is there. */
export function answerOf({
  hits: { total },
  aggregations,
}: FoundAll): Pick<Answer, 'total' | 'facets'> {
  const counts = facets.map((facet) => {
    const buckets = aggregations[facet]?.terms.buckets ?? [];
    return [
      facet,
      buckets.map(({ key: id, doc_count: count }) => ({ id, count })),
    ];
  });
  return {
    total: {
      value: total.value,
      relation: total.relation === 'eq' ? 'exact' : 'at-least',
    },
    facets: Object.fromEntries(counts),
  };
}

/** By field in the order of their weight; each fragment for itself. */
function highlightsOf({ highlight = {} }: FoundHit): Highlight[] {
  return searchedFields.flatMap((field) =>
    Object.values(subfields)
      .flatMap((analyzer) => highlight[`${field}.${analyzer}`] ?? [])
      .map((fragment) => ({ field, parts: partsOf(fragment) })),
  );
}

/**
 * Cuts a fragment where the engine's marks stand. Matches that touch are one:
 * the engine marks each pair of characters, or each character, for itself.
 */
function partsOf(fragment: string): Highlight['parts'] {
  const joined = fragment.replaceAll(`${marks.close}${marks.open}`, '');
  return joined
    .split(marks.open)
    .flatMap((stretch, at) => {
      const [match = '', rest = ''] =
        at === 0 ? ['', stretch] : stretch.split(marks.close);
      return [
        { text: match, isMatch: true },
        { text: rest, isMatch: false },
      ];
    })
    .filter(({ text }) => text !== '');
}
