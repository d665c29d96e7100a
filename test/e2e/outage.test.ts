import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { dynamoDb } from '../../functions/platform/clients.ts';
import { Answer } from '../../functions/search/contract.ts';
import { ensureIndex } from '../../functions/search/service/reindexing.ts';
import { apiClient } from '../../local/client.ts';
import { decideReview } from '../../local/journey.ts';
import { ownIndex } from '../store/search-index.ts';
import { ask } from '../support/asked.ts';
import { engineGate } from '../support/engine-gate.ts';
import { contribution, submitted } from '../support/lifecycle.ts';
import { ownQueue } from '../support/own-queue.ts';
import { signedIn } from '../support/people.ts';

/** On a loaded machine, tries of an engine that is silent take seconds. */
const limitMs = 120_000;
const soon = { timeout: 60_000, interval: 200 } as const;

const alias = `outage-${randomUUID()}`;
const index = ownIndex(alias);
const gate = await engineGate(inject('stack').engineUrl);
// Its code reads these when it is loaded: an index and an address of its own.
Object.assign(process.env, { SEARCH_ENDPOINT: gate.url, SEARCH_ALIAS: alias });
const { handler: consume } = await import(
  '../../functions/search/on-resource-changed.ts'
);
const { handler: search } = await import('../../functions/search/api.ts');

beforeAll(() => ensureIndex(index.needs));
afterAll(async () => {
  gate.start();
  await index.drop();
  gate.close();
});

/** Whether the index takes writes: as a domain does whose disk is full. */
async function blocked(isBlocked: boolean): Promise<void> {
  for (const { name } of await index.indexes.list()) {
    const answer = await index.engine({
      method: 'PUT',
      path: `/${name}/_settings`,
      body: { 'index.blocks.write': isBlocked },
    });
    expect(answer.status).toBe(200);
  }
}

const throttled = 'throttled';
const outages = [
  {
    what: 'the search engine is stopped',
    begins: async () => gate.stop(),
    ends: async () => gate.start(),
    searching: 503,
  },
  {
    what: 'the search engine takes no writes',
    begins: () => blocked(true),
    ends: () => blocked(false),
    searching: 200,
  },
  {
    what: 'the consumer fails, for its table throttles',
    begins: async () =>
      dynamoDb.middlewareStack.add(
        () => async () => {
          throw Object.assign(new Error('injected'), {
            name: 'ThrottlingException',
          });
        },
        { step: 'finalizeRequest', priority: 'low', name: throttled },
      ),
    ends: async () => void dynamoDb.middlewareStack.remove(throttled),
    searching: undefined,
  },
];

test.each(outages)(
  'given that $what, when something is published, then it is found once that is over, and nothing is lost',
  { timeout: limitMs },
  async ({ begins, ends, searching }) => {
    const { metadata } = await contribution();
    const [librarian, work] = await Promise.all([
      signedIn('librarian'),
      submitted({ metadata }),
    ]);
    const { id } = work.resource;
    const queue = await ownQueue(id);
    const find = () =>
      ask(search, {
        token: librarian.token,
        method: 'GET',
        path: '/v1/search',
        query: { q: metadata.title },
      });
    await begins();
    try {
      const published = await decideReview(
        apiClient({
          apiUrl: inject('stack').apiUrl,
          token: async () => librarian.token,
        }),
        work,
        { outcome: 'accept' },
      );
      expect(published.state).toBe('published');
      // Tried twice in vain, what was published is given back each time.
      const sum = { taken: 0, refused: 0 };
      const tried = async () => {
        const { taken, refused } = await queue.workOff(consume);
        sum.taken += taken;
        sum.refused += refused;
        return sum.refused;
      };
      await expect.poll(tried, soon).toBeGreaterThan(1);
      expect(sum.taken).toBe(0);
      if (searching !== undefined) {
        expect(await find()).toMatchObject({ status: searching });
      }
      const read = await librarian.get(`/v1/resources/${id}`);
      expect(read).toMatchObject({ status: 200, body: { state: 'published' } });
    } finally {
      await ends();
    }
    await expect
      .poll(async () => (await queue.workOff(consume)).taken, soon)
      .toBeGreaterThan(0);
    await index.refreshed();
    const { items } = Answer.parse((await find()).body);
    expect(items.map((item) => item.id)).toContain(id);
    expect(await queue.deadLetters()).toBe(0);
  },
);
