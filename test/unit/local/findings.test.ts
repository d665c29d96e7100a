import { describe, expect, test } from 'vitest';
import { findingsOf } from '../../../local/findings.ts';
import type { Machine } from '../../../local/machine.ts';
import { speaker } from '../../../local/text.ts';

const say = speaker({ LANG: 'en_US.UTF-8' });
const gigabyte = 1024 ** 3;

/** Everything is there and nothing is in the way. */
const good: Machine = {
  system: 'linux',
  node: '24.21.0',
  python: 'Python 3.11.7',
  hasVenv: true,
  java: 'openjdk version "17.0.15" 2025-04-15',
  maven: 'Apache Maven 3.8.7',
  ports: [{ purpose: 'emulator', port: 4577, holder: 'free' }],
  freeBytes: 50 * gigabyte,
  memoryBytes: 8 * gigabyte,
};

test('given a machine that has everything, then nothing is to mend', () => {
  const findings = findingsOf(good, say);
  expect(findings.filter(({ isGood }) => !isGood)).toEqual([]);
});

describe('given a machine that lacks one thing, then exactly that is named with its cure', () => {
  test.each<{
    lack: string;
    machine: Partial<Machine>;
    text: RegExp;
    mend: RegExp;
  }>([
    {
      lack: 'Python',
      machine: { python: undefined, hasVenv: false },
      text: /Python is missing/,
      mend: /python3-venv/,
    },
    {
      lack: 'a new enough Python',
      machine: { python: 'Python 3.9.18' },
      text: /3\.9\.18 is too old/,
      mend: /python3/,
    },
    {
      lack: 'the venv module',
      machine: { hasVenv: false },
      text: /lacks its venv/,
      mend: /python3-venv/,
    },
    {
      lack: 'Java',
      machine: { java: undefined },
      text: /Java is missing/,
      mend: /openjdk-17/,
    },
    {
      lack: 'a new enough Java',
      machine: { java: 'java version "1.8.0_292"' },
      text: /Java 1\.8\.0 is too old/,
      mend: /openjdk-17/,
    },
    {
      lack: 'Maven on a Mac',
      machine: { maven: undefined, system: 'darwin' },
      text: /Maven is missing/,
      mend: /brew install maven/,
    },
    {
      lack: 'a free port',
      machine: {
        ports: [
          { purpose: 'engine', port: 9209, holder: { who: 'java (4711)' } },
        ],
      },
      text: /9209 is taken by java \(4711\)/,
      mend: /XUEYUAN_ENGINE_PORT=\d+ npm start/,
    },
    {
      lack: 'a free port, nobody may say whose it is',
      machine: {
        ports: [
          { purpose: 'emulator', port: 4577, holder: { who: undefined } },
        ],
      },
      text: /4577 is taken by another program/,
      mend: /XUEYUAN_PORT=\d+ npm start/,
    },
    {
      lack: 'disk',
      machine: { freeBytes: gigabyte },
      text: /Only 1\.0 GB of disk/,
      mend: /Free some space/,
    },
    {
      lack: 'memory',
      machine: { memoryBytes: 2 * gigabyte },
      text: /has 2\.0 GB of memory/,
      mend: /more memory/,
    },
  ])('$lack', ({ machine, text, mend }) => {
    const findings = findingsOf({ ...good, ...machine }, say);
    const bad = findings.filter(({ isGood }) => !isGood);
    expect(bad).toEqual([
      {
        isGood: false,
        text: expect.stringMatching(text),
        mend: expect.stringMatching(mend),
      },
    ]);
  });
});

test('given Python 3.10 and Java 21, then both are new enough', () => {
  const machine = { ...good, python: 'Python 3.10.0', java: 'version "21"' };
  const findings = findingsOf(machine, say);
  expect(findings.every(({ isGood }) => isGood)).toBe(true);
});

test('given a port that our own server holds, then it is no obstacle', () => {
  const ports = [{ purpose: 'engine', port: 9209, holder: 'ours' }] as const;
  const findings = findingsOf({ ...good, ports }, say);
  expect(findings.every(({ isGood }) => isGood)).toBe(true);
});

test('given a Chinese locale, then the findings are in Chinese', () => {
  const chinese = speaker({ LANG: 'zh_CN.UTF-8' });
  const [finding] = findingsOf(good, chinese);
  expect(finding?.text).toBe('脚本由 Node 24.21.0 运行。');
});
