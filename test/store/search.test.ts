import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Person, Role } from '../../functions/platform/contract.ts';
import { may } from '../../functions/platform/policy.ts';
import type { Edition } from '../../functions/resources/edition/contract.ts';
import type { Head } from '../../functions/resources/head/contract.ts';
import { ensureIndex } from '../../functions/search/service/reindexing.ts';
import {
  factsOf,
  file,
  idOf,
  publishedHead,
  school,
  withdrawn,
} from '../unit/search/samples.ts';
import { found, ownIndex, visitor } from './search-index.ts';

/** One resource each, as titles and descriptions that people might write. */
const catalogue = {
  buoyancy: ['浮力：阿基米德原理', '用弹簧测力计和溢水杯测量物体所受的浮力。'],
  plankton: [
    '浮游生物与动力',
    '观察池塘里的浮游生物，讨论水流的动力从何而来。',
  ],
  floats: ['木块为什么会浮', '比较木块和铁块：有的浮在水面，这与浮力有关。'],
  traditional: ['論語選讀：學習的快樂', '學而時習之：讀懂孔子談學習的篇章。'],
  simplified: [
    '学习方法指导',
    '如何制定学习计划，怎样复习功课，怎样安排时间。',
  ],
  python: [
    'Ｐｙｔｈｏｎ程序设计入门',
    '用 Python 画正多边形，认识循环与变量。',
  ],
  triangle: ['三角形的内角和', '剪下三角形的三个角，拼成一个平角，得出结论。'],
  angles: ['角的分类', '锐角、直角和钝角，用三角尺和量角器量一量各种角。'],
  physics: [
    '实验物理：误差分析',
    '记录多次测量的结果，计算平均值，讨论误差来源。',
  ],
  english: [
    "Newton's Laws of Motion",
    'Three experiments with carts and weights for middle school.',
  ],
} as const;
type Name = keyof typeof catalogue;
const names = Object.keys(catalogue) as Name[];
const bare = {
  type: undefined,
  learningStages: [],
  grades: [],
  subjects: [],
  keywords: [],
  knowledgePoints: [],
  creators: [],
} satisfies Partial<Edition>;

describe('given a catalogue', () => {
  const own = ownIndex();
  const idByName = Object.fromEntries(
    names.map((name, at) => [name, idOf('res', at + 1)]),
  ) as Record<Name, string>;
  const nameOf = (id: string) => names.find((name) => idByName[name] === id);

  async function namesFor(q: string) {
    const { items } = found(await own.ask({ q }));
    return items.map(({ id }) => nameOf(id));
  }
  async function highlightsFor(q: string, name: Name) {
    const { items } = found(await own.ask({ q }));
    const hit = items.find(({ id }) => id === idByName[name]);
    return hit?.highlights.map(({ field, parts }) => [
      field,
      parts.map(({ text, isMatch }) => (isMatch ? `[${text}]` : text)).join(''),
    ]);
  }

  beforeAll(async () => {
    await ensureIndex(own.needs);
    const text = '船浮在水面上，是因为它排开的水重等于船重。';
    own.texts.set(file.id, text);
    for (const [at, name] of names.entries()) {
      const [title, description] = catalogue[name];
      const files = name === 'floats' ? [file] : [];
      const edition = { ...bare, title, description, files };
      own.put(publishedHead(at + 1, edition));
      await own.index(idOf('res', at + 1));
    }
    await own.refreshed();
  });
  afterAll(own.drop);

  test.each<[string, Name[]]>([
    ['浮力', ['buoyancy', 'floats']],
    ['阿基米德', ['buoyancy']],
    ['学习', ['simplified', 'traditional']],
    ['學習', ['simplified', 'traditional']],
    ['论语', ['traditional']],
    ['Ｐｙｔｈｏｎ', ['python']],
    ['python', ['python']],
    ['PYTHON 循环', ['python']],
    ['三角形', ['triangle']],
    ['物理实验', ['physics']],
    ['newton law', ['english']],
    ['experiment', ['english']],
    ['排开的水', ['floats']],
    ['角', ['angles', 'triangle']],
    ['水 浮力', ['buoyancy', 'floats']],
    ['量子力学', []],
    ['？！', []],
  ])('when one asks for %s, then it is %j', async (q, expected) => {
    expect((await namesFor(q)).sort()).toEqual([...expected].sort());
  });

  test.each<[string, Name]>([
    ['浮力', 'buoyancy'],
    ['学习方法', 'simplified'],
    ['孔子谈学习', 'traditional'],
    ['木块为什么能浮在水上', 'floats'],
    ['三角形的内角和是多少度', 'triangle'],
  ])('when one asks for %s, then %s is first', async (q, first) => {
    expect((await namesFor(q))[0]).toBe(first);
  });

  test.each<[string, Name, [string, string]]>([
    ['学习', 'traditional', ['title', '論語選讀：[學習]的快樂']],
    ['python', 'python', ['title', '[Ｐｙｔｈｏｎ]程序设计入门']],
    ['阿基米德原理', 'buoyancy', ['title', '浮力：[阿基米德原理]']],
    ['角', 'triangle', ['title', '三[角]形的内[角]和']],
    [
      '排开',
      'floats',
      ['text', '船浮在水面上，是因为它[排开]的水重等于船重。'],
    ],
  ])(
    'when one asks for %s, then the original characters of %s are marked',
    async (q, name, expected) => {
      expect(await highlightsFor(q, name)).toContainEqual(expected);
    },
  );

  test('whatever is asked, the engine takes it', async () => {
    const units = fc.constantFrom(
      '浮',
      '力',
      ' ',
      'a',
      '"',
      '*',
      '\\',
      '/',
      ':',
    );
    const words = fc.oneof(
      fc.string({ unit: units, maxLength: 200 }),
      fc.string({ unit: 'binary', maxLength: 100 }),
      fc.constantFrom('水'.repeat(200), '水 '.repeat(100), 'a '.repeat(100)),
    );
    const asked = fc.asyncProperty(words, async (given) => {
      const { ok } = await own.ask({ q: given.slice(0, 200) });
      expect(ok).toBe(true);
    });
    await fc.assert(asked, { numRuns: 60 });
  });

  test('when a resource is withdrawn that the index still has, then it is not listed', async () => {
    const id = idByName.python;
    const head = own.heads.get(id);
    own.put({ ...(head as Head), ...withdrawn });
    const before = found(await own.ask({ q: 'python' }));
    expect(before).toMatchObject({ items: [], total: { value: 1 } });
    own.put(head as Head);
    expect(await namesFor('python')).toEqual(['python']);
  });

  test('when the index is made again, then nothing changes', async () => {
    await ensureIndex(own.needs);
    expect(await own.indexes.list()).toHaveLength(1);
    expect(await namesFor('浮力')).toContain('buoyancy');
  });
});

