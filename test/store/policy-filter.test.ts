import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { ResourceFacts } from '../../functions/platform/contract.ts';
import {
  filterFields,
  may,
  searchFilter,
} from '../../functions/platform/policy.ts';
import { anyIndexed, anyPrincipal } from '../unit/platform/policy-cases.ts';

/** Pairs of a person and a resource that are compared. */
const pairs = { resources: 200, people: 100 } as const;

const index = `policy-${randomUUID()}`;
const resources = fc.sample(anyIndexed, pairs.resources);

/** A request to the engine itself; it must succeed. */
async function ask(method: string, path: string, body?: string) {
  const isBulk = path.startsWith('/_bulk');
  const answer = await fetch(`${inject('stack').engineUrl}/${index}${path}`, {
    method,
    headers: {
      'content-type': isBulk ? 'application/x-ndjson' : 'application/json',
    },
    signal: AbortSignal.timeout(30_000),
    ...(body !== undefined && { body }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${text}`);
  return JSON.parse(text);
}

beforeAll(async () => {
  const keyword = { type: 'keyword' };
  const properties = Object.fromEntries(
    filterFields.map((field) => [field, keyword]),
  );
  const mappings = { dynamic: 'strict', properties };
  await ask('PUT', '', JSON.stringify({ mappings }));
  const lines = resources.flatMap((facts, id) => [
    JSON.stringify({ index: { _id: String(id) } }),
    JSON.stringify(indexed(facts)),
  ]);
  const { errors } = await ask(
    'POST',
    '/_bulk?refresh=true',
    `${lines.join('\n')}\n`,
  );
  expect(errors).toBe(false);
});

afterAll(() => ask('DELETE', ''));

function indexed(facts: ResourceFacts) {
  return Object.fromEntries(filterFields.map((field) => [field, facts[field]]));
}

test('OpenSearch finds exactly the resources that the policy lets one read', async () => {
  let compared = 0;
  let allowed = 0;
  for (const principal of fc.sample(anyPrincipal, pairs.people)) {
    const query = { bool: { filter: [searchFilter(principal)] } };
    const question = { query, size: pairs.resources, _source: false };
    const { hits } = await ask('POST', '/_search', JSON.stringify(question));
    const found = new Set(hits.hits.map((hit: { _id: string }) => hit._id));
    for (const [id, facts] of resources.entries()) {
      const decision = may(principal, 'read', facts);
      expect({ principal, facts, found: found.has(String(id)) }).toEqual({
        principal,
        facts,
        found: decision.allowed,
      });
      compared += 1;
      allowed += Number(decision.allowed);
    }
  }
  expect(compared).toBe(pairs.resources * pairs.people);
  // Both answers are there: a filter that lets all or nothing through is red.
  expect(allowed).toBeGreaterThan(compared / 20);
  expect(allowed).toBeLessThan(compared - compared / 20);
});
