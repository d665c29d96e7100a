import { createHash } from 'node:crypto';
import { fail, ok, type Result } from '../platform/result.ts';
import {
  type Vocabulary,
  type VocabularyId,
  type VocabularySummary,
  vocabularies,
  vocabularyIds,
  vocabularyLabels,
} from './contract.ts';

/** Every vocabulary by name and size. Cost: 0 RRU, the terms are code. */
export async function listVocabularies(): Promise<
  Result<{ items: VocabularySummary[] }, never>
> {
  const items = vocabularyIds.map((id) => ({
    id,
    label: vocabularyLabels[id],
    terms: vocabularies[id].length,
  }));
  return ok({ items });
}

/** One vocabulary with its terms in their order. Cost: 0 RRU. */
export async function readVocabulary(
  id: string,
): Promise<Result<Vocabulary, { code: 'unknown' }>> {
  if (!isVocabulary(id)) return fail({ code: 'unknown' });
  return ok({ id, label: vocabularyLabels[id], terms: [...vocabularies[id]] });
}

/** Strong and quoted; it changes when any term or label does. */
export function etagOf(value: unknown): string {
  const hash = createHash('sha256').update(JSON.stringify(value));
  return `"${hash.digest('base64url').slice(0, 22)}"`;
}

function isVocabulary(id: string): id is VocabularyId {
  return Object.hasOwn(vocabularies, id);
}
