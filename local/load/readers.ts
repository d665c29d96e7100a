import { routes as resources } from '../../functions/resources/contract.ts';
import { routes as search } from '../../functions/search/contract.ts';
import { fetchBytes } from '../bytes.ts';
import type { Client } from '../client.ts';
import { sha256 } from '../journey.ts';
import { LimitError, until } from '../wait.ts';
import { bytesOf, type ClassicalText, phraseOf } from './texts.ts';

/** Far beyond the target of 3 s, so that a slow machine reports a number. */
const findableSeconds = 120;

/** A text that was published as a resource. */
export type Published = { readonly text: ClassicalText; readonly id: string };

/** What became of a check: how many held, and what did not. */
export type Checked = {
  readonly held: number;
  readonly of: number;
  readonly failures: readonly string[];
};

/**
 * Waits until a visitor finds a resource by its title; gives the milliseconds,
 * or `undefined` when it is not found in time.
 */
export async function untilFound(
  visitor: Client,
  { text, id }: Published,
): Promise<number | undefined> {
  const began = performance.now();
  const isFound = await found(
    visitor,
    { q: text.title.slice(0, 200), sort: 'newest', limit: 100 },
    id,
  );
  return isFound ? performance.now() - began : undefined;
}

/** Searches a phrase out of each text; the text must be among the answers. */
export async function searchPhrases(
  visitor: Client,
  published: readonly Published[],
): Promise<Checked> {
  const failures: string[] = [];
  let of = 0;
  for (const { text, id } of published) {
    const phrase = phraseOf(text);
    if (phrase === undefined) continue;
    of += 1;
    const isFound = await found(visitor, { q: phrase, limit: 20 }, id);
    if (!isFound) failures.push(`${phrase} ↛ ${id}`);
  }
  return { held: of - failures.length, of, failures };
}

/** Downloads each text's file as a visitor and compares it byte for byte. */
export async function compareFiles(
  visitor: Client,
  published: readonly Published[],
): Promise<Checked> {
  const failures: string[] = [];
  for (const { text, id } of published) {
    const bytes = bytesOf(text);
    const params = { id, fileId: sha256(bytes) };
    const { location } = await visitor.call(resources.content, { params });
    const received = await fetchBytes(visitor, location);
    if (!received.equals(bytes)) failures.push(`${id} ≠ ${text.id}`);
  }
  const of = published.length;
  return { held: of - failures.length, of, failures };
}

async function found(
  visitor: Client,
  query: Readonly<Record<string, string | number>>,
  id: string,
): Promise<boolean> {
  const wait = { what: `${id} is found`, limitSeconds: findableSeconds };
  try {
    return await until(wait, async () => {
      const { body } = await visitor.call(search.search, { query });
      return body.items.some((hit) => hit.id === id) ? true : undefined;
    });
  } catch (error) {
    if (error instanceof LimitError) return false;
    throw error;
  }
}
