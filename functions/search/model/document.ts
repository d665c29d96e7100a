import { studentWork } from '../../resources/edition/contract.ts';
import type { Head } from '../../resources/head/contract.ts';
import {
  type Term,
  type VocabularyId,
  vocabularies,
} from '../../vocabularies/contract.ts';
import type { validities } from '../contract.ts';

/** What the index holds of a resource: no truth, only what finding it needs. */
export type Document = {
  readonly id: string;
  readonly version: number;
  readonly publishedAt: string;
  readonly holder: string;
  readonly visibility: string;
  readonly audience: string;
  readonly contributors: readonly string[];
  readonly type: readonly string[];
  readonly learningStage: readonly string[];
  readonly grade: readonly string[];
  readonly subject: readonly string[];
  readonly licence: readonly string[];
  readonly language: readonly string[];
  readonly validity: (typeof validities)[number];
  readonly title: string;
  readonly description: string;
  readonly keywords: readonly string[];
  readonly creators: readonly string[];
  readonly terms: readonly string[];
  readonly text: string;
};

/** What the index should do about a resource, under which of its versions. */
export type Change =
  | {
      readonly kind: 'put';
      readonly id: string;
      readonly order: number;
      readonly document: Document;
    }
  | { readonly kind: 'remove'; readonly id: string; readonly order: number };

/** Text of all files together that is searched: a book of 150 pages. */
export const textCharacters = 100_000;

/**
 * Marks that highlights are cut at, of the private use area; no text holds them,
 * for they are taken out before it is indexed. Control characters would not do:
 * the engine trims them where a fragment begins or ends.
 */
export const marks = { open: '\ue000', close: '\ue001' } as const;

/**
 * What the index should hold of a resource now; undefined when it never was
 * there. `texts` are those of the published edition's files, in their order;
 * undefined where none has been read.
 */
export function changeOf(
  head: Head,
  texts: readonly (string | undefined)[],
): Change | undefined {
  if (head.published === undefined) return undefined;
  const { id } = head;
  const read = texts.filter((text) => text !== undefined);
  const order = orderOf(head, read.length);
  if (head.withdrawn) return { kind: 'remove', id, order };
  const text = read.join('\n').slice(0, textCharacters).toWellFormed();
  return {
    kind: 'put',
    id,
    order,
    document: documentOf(head, head.published, text),
  };
}

/** More heads than a resource will ever have; as in the keys of its history. */
const seqs = 100_000_000;
/** More files than an edition may have. */
const files = 100;

/**
 * The engine's external version: a later head wins over an earlier one, and of
 * the same head the writer that knew more of its files' texts. At most 10^14.
 */
function orderOf({ epoch, seq }: Head, textsRead: number): number {
  return (epoch * seqs + seq) * files + textsRead;
}

/** The head that a document of this external version was made from. */
export function placeOf(order: number): Pick<Head, 'epoch' | 'seq'> {
  const ofHead = Math.floor(order / files);
  return { epoch: Math.floor(ofHead / seqs), seq: ofHead % seqs };
}

function documentOf(
  head: Head,
  published: NonNullable<Head['published']>,
  text: string,
): Document {
  const { edition } = published;
  const { type, licence, language } = edition;
  const { learningStages = [], grades = [], subjects = [] } = edition;
  const { textbookEdition, volume, chapter } = edition;
  const { keywords = [], knowledgePoints = [], creators = [] } = edition;
  return {
    id: head.id,
    version: published.version,
    publishedAt: published.at,
    holder: head.holder,
    visibility: head.visibility,
    audience: head.audience,
    contributors: head.contributors,
    type: listed(type),
    learningStage: learningStages,
    grade: grades,
    subject: subjects,
    licence: listed(licence),
    language: listed(language),
    validity: published.overdueSince ? 'overdue' : 'current',
    title: plain(edition.title),
    description: plain(edition.description ?? ''),
    keywords: [
      ...keywords,
      ...knowledgePoints,
      ...listed(textbookEdition),
      ...listed(volume),
      ...listed(chapter),
    ].map(plain),
    // No child is found by name; who was erased has none.
    creators: creators
      .filter(({ erased }) => type !== studentWork && !erased)
      .map(({ name }) => plain(name)),
    terms: [
      ...labelsOf('resource-type', listed(type)),
      ...labelsOf('learning-stage', learningStages),
      ...labelsOf('grade', grades),
      ...labelsOf('subject', subjects),
    ],
    text: plain(text),
  };
}

function listed(value: string | undefined): string[] {
  return value === undefined ? [] : [value];
}

function plain(text: string): string {
  return text.replaceAll(marks.open, '').replaceAll(marks.close, '');
}

function labelsOf(vocabulary: VocabularyId, ids: readonly string[]): string[] {
  const terms: readonly Term[] = vocabularies[vocabulary];
  return terms
    .filter(({ id }) => ids.includes(id))
    .flatMap(({ label }) => Object.values(label));
}
