import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { extractText } from 'unpdf';
import { describe, expect, test } from 'vitest';
import { roles } from '../../../functions/platform/contract.ts';
import { Metadata } from '../../../functions/resources/edition/contract.ts';
import { breachesOf } from '../../../functions/resources/model/submittable.ts';
import { vocabularies } from '../../../functions/vocabularies/contract.ts';
import { metadataOf } from '../../../local/demo/load-demo.ts';
import { makeFile } from '../../../local/demo/make/file.ts';
import {
  type DemoItem,
  readDistrict,
  readResources,
} from '../../../local/demo/read-demo.ts';

const district = readDistrict();
const resources = readResources();
const people = new Map(district.people.map((one) => [one.username, one]));

describe('given the demo district', () => {
  test('then it has the organisations that the project promises', () => {
    const kinds = district.organisations.map(({ kind }) => kind);
    const count = (kind: string) => kinds.filter((one) => one === kind).length;
    expect(count('bureau')).toBe(1);
    expect(count('research-institute')).toBe(1);
    expect(count('school') + count('vocational-school')).toBe(8);
    expect(count('vocational-school')).toBe(1);
    expect(count('partner')).toBe(1);
  });

  test('then all but the bureau stand under one that comes before', () => {
    const seen = new Set<string>();
    for (const { key, kind, parent } of district.organisations) {
      expect(
        kind === 'bureau' ? parent === undefined : seen.has(parent ?? ''),
      ).toBe(true);
      seen.add(key);
    }
  });

  test('then forty people hold all roles, each in an organisation', () => {
    expect(people.size).toBe(40);
    const held = new Set(district.people.map(({ role }) => role));
    expect([...held].sort()).toEqual([...roles].sort());
    const keys = district.organisations.map(({ key }) => key);
    for (const { organisation } of district.people) {
      expect(keys).toContain(organisation);
    }
  });
});

describe('given all demo resources', () => {
  test('then there are thirty at least, none called like another', () => {
    expect(resources.length).toBeGreaterThanOrEqual(30);
    const titles = resources.map(({ metadata }) => metadata.title);
    expect(new Set(titles).size).toBe(titles.length);
  });

  test.each(vocabularies['resource-type'])('then one is a $id', ({ id }) => {
    expect(resources.some(({ metadata }) => metadata.type === id)).toBe(true);
  });

  test.each(vocabularies['learning-stage'])('then one is for $id', ({ id }) => {
    const found = resources.some(({ metadata }) =>
      metadata.learningStages?.some((stage) => stage === id),
    );
    expect(found).toBe(true);
  });

  test('then every story is told, and readers of all kinds are meant', () => {
    const stories = new Set(resources.map(({ story }) => story.kind));
    expect([...stories].sort()).toEqual(
      ['changed', 'draft', 'in-review', 'published', 'withdrawn'].sort(),
    );
    const seen = new Set(resources.map(({ visibility }) => visibility));
    expect(seen).toContain('public');
    expect(seen).toContain('district');
    expect(seen).toContain('organisation');
    expect(resources.some(({ audience }) => audience === 'teachers')).toBe(
      true,
    );
  });

  test('then one is a public physics lesson on 浮力', () => {
    expect(resources).toContainEqual(
      expect.objectContaining({
        visibility: 'public',
        story: { kind: 'published' },
        metadata: expect.objectContaining({
          title: expect.stringContaining('浮力'),
          subjects: ['xy:subject/physics'],
        }),
      }),
    );
  });
});

