import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import * as z from 'zod';
import {
  limits,
  type Metadata,
} from '../../functions/resources/edition/contract.ts';
import type { Contribution } from '../journey.ts';

/** One classical text; a line of the file may say more, which is left out. */
export const ClassicalText = z.object({
  id: z.string().min(1),
  title: z.string(),
  creator: z.string(),
  dynasty: z.string(),
  collection: z.string(),
  text: z.string().min(1),
});
export type ClassicalText = z.infer<typeof ClassicalText>;

/**
 * The first `count` texts of an NDJSON file, packed or not, read as a stream.
 * Throws with the line's number when a line is no such text.
 */
export async function* readTexts(
  file: string,
  count: number,
): AsyncGenerator<ClassicalText> {
  const bytes = createReadStream(file);
  const input = file.endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes;
  // A stream's error does not reach the stream that it is piped into.
  bytes.on('error', (error) => input.destroy(error));
  let number = 0;
  try {
    for await (const line of createInterface({ input })) {
      if (number === count) return;
      number += 1;
      yield parse(line, `${file}, line ${number}`);
    }
  } finally {
    bytes.destroy();
  }
}

function parse(line: string, place: string): ClassicalText {
  try {
    return ClassicalText.parse(JSON.parse(line));
  } catch (cause) {
    throw new Error(`${place} is not a text with its title and creator.`, {
      cause,
    });
  }
}

/** The text as a file of its own: its place in the collection makes it unique. */
export function bytesOf(text: ClassicalText): Buffer {
  const { id, title, creator, dynasty, collection } = text;
  const head = `${title}\n${dynasty} · ${creator}`;
  return Buffer.from(
    `${head}\n\n${text.text}\n\n出处：${collection}（${id}）\n`,
  );
}

/** The text as a teacher contributes it to `holder`. */
export function contributionOf(
  text: ClassicalText,
  holder: string,
): Contribution {
  const name = `${text.title.replace(/[^\p{L}\p{N} ·]/gu, '').slice(0, 40) || '无题'}.txt`;
  return {
    key: `load ${text.id}`,
    holder,
    visibility: 'public',
    audience: 'everyone',
    metadata: metadataOf(text),
    files: [{ name, mediaType: 'text/plain', bytes: bytesOf(text) }],
  };
}

function metadataOf(text: ClassicalText): Metadata {
  const title = text.title.trim();
  const creator = text.creator.trim();
  const dynasty = text.dynasty.trim();
  const collection = text.collection.trim();
  const named = title.slice(0, limits.titleCharacters) || '无题';
  return {
    title: named,
    type: 'xy:resource-type/teaching-material',
    learningStages: ['xy:learning-stage/senior-secondary'],
    subjects: ['xy:subject/chinese'],
    language: 'zh-CN',
    description: `${dynasty}${creator}《${named}》原文，收入“${collection}”，供语文课诵读、比较阅读与积累使用。`,
    keywords: [dynasty, collection].filter(Boolean),
    licence: 'xy:licence/teaching-use-only',
    source: { kind: 'collected', from: `古典诗文集“${collection}”` },
    ...(creator && {
      creators: [
        { name: creator.slice(0, limits.nameCharacters), role: 'author' },
      ],
    }),
  };
}

const phraseCharacters = { least: 5, most: 12 } as const;

/** A stretch of the text to search for: its longest run without a mark. */
export function phraseOf({ text }: ClassicalText): string | undefined {
  const runs = text.match(/\p{Script=Han}+/gu) ?? [];
  const [longest = ''] = runs.sort((a, b) => b.length - a.length);
  if (longest.length < phraseCharacters.least) return undefined;
  return [...longest].slice(0, phraseCharacters.most).join('');
}
