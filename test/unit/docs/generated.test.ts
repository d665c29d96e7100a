import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  type ProblemCode,
  problems,
} from '../../../functions/platform/problems.ts';
import { type Contract, contracts } from '../../../local/docs/contracts.ts';
import { apiDocument } from '../../../local/docs/openapi.ts';
import { generated } from '../../../local/docs/write.ts';

test.each(Object.entries(generated))(
  '%s is what it is written from; else run "npm run docs"',
  (file, write) => {
    expect(readFileSync(file, 'utf8')).toBe(write());
  },
);

const all: [string, Contract][] = Object.entries(contracts);
const routes = all.flatMap(([capability, contract]) =>
  Object.entries(contract.routes).map(
    ([name, route]) => [`${capability}.${name}`, route] as const,
  ),
);

describe('given every route of every contract', () => {
  test('there are some', () => {
    expect(routes.length).toBeGreaterThan(30);
  });
  test('no two have the same method and path', () => {
    const places = routes.map(([, { method, path }]) => `${method} ${path}`);
    expect(new Set(places).size).toBe(places.length);
  });
  test.each(routes)(
    '%s names its path parameters in its schema',
    (_, route) => {
      const named = [...route.path.matchAll(/\{(\w+)\}/g)].map(
        ([, name]) => name,
      );
      const shape = Object.keys(route.params?.shape ?? {});
      expect(shape.sort()).toEqual(named.sort());
    },
  );
  test.each(routes)('%s refuses unknown fields and parameters', (_, route) => {
    for (const schema of [route.body, route.query]) {
      const read = schema?.safeParse({ unknownField: 1 });
      const codes = read?.error?.issues.map(({ code }) => code) ?? [];
      expect(codes.includes('unrecognized_keys')).toBe(schema !== undefined);
    }
  });
  test.each(routes)(
    '%s changes nothing by GET, and GET has no body',
    (_, route) => {
      if (route.method !== 'GET') return;
      expect([route.body, route.ifMatch, route.idempotent]).toEqual([
        undefined,
        undefined,
        undefined,
      ]);
    },
  );
});

test('every problem code is one that some route can answer', () => {
  const document = JSON.stringify(apiDocument(contracts));
  const elsewhere: readonly ProblemCode[] = ['route-unknown'];
  const codes = Object.keys(problems) as ProblemCode[];
  const silent = codes.filter(
    (code) => !elsewhere.includes(code) && !document.includes(code),
  );
  expect(silent).toEqual([]);
});
