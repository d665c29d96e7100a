import { routes as search } from '../functions/search/contract.ts';
import { apiClient } from '../local/client.ts';
import type { Platform } from '../local/platform-file.ts';
import type { Findable } from './loading.ts';
import {
  everyPost,
  type Post,
  reviewers,
  type Staff,
  tokenOf,
} from './people.ts';

/** By reader and question, what it answers. */
export type Answers = Readonly<Record<string, string>>;

/**
 * A sample of the permission matrix: what each of some requests is answered to
 * everyone, from a visitor to the operator. All of them only read, or are
 * refused.
 */
export async function permissions(
  platform: Platform,
  { bureau, persons, school }: Staff,
  { draft, published }: { readonly draft: string; readonly published: string },
): Promise<Answers> {
  const asked = [
    ['GET', `/v1/resources/${published}`],
    ['GET', `/v1/resources/${published}/history/export`],
    ['GET', `/v1/resources/${draft}`],
    ['GET', `/v1/resources/${draft}/history`],
    ['GET', `/v1/organisations/${school}/members`],
    ['GET', `/v1/organisations/${bureau}/history/export`],
    ['GET', `/v1/organisations/${bureau}/members/${persons.teacher}`],
    ['GET', '/v1/work'],
    ['GET', '/v1/reviews'],
    ['GET', '/v1/me'],
    ['POST', `/v1/organisations/${bureau}/members`],
    ['DELETE', `/v1/resources/${published}/draft`],
  ] as const;
  const answers: Record<string, string> = {};
  const colleagues: readonly string[] = reviewers;
  // They may what any teacher may.
  const asking = everyPost.filter((post) => !colleagues.includes(post));
  for (const post of ['visitor', ...asking] as const) {
    const authorization = await authorizationOf(platform, post);
    for (const [method, path] of asked) {
      const answer = await fetch(`${platform.apiUrl}${path}`, {
        method,
        headers: { ...authorization, 'content-type': 'application/json' },
        ...(method === 'POST' && { body: '{}' }),
        signal: AbortSignal.timeout(30_000),
      });
      answers[`${post} ${method} ${path}`] = `${answer.status}`;
      await answer.arrayBuffer();
    }
  }
  return answers;
}

async function authorizationOf(platform: Platform, post: Post | 'visitor') {
  if (post === 'visitor') return {};
  return { authorization: `Bearer ${await tokenOf(platform, post)}` };
}

/** What a visitor finds by words of titles, and by words of files' texts. */
export async function searches(
  { apiUrl }: Platform,
  known: readonly Findable[],
): Promise<Answers> {
  const visitor = apiClient({ apiUrl });
  const answers: Record<string, string> = {};
  for (const { textWord, titleWord } of known) {
    for (const q of [titleWord, textWord]) {
      const { body } = await visitor.call(search.search, { query: { q } });
      answers[q] = body.items
        .map(({ id }) => id)
        .toSorted()
        .join(' ');
    }
  }
  return answers;
}

/** Questions that are not answered as they were. */
export function changedAnswers(before: Answers, after: Answers): string[] {
  const asked = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...asked].filter((one) => before[one] !== after[one]);
}

/** What a Region that stands by says to who would write, and who reads. */
export async function standbyAnswers(
  { apiUrl }: Platform,
  published: string,
): Promise<{ readonly write: string; readonly read: number }> {
  const signal = AbortSignal.timeout(30_000);
  const write = await fetch(`${apiUrl}/v1/resources`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
    signal,
  });
  const problem = (await write.json()) as { readonly type?: string };
  const read = await fetch(`${apiUrl}/v1/resources/${published}`, { signal });
  await read.arrayBuffer();
  const code = problem.type?.split('/').at(-1);
  return { write: `${write.status} ${code}`, read: read.status };
}
