import { describe, expect, test } from 'vitest';
import { itemBytes } from '../../../functions/platform/cost.ts';
import {
  Edition,
  limits,
  Metadata,
  Reason,
} from '../../../functions/resources/edition/contract.ts';
import { Head } from '../../../functions/resources/head/contract.ts';
import { cases, edition, file, idOf } from './case.ts';

/** Three bytes in UTF-8 for each character that a limit counts. */
const filled = (characters: number) => '学'.repeat(characters);
const many = <T>(n: number, one: T) => Array.from({ length: n }, () => one);

/** As much as the contract takes of everything. */
const largest: Edition = {
  ...edition,
  title: filled(limits.titleCharacters),
  learningStages: many(limits.terms, 'xy:learning-stage/junior-secondary'),
  subjects: many(limits.terms, 'xy:subject/physics'),
  description: filled(limits.descriptionCharacters),
  keywords: many(limits.keywords, filled(limits.keywordCharacters)),
  source: { kind: 'adapted', basedOn: filled(limits.sourceCharacters) },
  creators: many(limits.creators, {
    name: filled(limits.nameCharacters),
    role: 'author',
    person: idOf('per', 1),
  }),
  links: many(
    limits.links,
    `https://example.org/${filled(limits.linkCharacters - 20)}`,
  ),
  textbookEdition: filled(limits.nameCharacters),
  volume: filled(limits.nameCharacters),
  chapter: filled(limits.nameCharacters),
  knowledgePoints: many(limits.keywords, filled(limits.nameCharacters)),
  language: 'zh',
  accessibility: many(4, 'captions'),
  consent: filled(limits.nameCharacters),
  files: many(limits.files, {
    ...file,
    name: filled(limits.fileNameCharacters),
  }),
};

describe('given the largest edition that the contract takes', () => {
  const { head } = cases.published();
  const full: Head = {
    ...head,
    contributors: many(limits.contributors, idOf('per', 1)),
    former: many(limits.formerContributors, idOf('per', 2)),
    ...(head.published && {
      published: { ...head.published, edition: largest },
    }),
  };

  test('then it is one, and nothing more would be', () => {
    expect(Edition.safeParse(largest).success).toBe(true);
    for (const field of ['title', 'description', 'volume'] as const) {
      const longer = { ...largest, [field]: `${largest[field]}学` };
      expect(Edition.safeParse(longer).success).toBe(false);
    }
  });

  test('then the head that carries it is as large as its docstring says', () => {
    expect(Head.safeParse(full).success).toBe(true);
    const kilobytes = itemBytes({ head: full }) / 1_024;
    expect(kilobytes).toBeGreaterThan(180);
    expect(kilobytes).toBeLessThan(200);
  });
});

describe('given what UTF-8 cannot hold, or what has no end', () => {
  const lone = '\ud800浮力浮力';
  test.each([
    { name: 'a title', spoilt: { title: lone } },
    { name: 'a description', spoilt: { description: lone } },
    { name: 'a keyword', spoilt: { keywords: [lone] } },
    { name: 'a link', spoilt: { links: [`https://example.org/${lone}`] } },
    { name: 'a language', spoilt: { language: `zh${'-aa'.repeat(1_000)}` } },
    { name: 'a duration', spoilt: { duration: `P${'1'.repeat(1_000)}D` } },
  ])('then $name is refused', ({ spoilt }) => {
    const given = { title: edition.title, ...spoilt };
    expect(Metadata.safeParse(given).success).toBe(false);
  });

  test('then so is a reason', () => {
    expect(Reason.safeParse(lone).success).toBe(false);
    expect(Reason.safeParse('公式有误').success).toBe(true);
  });
});
