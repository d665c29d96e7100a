import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { routes as search } from '../../functions/search/contract.ts';
import { apiClient, type Client } from '../../local/client.ts';
import {
  attachFiles,
  type Contribution,
  createDraft,
  decideReview,
  submitDraft,
} from '../../local/journey.ts';
import { type Figure, quantile } from './figure.ts';

const publications = 50;
const pollMs = 50;
const limitMs = 30_000;

type People = {
  readonly apiUrl: string;
  readonly teacher: Client;
  readonly librarian: Client;
  readonly holder: string;
};

/**
 * One publication after the other on an idle platform: from the answer of the
 * decision until a visitor's search finds the title. The clock's grain is the
 * 50 ms between two questions, plus the time that a search takes.
 */
export async function benchSearchable(
  people: People,
): Promise<{ figures: Figure[]; resource: string }> {
  const visitor = apiClient({ apiUrl: people.apiUrl });
  const waits: number[] = [];
  let resource = '';
  for (let run = 0; run < publications; run += 1) {
    const { id, title } = await publishOne(people);
    resource = id;
    const answeredAt = performance.now();
    await foundBy(visitor, title, answeredAt + limitMs);
    waits.push(performance.now() - answeredAt);
  }
  const name = (part: string) => `from answer to searchable, idle, ${part}`;
  const figures: Figure[] = [
    { name: name('p50'), value: quantile(waits, 0.5), unit: 'ms' },
    {
      name: name('p95'),
      value: quantile(waits, 0.95),
      unit: 'ms',
      bound: 3_000,
    },
  ];
  return { figures, resource };
}

async function publishOne(
  people: People,
): Promise<{ readonly id: string; readonly title: string }> {
  const { teacher, librarian, holder } = people;
  const key = randomUUID();
  const title = `检索时效 ${key}`;
  const given: Contribution = {
    key,
    holder,
    visibility: 'public',
    audience: 'everyone',
    metadata: {
      title,
      type: 'xy:resource-type/teaching-material',
      learningStages: ['xy:learning-stage/primary'],
      subjects: ['xy:subject/chinese'],
      language: 'zh-CN',
      description: '用来测量一份资源从发布到能被检索到之间需要多长时间的短文。',
      licence: 'xy:licence/cc-by-4-0',
      source: { kind: 'original' },
    },
    files: [
      { name: 'text.txt', mediaType: 'text/plain', bytes: Buffer.from(title) },
    ],
  };
  const draft = await attachFiles(
    teacher,
    await createDraft(teacher, given),
    given,
  );
  const work = await submitDraft(teacher, draft, key);
  const { id } = await decideReview(librarian, work, { outcome: 'accept' });
  return { id, title };
}

async function foundBy(
  visitor: Client,
  title: string,
  deadline: number,
): Promise<void> {
  while (performance.now() < deadline) {
    const { body } = await visitor.call(search.search, { query: { q: title } });
    if (body.items.some((item) => item.title === title)) return;
    await pause(pollMs);
  }
  throw new Error(`"${title}" was not found within ${limitMs / 1_000} s.`);
}