describe('given readers', () => {
  const own = ownIndex();
  const otherSchool = idOf('org', 2);
  const someone = (n: number, role: Role, organisation = school): Person => ({
    kind: 'person',
    id: idOf('per', n),
    memberships: [{ organisation, role }],
    inert: [],
    reads: new Set([organisation, idOf('org', 9)]),
    manages: { [role]: new Set([organisation]) },
  });
  const readers = {
    visitor,
    student: someone(11, 'student'),
    teacher: someone(12, 'teacher'),
    author: someone(1, 'teacher'),
    outsider: someone(13, 'teacher', otherSchool),
    librarian: someone(14, 'librarian', otherSchool),
    auditor: someone(15, 'auditor'),
  };
  const heads = (['public', 'district', 'organisation', 'private'] as const)
    .flatMap((visibility) =>
      (['everyone', 'teachers'] as const).flatMap((audience) =>
        [school, otherSchool].map((holder) => ({
          visibility,
          audience,
          holder,
        })),
      ),
    )
    .map((more, at) => publishedHead(at + 1, {}, more));

  beforeAll(async () => {
    await ensureIndex(own.needs);
    for (const head of heads) {
      own.put(head);
      await own.index(head.id);
    }
    await own.refreshed();
  });
  afterAll(own.drop);

  test.each(Object.entries(readers))(
    'the %s finds just what the policy lets them read, and counts no more',
    async (_, reader) => {
      const allowed = heads.filter(
        (head) => may(reader, 'read', factsOf(head)).allowed,
      );
      const all = found(await own.ask({ limit: '100' }, reader));
      const ids = all.items.map(({ id }) => id).sort();
      expect(ids).toEqual(allowed.map(({ id }) => id).sort());
      const counts = all.facets.subject;
      expect(counts).toEqual([{ id: 'xy:subject/physics', count: ids.length }]);
      const words = found(await own.ask({ q: '浮力' }, reader));
      expect(words.total.value).toBe(ids.length);
    },
  );

  test('a student never sees what is for teachers, not even in counts', async () => {
    const { items, facets } = found(
      await own.ask({ limit: '100' }, readers.student),
    );
    expect(items.length).toBeGreaterThan(0);
    expect(items.map(({ audience }) => audience)).not.toContain('teachers');
    const held = heads.filter(
      ({ audience, visibility }) =>
        audience === 'everyone' && /public|district/.test(visibility),
    );
    const byOther = facets.holder.find(({ id }) => id === otherSchool);
    expect(byOther?.count).toBe(held.length / 2);
  });

  test('a facet shows what its other values would give', async () => {
    const { total, facets } = found(
      await own.ask({ holder: otherSchool }, readers.teacher),
    );
    const counts = facets.holder.map(({ id, count }) => [id, count] as const);
    const byHolder = Object.fromEntries(counts);
    expect(total.value).toBe(byHolder[otherSchool]);
    expect(byHolder[school]).toBeGreaterThan(0);
    expect(facets.subject[0]?.count).toBe(total.value);
  });
});

