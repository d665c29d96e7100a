import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drill } from '../../drill/drill.ts';
import { drillInstance } from '../../drill/instance.ts';
import { type Drill, linesOf } from '../../drill/report.ts';
import { takeDown } from '../../local/bring-up.ts';
import type { Instance } from '../../local/instance.ts';
import { progressOn } from '../../local/progress.ts';
import { speaker } from '../../local/text.ts';

/** A quiet machine takes a third of it. */
const limitMs = 20 * 60_000;

let instance: Instance;
let done: Drill;

beforeAll(async () => {
  instance = await drillInstance();
  done = await drill(
    instance,
    {
      // Always the same losses: a property test draws others.
      seed: 'npm test',
      resources: 40,
      throughApi: 10,
      written: 8,
      organisations: 3,
      objects: 3,
      kills: {
        recovery: [
          { step: 'reconcile', when: 'found', of: 'directory' },
          { step: 'reconcile', when: 'found', of: 'resource' },
        ],
        primary: [{ step: 'agree', when: 'begun' }],
      },
    },
    progressOn(process.stdout),
    speaker(process.env),
  );
  for (const line of linesOf(done)) console.log(line);
}, limitMs);

afterAll(async () => {
  if (instance === undefined) return;
  await takeDown(instance);
  // What failed leaves its logs.
  if (done?.isGood) rmSync(instance.folder, { recursive: true, force: true });
}, limitMs);

describe('given a district whose Region is destroyed while people write', () => {
  test('then commands are lost whole and torn, and objects too', () => {
    const { commands, items, objects } = done.taken;
    expect(commands).toBeGreaterThan(0);
    expect(items).toBeGreaterThan(3);
    expect(objects).toBeGreaterThan(0);
    const directory = ['membership', 'organisation', 'tree'];
    const listed = Object.keys(done.listed).map((one) => one.split(' ')[0]);
    expect(directory.some((one) => listed.includes(one))).toBe(true);
    const { 'header lost': headers = 0, 'body lost': bodies = 0 } = done.listed;
    expect(headers + bodies).toBeGreaterThan(0);
    const ofReviews = ['review', 'assignment', 'sheet', 'news', 'load'];
    expect(ofReviews.some((one) => listed.includes(one))).toBe(true);
  });

  test('then both Regions took over, and every check holds', () => {
    expect(done.checks.filter(({ isSo }) => !isSo)).toEqual([]);
    expect(done.checks.length).toBeGreaterThan(20);
    for (const { heads, sealedEntries, files, seals } of Object.values(
      done.verified,
    )) {
      expect(heads).toBeGreaterThan(40);
      expect(sealedEntries).toBeGreaterThan(100);
      expect(files).toBeGreaterThan(30);
      expect(seals).toBeGreaterThan(1);
    }
  });

  test('then something was in review, and was decided on', () => {
    const decided = done.checks.filter(({ what }) => /decided on/.test(what));
    expect(decided).toMatchObject([
      { found: { state: 'published' } },
      { found: { state: 'published' } },
    ]);
  });

  test('then the report says what it cannot measure', () => {
    expect(done.rpo).toMatch(/not measurable here/i);
    for (const steps of Object.values(done.rtoEmulated)) {
      expect(Object.keys(steps)).toContain('wake');
    }
  });
});
