import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { tokensOf } from '../../local/accounts.ts';
import { apiClient, type Client } from '../../local/client.ts';
import { openJournal } from '../../local/journal.ts';
import { runLoad } from '../../local/load/run.ts';
import { type ClassicalText, contributionOf } from '../../local/load/texts.ts';
import { signIn } from '../../local/sign-in.ts';
import { tellStory } from '../../local/story.ts';
import { district } from '../support/people.ts';

const stack = inject('stack');
const folder = mkdtempSync(join(tmpdir(), 'xueyuan-load-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Phrases of their own: nothing else that a test publishes has them. */
const characters = '乾坤震巽坎离艮兑甲乙丙丁戊己庚辛壬癸';
const word = (length: number) =>
  Array.from({ length }, () =>
    characters.charAt(Math.floor(Math.random() * characters.length)),
  ).join('');

function someText(): ClassicalText {
  const id = randomUUID();
  const said = { creator: '佚名', dynasty: '今', collection: '样例集' };
  return { id, title: word(6), ...said, text: `${word(12)}，${word(7)}。\n` };
}

function account(role: 'teacher' | 'librarian') {
  const found = district().people.find(
    (person) => person.role === role && person.place === 'school',
  );
  if (found === undefined) throw new Error(`There is no ${role}.`);
  return { username: found.username, password: found.password };
}

test('texts are driven through the whole path, and the report adds up', async () => {
  const texts = Array.from({ length: 6 }, someText);
  const file = join(folder, 'texts.ndjson');
  writeFileSync(file, texts.map((text) => JSON.stringify(text)).join('\n'));
  const accounts = {
    teacher: account('teacher'),
    librarian: account('librarian'),
  };
  const { environment: _, ...platform } = stack;
  const load = (count: number) =>
    runLoad(
      { ...platform, accounts },
      {
        file,
        count,
        concurrency: 3,
        journals: folder,
        onProgress: () => undefined,
      },
    );
  const first = await load(4);
  expect(first).toMatchObject({
    published: 4,
    before: 0,
    failures: [],
    neverFound: 0,
    phrases: { held: 4, of: 4 },
    files: { held: 4, of: 4 },
  });
  expect(first.foundAfter).toHaveLength(4);
  expect(first.spent.requests.wru).toBeGreaterThan(4);
  expect(first.spent.consumers.rru).toBeGreaterThan(0);
  const second = await load(6);
  expect(second).toMatchObject({ published: 6, before: 4, failures: [] });
  expect(made(second.samples)).toBe(2);
});

function made(samples: readonly { readonly route: string }[]): number {
  return samples.filter(({ route }) => route === 'POST /v1/resources').length;
}

const school = () => district().organisations.school;
const signedIn = (role: 'teacher' | 'librarian') =>
  apiClient({
    apiUrl: stack.apiUrl,
    token: tokensOf((who) => signIn(stack, who), account(role)),
  });

class Killed extends Error {}

/** Does `calls` requests and dies after the next one has been carried out. */
function dying(client: Client, calls: { left: number }): Client {
  return {
    ...client,
    call: async (route, ask) => {
      const answer = await client.call(route, ask);
      calls.left -= 1;
      if (calls.left < 0) throw new Killed();
      return answer;
    },
  };
}

/** Create, announce, complete, attach, submit; read and decide the review. */
const requests = 7;

describe('given a run that was killed', () => {
  const cases = Array.from({ length: requests }, (_, calls) => ({ calls }));
  test.each(cases)(
    'after $calls answers, then the next run makes no second one',
    async ({ calls }) => {
      const text = someText();
      const file = join(folder, `${text.id}.journal`);
      const told = {
        key: text.id,
        story: { kind: 'published' },
        contribution: async () => contributionOf(text, school()),
      } as const;
      const needs = () => ({
        teacher: signedIn('teacher'),
        librarian: signedIn('librarian'),
        journal: openJournal(file, stack.issuer),
      });
      const left = { left: calls };
      const first = needs();
      const killed = tellStory(
        {
          ...first,
          teacher: dying(first.teacher, left),
          librarian: dying(first.librarian, left),
        },
        told,
      );
      await expect(killed).rejects.toThrow(Killed);
      const created = await tellStory(needs(), told);
      // A third run without any journal: the API's own marker says the same.
      const lost = {
        ...needs(),
        journal: openJournal(`${file}2`, stack.issuer),
      };
      expect(await tellStory(lost, told)).toBe(created);
      const noted = openJournal(file, stack.issuer).entry(text.id);
      expect(noted).toEqual({ key: text.id, made: created, isDone: true });
    },
  );
});