describe('given writers', () => {
  const own = ownIndex();
  beforeAll(() => ensureIndex(own.needs));
  afterAll(own.drop);

  async function titleOf(id: string) {
    const path = `/${(await own.indexes.list())[0]?.name}/_doc/${id}`;
    const { body } = await own.engine({ method: 'GET', path });
    return (body as { _source?: { title: string } })._source?.title;
  }

  test('a late write of an older state changes nothing', async () => {
    const head = publishedHead(1, { title: '新' }, { seq: 5 });
    own.put(head);
    await own.index(head.id);
    own.put(publishedHead(1, { title: '旧' }, { seq: 4 }));
    await own.index(head.id);
    expect(await titleOf(head.id)).toBe('新');
  });

  test('the same state again, with its text by now, is written', async () => {
    const head = publishedHead(2, { files: [{ ...file, id: 'e'.repeat(64) }] });
    own.put(head);
    await own.index(head.id);
    own.texts.set('e'.repeat(64), '弹簧测力计');
    await own.index(head.id);
    await own.refreshed();
    const { items } = found(await own.ask({ q: '弹簧测力计' }));
    expect(items.map(({ id }) => id)).toContain(head.id);
    own.texts.delete('e'.repeat(64));
    await own.index(head.id);
    await own.refreshed();
    const again = found(await own.ask({ q: '弹簧测力计' }));
    expect(again.items.map(({ id }) => id)).toContain(head.id);
  });

  test('a withdrawal removes it, and a late write does not bring it back', async () => {
    const head = publishedHead(3);
    own.put(head);
    await own.index(head.id);
    own.put({ ...head, ...withdrawn, seq: 4 });
    await own.index(head.id);
    expect(await titleOf(head.id)).toBeUndefined();
    own.put(head);
    await own.index(head.id);
    expect(await titleOf(head.id)).toBeUndefined();
    own.put({ ...head, seq: 5 });
    await own.index(head.id);
    expect(await titleOf(head.id)).toBe(head.published?.edition.title);
  });

  test('what was never published leaves no trace', async () => {
    const { published: _, ...head } = publishedHead(4);
    own.put(head);
    await own.index(head.id);
    expect(await titleOf(head.id)).toBeUndefined();
  });
});

describe('given 53 resources that match alike', () => {
  const own = ownIndex();
  const count = 53;
  beforeAll(async () => {
    await ensureIndex(own.needs);
    for (let n = 1; n <= count; n += 1) own.put(publishedHead(n));
    await Promise.all([...own.heads.keys()].map(own.index));
    await own.refreshed();
  });
  afterAll(own.drop);

  const lists: Record<string, string>[] = [
    { q: '浮力' },
    {},
    { q: '浮力', sort: 'newest' },
  ];
  test.each(lists)(
    'when one pages by %j, then each comes once',
    async (query) => {
      const seen: string[] = [];
      let next: string | undefined;
      do {
        const cursor = next && { cursor: next };
        const page = found(await own.ask({ ...query, limit: '7', ...cursor }));
        seen.push(...page.items.map(({ id }) => id));
        expect(page.total).toEqual({ value: count, relation: 'exact' });
        next = page.next;
      } while (next !== undefined && seen.length < 2 * count);
      expect(new Set(seen).size).toBe(count);
      expect(seen).toHaveLength(count);
    },
  );

  test('when a cursor comes with another question, then it is invalid', async () => {
    const { next = '' } = found(await own.ask({ q: '浮力', limit: '7' }));
    const foreign = await own.ask({ q: '重力', limit: '7', cursor: next });
    expect(foreign).toEqual({ ok: false, error: { code: 'cursor-invalid' } });
    const same = await own.ask({ q: '浮力', limit: '9', cursor: next });
    expect(same.ok).toBe(true);
  });
});
