import { describe, expect, test } from 'vitest';
import { readStage } from '../../../lib/config.ts';
import { whereActive } from '../../../lib/seats.ts';
import { runCommand, speaker } from '../../../ops/command.ts';
import type { Target } from '../../../ops/target.ts';
import { type Tool, toolCommand } from '../../../ops/tool.ts';
import { toolCommands } from '../../../ops/tools.ts';

const say = speaker({ LANG: 'en_GB.UTF-8' });
const target = { stage: readStage({ stage: 'dev' }) } as Target;

/** A tool that does what it is told to, and what was recorded of it. */
function recorded(use: Tool['use']) {
  const notes: unknown[] = [];
  const tool: Tool = { usage: 'try', summary: 'dlqListSummary', use };
  const command = toolCommand('try', tool, {
    targetOf: () => target,
    recordOf: async (_, facts) => {
      notes.push(facts);
      return async (noted) => void notes.push(noted);
    },
  });
  return { notes, run: (...args: string[]) => command.run(args, say) };
}

describe('given a tool that is used', () => {
  test('then who uses it is recorded before it begins, and how it ended', async () => {
    const seen: number[] = [];
    const { notes, run } = recorded(async () => {
      seen.push(notes.length);
      return { lines: ['done'], isDone: true };
    });
    expect(await run('--stage', 'dev')).toMatchObject({ isDone: true });
    expect(seen).toEqual([2]);
    expect(notes).toEqual([
      { tool: 'try', args: ['--stage', 'dev'] },
      { code: 'OPERATOR_TOOL_BEGUN' },
      { code: 'OPERATOR_TOOL_ENDED', isDone: true },
    ]);
  });

  test('then a failure is recorded too, and not hidden', async () => {
    const { notes, run } = recorded(async () => {
      throw new Error('broken');
    });
    await expect(run('--stage', 'dev')).rejects.toThrow('broken');
    expect(notes.at(-1)).toEqual({
      code: 'OPERATOR_TOOL_ENDED',
      isDone: false,
    });
  });

  test('then nothing is done that cannot be recorded', async () => {
    let uses = 0;
    const use = async () => {
      uses += 1;
      return { lines: [], isDone: true };
    };
    const tool: Tool = { usage: 'try', summary: 'dlqListSummary', use };
    const command = toolCommand('try', tool, {
      targetOf: () => target,
      recordOf: async () => {
        throw new Error('no log');
      },
    });
    await expect(command.run(['--stage', 'dev'], say)).rejects.toThrow();
    expect(uses).toBe(0);
  });

  test('then a local platform that is not up is said', async () => {
    const tool = { usage: 'try', summary: 'dlqListSummary' } as Tool;
    const command = toolCommand('try', tool, {
      targetOf: () => undefined,
      recordOf: async () => async () => undefined,
    });
    const { lines, isDone } = await command.run(['--stage', 'local'], say);
    expect({ lines, isDone }).toEqual({
      lines: ['The local platform is not up. First run: npm start'],
      isDone: false,
    });
  });
});

const commands = toolCommands({
  targetOf: () => {
    throw new Error('nothing may be done');
  },
  recordOf: async () => async () => undefined,
});

test.each([
  { line: 'dlq', says: 'There is no command "dlq"' },
  { line: 'dlq show --stage dev', says: 'Name one queue' },
  { line: 'dlq show a b --stage dev', says: '"b" has no place' },
  { line: 'dlq show a --max 0 --stage dev', says: '--max is "0"' },
  { line: 'dlq show a --max 1001 --stage dev', says: 'from 1 to 1000' },
  { line: 'dlq redrive --stage dev', says: 'Name one queue' },
  { line: 'dlq list --colour red --stage dev', says: 'Options: --stage.' },
  { line: 'dlq list all --stage dev', says: '"all" has no place' },
  { line: 'dlq list --stage nowhere', says: '--stage is "nowhere"' },
  { line: 'restore table catalogue --stage dev', says: '--at is missing' },
  {
    line: 'restore table catalogue work --at 2026-09-01 --stage dev',
    says: '"work" has no place',
  },
  { line: 'request --stage dev', says: 'not the id of a request' },
  { line: 'request abc"def-ghi --stage dev', says: 'abc"def-ghi' },
  {
    line: 'replay --stage dev',
    says: '--since is missing',
  },
  { line: 'replay 2026-09-01 --stage dev', says: '"2026-09-01" has no place' },
  { line: 'replay --since soon --stage dev', says: '--since is "soon"' },
  {
    line: 'replay --since 2026-09-02 --until 2026-09-01 --stage dev',
    says: 'from 2026-09-02T00:00:00.000Z until 2026-09-01T00:00:00.000Z',
  },
  { line: 'reconcile now --stage dev', says: '"now" has no place' },
  { line: 'reindex --segments 65 --stage dev', says: '--segments is "65"' },
  {
    line: 'request abcdefgh --since yesterday --stage dev',
    says: '--since is "yesterday"',
  },
])('$line is refused: $says', async ({ line, says }) => {
  const { lines, isDone, isMisused } = await runCommand(
    commands,
    line.split(' '),
    say,
  );
  expect({ isDone, isMisused }).toEqual({ isDone: false, isMisused: true });
  expect(lines.join('\n')).toContain(says);
});

test('given a stage whose recovery Region has taken over, then tools act there', () => {
  const before = readStage({ stage: 'dev' });
  expect(whereActive(before)).toBe(before);
  const change = JSON.stringify({ active: 'recovery', epoch: 2 });
  const after = readStage({ stage: 'dev', overrides: change });
  expect(whereActive(after)).toMatchObject({
    seat: 'recovery',
    region: before.recoveryRegion,
    recoveryRegion: before.region,
  });
});
