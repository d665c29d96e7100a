import { ulid } from 'ulid';
import { describe, expect, test } from 'vitest';
import {
  costSoFar,
  itemBytes,
  resetCost,
} from '../../functions/platform/cost.ts';
import { firstRubric } from '../../functions/review/model/default-rubric.ts';
import {
  readRubric,
  writeRubric,
} from '../../functions/review/service/rubrics.ts';
import { rubricStore } from '../../functions/review/store/rubrics.ts';
import { got, needs as others, people } from './catalogue.ts';

const needs = { ...others, rubrics: rubricStore };
const { name, criteria } = firstRubric;

/** The librarian of an organisation that nothing stands above. */
function districtLibrarian() {
  const { librarian, school } = people();
  const alone = new Set([school]);
  return {
    ...librarian,
    places: new Map([[school, { above: alone, below: alone }]]),
  };
}

describe('given a rubric that nobody has written', () => {
  const librarian = districtLibrarian();
  const id = `rubric-${ulid().toLowerCase()}`;
  const text = { name, criteria };

  test('then each writing makes a version, and older ones stay', async () => {
    expect(await readRubric(needs, { id })).toMatchObject({ ok: false });
    got(await writeRubric(needs, librarian, { id, ifMatch: '"0"', text }));
    const changed = { ...text, name: { ...name, en: 'Another name' } };
    const stale = { id, ifMatch: '"0"', text: changed };
    expect(await writeRubric(needs, librarian, stale)).toMatchObject({
      error: { code: 'changed' },
    });
    got(await writeRubric(needs, librarian, { ...stale, ifMatch: '"1"' }));
    expect(got(await readRubric(needs, { id }))).toMatchObject({
      version: 2,
      name: { en: 'Another name' },
    });
    expect(got(await readRubric(needs, { id, version: 1 })).name).toEqual(name);
  });

  test('then of ten first writings at once one counts, at its formula', async () => {
    const id = `rubric-${ulid().toLowerCase()}`;
    resetCost();
    const all = await Promise.all(
      Array.from({ length: 10 }, () =>
        writeRubric(needs, librarian, { id, ifMatch: '"0"', text }),
      ),
    );
    const [won, ...more] = all.filter((each) => each.ok);
    expect(more).toEqual([]);
    const rubric = won?.ok ? won.value : undefined;
    const bytes = itemBytes({ pk: `RUBRIC#${id}`, sk: 'LATEST', rubric });
    expect(costSoFar().wru).toBe(4 * Math.ceil(bytes / 1_024));
  });
});

test('given a librarian of a school, then rubrics are not theirs to write', async () => {
  const { librarian, school } = people();
  const above = new Set([school, `org_${ulid()}`]);
  const places = new Map([[school, { above, below: new Set([school]) }]]);
  const wish = { id: 'mine', ifMatch: '"0"', text: { name, criteria } };
  const refused = await writeRubric(needs, { ...librarian, places }, wish);
  const error = { code: 'forbidden', rule: 'district-librarians-only' };
  expect(refused).toEqual({ ok: false, error });
});