describe.each(resources)('given $slug', (resource) => {
  test('then a teacher of its holder contributes it', () => {
    expect(people.get(resource.contributor)).toMatchObject({
      role: 'teacher',
      organisation: resource.holder,
    });
  });

  test('then the students whose work it is are of its holder', () => {
    for (const student of resource.students ?? []) {
      expect(people.get(student)).toMatchObject({
        role: 'student',
        organisation: resource.holder,
      });
    }
  });

  test('then what is submitted of it breaks no rule', () => {
    const { story, files } = resource;
    const names = new Map([...people].map(([key, { name }]) => [key, name]));
    const personOf = () => 'per_00000000000000000000000001';
    const metadata = metadataOf(resource, { names, personOf });
    const change = story.kind === 'changed' ? story.change : {};
    for (const edition of [metadata, { ...metadata, ...change }]) {
      const file = (name: string) => ({ ...emptyFile, name });
      const of = files.map(({ name }) => file(name));
      expect(Metadata.parse(edition)).toEqual(edition);
      expect(breachesOf({ ...edition, files: of })).toEqual([]);
    }
  });

  test('then each grade and field belongs to what it says', () => {
    const { grades = [], learningStages = [] } = resource.metadata;
    for (const grade of grades) {
      const term = vocabularies.grade.find(({ id }) => id === grade);
      expect(learningStages).toContain(term?.broader);
    }
  });

  test('then its folder holds what it is made of and nothing else', () => {
    const held = readdirSync(resource.folder).sort();
    expect([...sourcesOf(resource)].sort()).toEqual(held);
  });

  test('then its texts hold no placeholder', () => {
    for (const source of sourcesOf(resource)) {
      const text = readFileSync(join(resource.folder, source), 'utf8');
      expect(text).not.toMatch(/lorem ipsum|TODO|TBD|xxx|待补充/i);
    }
  });
});

const lessons = resources.flatMap((resource) =>
  resource.files.map((file) => ({ resource, file, name: file.name })),
);
const endingIn = (ending: string) =>
  lessons.filter(({ name }) => name.endsWith(ending));

describe.each(endingIn('.pdf'))('given $name', ({ resource, file }) => {
  test('then its text can be read, its title first', async () => {
    const { bytes } = await makeFile(resource.folder, file, 'zh-CN');
    const { text } = await extractText(new Uint8Array(bytes), {
      mergePages: true,
    });
    const source = readFileSync(join(resource.folder, file.from), 'utf8');
    const title = /^# (.+)$/m.exec(source)?.[1] ?? 'no title';
    expect(compact(text)).toContain(compact(title));
    expect(compact(text).length).toBeGreaterThan(200);
  });
});

describe.each(endingIn('.html'))('given $name', ({ resource, file }) => {
  test('then it needs nothing from elsewhere', async () => {
    const { bytes } = await makeFile(resource.folder, file, 'zh-CN');
    const page = bytes.toString('utf8').replaceAll('http://www.w3.org/', '');
    expect(page).not.toMatch(/https?:|\ssrc=|<link|@import|url\(/);
    expect(page).toMatch(/^<!doctype html>/);
    expect(page).toMatch(/<title>[^<]+<\/title>/);
  });
});

describe.each(endingIn('.svg'))('given $name', ({ resource, file }) => {
  test('then it scales and says in words what it shows', () => {
    const text = readFileSync(join(resource.folder, file.from), 'utf8');
    expect(text).toMatch(/^<svg [^>]*viewBox="/);
    expect(text).not.toMatch(/^<svg [^>]*\swidth=/);
    expect(text).toMatch(/<title>[^<]+<\/title>/);
    expect(text).not.toMatch(/https?:\/\/(?!www\.w3\.org\/)/);
  });
});

/** All files that a resource is made of, also by way of others. */
function sourcesOf({ files, folder }: DemoItem): Set<string> {
  const named = files.flatMap(({ from }) => {
    const text = readFileSync(join(folder, from), 'utf8');
    const pictures = /\.md$/.test(from)
      ? [...text.matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)].map(([, href]) => href)
      : [];
    const tables = /\.json$/.test(from)
      ? [...text.matchAll(/"csv": *"([^"]+)"/g)].map(([, csv]) => csv)
      : [];
    return [from, ...pictures, ...tables];
  });
  return new Set([
    'resource.json',
    ...named.filter((name) => name !== undefined),
  ]);
}

const emptyFile = {
  id: '0'.repeat(64),
  mediaType: 'text/plain',
  sizeBytes: 1,
} as const;

function compact(text: string): string {
  return text.replace(/\s/g, '');
}
