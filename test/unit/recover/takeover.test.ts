import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readStage } from '../../../lib/config.ts';
import { variablesOf } from '../../../recover/environment.ts';
import { takeover } from '../../../recover/takeover.ts';

const folder = mkdtempSync(join(tmpdir(), 'xueyuan-takeover-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The stage `dev` after such a change, in a file of its own. */
function stageAfter(change: object): string {
  const dev = JSON.parse(readFileSync('config/dev.json', 'utf8'));
  const name = 'changed';
  writeFileSync(
    join(folder, `${name}.json`),
    JSON.stringify({ ...dev, ...change }),
  );
  return name;
}

test('given a lost primary Region, then the other one answers in the next epoch and copies nowhere', () => {
  const stage = stageAfter({});
  const { region, recoveryRegion } = readStage({ stage }, folder);
  const asked = { stage, to: 'recovery', directory: folder } as const;
  const { taken, there } = takeover({ ...asked, adoptTables: false });
  expect(taken).toEqual({
    active: 'recovery',
    epoch: 2,
    recovery: { copies: false, adoptTables: false },
  });
  expect(there).toMatchObject({
    seat: 'recovery',
    active: 'recovery',
    epoch: 2,
    region: recoveryRegion,
    recoveryRegion: region,
  });
  const copies = JSON.parse(variablesOf(there).LIBRARY_COPIES ?? '');
  expect(copies).toHaveLength(1);
});

test('given a recovery Region that answers, then the primary stands by in this epoch and answers in the next, with copies in both', () => {
  const recovery = { copies: false, adoptTables: false };
  const stage = stageAfter({ active: 'recovery', epoch: 2, recovery });
  const asked = { stage, to: 'primary', directory: folder } as const;
  const { overridesOf, standing, taken, there } = takeover({
    ...asked,
    overrides: '{"logDays":7}',
    adoptTables: true,
  });
  const both = { copies: true, adoptTables: true };
  expect(standing).toEqual({ active: 'recovery', epoch: 2, recovery: both });
  expect(taken).toEqual({ active: 'primary', epoch: 3, recovery: both });
  expect(there).toMatchObject({ seat: 'primary', epoch: 3, logDays: 7 });
  expect(JSON.parse(overridesOf(taken))).toEqual({ ...taken, logDays: 7 });
  const copies = JSON.parse(variablesOf(there).LIBRARY_COPIES ?? '');
  expect(copies).toHaveLength(2);
});
