import { describe, expect, test } from 'vitest';
import { progressOn } from '../../../local/progress.ts';

function recording(isTTY: boolean) {
  const written: string[] = [];
  const output = { isTTY, write: (text: string) => written.push(text) };
  let clock = 0;
  const now = () => clock;
  const pass = (ms: number) => {
    clock += ms;
  };
  return { progress: progressOn(output, now), written, pass };
}

describe('given a log', () => {
  test('when a step ends, then its beginning and its end have a line each, with the time and the last note', async () => {
    const { progress, written, pass } = recording(false);
    const value = await progress.step('Deploying', async ({ note }) => {
      note('1 of 2');
      note('2 of 2');
      pass(1_250);
      return 7;
    });
    expect(value).toBe(7);
    expect(written).toEqual([
      '… Deploying\n',
      '✓ Deploying · 2 of 2 (1.3 s)\n',
    ]);
  });

  test('when a step fails, then the log says so and the error goes on', async () => {
    const { progress, written } = recording(false);
    const failing = progress.step('Deploying', async () => {
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(written.at(-1)).toBe('✗ Deploying (0.0 s)\n');
  });
});

test('given a terminal, when a step ends, then its line is drawn over', async () => {
  const { progress, written } = recording(true);
  await progress.step('Deploying', async () => undefined);
  expect(written.join('')).toBe('\r\x1b[K✓ Deploying (0.0 s)\n');
});
