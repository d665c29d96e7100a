import { randomUUID } from 'node:crypto';
import { placedPerson } from '../../functions/identity/model/person.ts';
import type { Principal, Role } from '../../functions/platform/contract.ts';
import { filterFields, searchFilter } from '../../functions/platform/policy.ts';
import { at, districtTree, organisationCount } from './district-tree.ts';
import { type Figure, median } from './figure.ts';

const documentCount = 50_000;
const warmUps = 20;
const questions = 100;

/**
 * What the search filter of a librarian of the whole district costs, which
 * names every organisation, beside a teacher's, which names a handful: asked in
 * turn of the same index with nothing else in the question.
 */
export async function benchFiltering(engineUrl: string): Promise<Figure[]> {
  const tree = districtTree();
  const ids = [...tree.organisations.keys()];
  const index = `${engineUrl}/bench-${randomUUID()}`;
  const principal = (role: Role, organisation: string): Principal =>
    placedPerson('per_one', [{ organisation, roles: [role] }], tree);
  const teacher = principal('teacher', at(ids, -1));
  const librarian = principal('librarian', at(ids, 0));
  try {
    await fill(index, ids);
    const few: number[] = [];
    const many: number[] = [];
    for (let run = 0; run < warmUps + questions; run += 1) {
      few.push(await ask(index, teacher));
      many.push(await ask(index, librarian));
    }
    const [own, all] = [few, many].map((taken) => median(taken.slice(warmUps)));
    const name = `search by a filter of ${organisationCount} holders`;
    return [
      { name: `${name}, p50`, value: all ?? Number.NaN, unit: 'ms' },
      {
        name: "the same by a teacher's filter, p50",
        value: own ?? Number.NaN,
        unit: 'ms',
      },
      {
        name: `${name}: text of the filter`,
        value: size(librarian),
        unit: 'KB',
      },
    ];
  } finally {
    await send(index, 'DELETE');
  }
}

async function fill(index: string, holders: readonly string[]): Promise<void> {
  const keyword = { type: 'keyword' };
  const properties = Object.fromEntries(
    filterFields.map((field) => [field, keyword]),
  );
  await send(index, 'PUT', JSON.stringify({ mappings: { properties } }));
  const lines = Array.from({ length: documentCount }, (_, n) =>
    JSON.stringify({
      holder: at(holders, n % holders.length),
      visibility: n % 2 === 0 ? 'organisation' : 'private',
      audience: 'everyone',
      contributors: ['per_author'],
    }),
  );
  const bulk = lines.map((line) => `{"index":{}}\n${line}\n`).join('');
  await send(`${index}/_bulk?refresh=true`, 'POST', bulk);
}

/** Milliseconds from question to answer. */
async function ask(index: string, principal: Principal): Promise<number> {
  const query = { bool: { filter: [searchFilter(principal)] } };
  const question = JSON.stringify({ query, size: 20, _source: false });
  const started = performance.now();
  await send(`${index}/_search?request_cache=false`, 'POST', question);
  return performance.now() - started;
}

function size(principal: Principal): number {
  return JSON.stringify(searchFilter(principal)).length / 1_000;
}

async function send(url: string, method: string, body?: string): Promise<void> {
  const answer = await fetch(url, {
    method,
    headers: {
      'content-type': url.includes('_bulk')
        ? 'application/x-ndjson'
        : 'application/json',
    },
    signal: AbortSignal.timeout(60_000),
    ...(body !== undefined && { body }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${url}: ${text}`);
}
