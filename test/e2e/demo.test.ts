import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { routes } from '../../functions/resources/contract.ts';
import { apiClient } from '../../local/client.ts';
import { type LoadedDemo, loadDemo } from '../../local/demo/load-demo.ts';
import { readResources } from '../../local/demo/read-demo.ts';
import { demoPassword } from '../../local/first-operator.ts';
import { district } from '../support/people.ts';

/** One resource of each story, and what only teachers see. */
const slugs = {
  published: 'buoyancy-lesson',
  changed: 'data-and-averages',
  'in-review': 'wait-time',
  draft: 'reading-sources',
  withdrawn: 'kitchen-labour',
  teachers: 'linear-equation-answers',
} as const;
const stack = inject('stack');
const visitor = apiClient({ apiUrl: stack.apiUrl });
const folder = mkdtempSync(join(tmpdir(), 'xueyuan-demo-'));
const wanted: readonly string[] = Object.values(slugs);
const resources = readResources().filter(({ slug }) => wanted.includes(slug));

function load(journal: string, onResource = () => {}): Promise<LoadedDemo> {
  const operator = district().people.find(({ role }) => role === 'operator');
  if (operator === undefined) throw new Error('There is no operator.');
  return loadDemo(stack, {
    operator,
    password: demoPassword,
    journal: join(folder, journal),
    resources,
    onProgress: ({ what }) => what === 'resources' && onResource(),
  });
}

describe('given a demo district whose loading was cut off', () => {
  let demo: LoadedDemo;
  beforeAll(async () => {
    const cut = load('demo.ndjson', () => {
      throw new Error('cut off');
    });
    await expect(cut).rejects.toThrow('cut off');
    demo = await load('demo.ndjson');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const idOf = (slug: string) => demo.resources.get(slug) ?? '';
  const read = (slug: string) =>
    visitor.call(routes.read, { params: { id: idOf(slug) } });

  test('then a visitor reads what is published', async () => {
    const { body } = await read(slugs.published);
    expect(body).toMatchObject({ state: 'published', version: 1 });
    expect(body.edition.files).toHaveLength(5);
  });

  test('then what was sent back is published as it was changed', async () => {
    const { body } = await read(slugs.changed);
    expect(body).toMatchObject({
      state: 'published',
      version: 2,
      edition: { title: '平均数、中位数和众数：该用哪一个' },
    });
  });

  test.each([slugs.draft, slugs['in-review'], slugs.teachers])(
    'then a visitor does not know %s',
    async (slug) => {
      await expect(read(slug)).rejects.toMatchObject({ code: 'unknown' });
    },
  );

  test('then what was withdrawn is gone, and says so', async () => {
    await expect(read(slugs.withdrawn)).rejects.toMatchObject({
      status: 410,
      code: 'withdrawn',
    });
  });

  test('then there is an account of each role', () => {
    expect(Object.keys(demo.accounts)).toHaveLength(7);
  });

  test('then loading again changes nothing', async () => {
    const again = await load('demo.ndjson');
    expect(again).toEqual(demo);
  });

  test('then loading without the journal finds the same', async () => {
    const again = await load('lost.ndjson');
    expect(again.resources).toEqual(demo.resources);
  });
});
