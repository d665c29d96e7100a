import { describe, expect, test } from 'vitest';
import { runCommand, speaker } from '../../../ops/command.ts';
import { firstOperator } from '../../../ops/first-operator.ts';
import { en } from '../../../ops/texts/en.ts';
import { zhCn } from '../../../ops/texts/zh-cn.ts';

const english = speaker({ LANG: 'en_GB.UTF-8' });
const chinese = speaker({ LC_ALL: 'zh_CN.UTF-8', LANG: 'en_GB.UTF-8' });
const where = {
  region: 'ap-east-1',
  name: 'xueyuan-prod-identity-on-first-operator',
};
const organisation = 'org_01J8Z0000000000000000000ZZ';
const person = 'per_01J8Z0000000000000000000ZZ';
const args = [
  '--stage',
  'prod',
  '--username',
  'root',
  '--name',
  '首位运维',
  '--organisation',
  '示例区教育局',
];

function commands(answer: unknown) {
  const events: unknown[] = [];
  const command = firstOperator({
    target: () => where,
    invoke: async (_, event) => {
      events.push(event);
      return answer;
    },
  });
  return { events, commands: { 'first-operator': command } };
}

describe('given no command or one that does not exist', () => {
  test('without a name, all commands are listed', async () => {
    const { lines, isDone } = await runCommand(
      commands(undefined).commands,
      [],
      english,
    );
    expect(isDone).toBe(true);
    expect(lines.join('\n')).toContain('first-operator --stage <stage>');
  });

  test.each(['firstoperator', 'toString', '__proto__'])(
    '%s is refused by name',
    async (name) => {
      const { lines, isDone } = await runCommand(
        commands(undefined).commands,
        [name],
        english,
      );
      expect(isDone).toBe(false);
      expect(lines[0]).toBe(`There is no command "${name}".`);
      expect(lines.join('\n')).toContain('first-operator');
    },
  );
});

describe('given a fresh deployment', () => {
  const made = {
    outcome: 'made',
    organisation,
    person,
    username: 'root',
    oneTimePassword: 'abcd-efgh-jkmn',
  };

  test('the function is asked, and the password printed once', async () => {
    const { events, commands: all } = commands(made);
    const { lines, isDone } = await runCommand(
      all,
      ['first-operator', ...args],
      english,
    );
    expect(isDone).toBe(true);
    expect(events).toEqual([
      { username: 'root', name: '首位运维', organisation: '示例区教育局' },
    ]);
    expect(
      lines.filter((line) => line.includes('abcd-efgh-jkmn')),
    ).toHaveLength(1);
    expect(lines.at(-1)).toContain('prod');
  });

  test('it is said in Chinese to whom speaks it', async () => {
    const { lines } = await runCommand(
      commands(made).commands,
      ['first-operator', ...args],
      chinese,
    );
    expect(lines).toContain('登录名：root');
  });
});

describe('given what cannot be done', () => {
  test.each([
    {
      answer: { outcome: 'refused', reason: 'operator-exists' },
      says: 'has an operator already',
    },
    {
      answer: { outcome: 'refused', reason: 'username-taken' },
      says: '"root"',
    },
    {
      answer: {
        outcome: 'refused',
        reason: 'malformed',
        problems: ['username: bad'],
      },
      says: 'username: bad',
    },
    { answer: undefined, says: where.name },
  ])('it says so: $says', async ({ answer, says }) => {
    const { lines, isDone } = await runCommand(
      commands(answer).commands,
      ['first-operator', ...args],
      english,
    );
    expect(isDone).toBe(false);
    expect(lines.join('\n')).toContain(says);
  });

  test.each([
    { given: args.slice(2), says: '--stage is missing' },
    { given: args.slice(0, 6), says: '--organisation is missing' },
    { given: [...args, '--colour', 'red'], says: '--colour' },
  ])('the usage is shown when $says', async ({ given, says }) => {
    const { events, commands: all } = commands(undefined);
    const { lines, isDone } = await runCommand(
      all,
      ['first-operator', ...given],
      english,
    );
    expect(isDone).toBe(false);
    expect(events).toEqual([]);
    expect(lines[0]).toContain(says);
    expect(lines[1]).toContain('npm run ops -- first-operator');
  });
});

test('both languages fill the same facts into each text', () => {
  const facts = (text: string) =>
    [...text.matchAll(/\{\w+\}/g)].map(String).sort();
  for (const key of Object.keys(en) as (keyof typeof en)[]) {
    expect(facts(zhCn[key])).toEqual(facts(en[key]));
  }
});
