import { expect, test } from 'vitest';
import { firstRubric } from '../../../functions/review/model/default-rubric.ts';
import { judgedRubric } from '../../../functions/review/model/torn-rubrics.ts';

const at = (version: number) => ({ ...firstRubric, version });
const own = (version: number) => ({ ...at(version), id: 'lessons' });

test.each([
  ['whole', 'default', at(2), [at(2)], {}],
  ['the newest by its number lost', 'default', at(2), [], { version: at(2) }],
  ['the newest behind', 'default', at(2), [at(2), at(3)], { latest: at(3) }],
  ['the newest lost', 'default', undefined, [at(2)], { latest: at(2) }],
  ['the first behind', 'lessons', own(2), [own(2)], {}],
] as const)(
  'given a rubric, %s, then what can be had is put back',
  (_, id, latest, versions, put) => {
    const { torn: __, ...written } = judgedRubric({ id, latest, versions });
    expect(written).toEqual(put);
  },
);

test.each([
  ['default', at(2), [at(2)], []],
  ['default', at(2), [], ['lost 2']],
  ['default', at(2), [at(2), at(3)], ['behind latest']],
  ['default', undefined, [at(2)], ['lost latest']],
  // Nobody has the text of the first one any more.
  ['lessons', own(2), [own(2)], ['lost 1']],
] as const)(
  'given a rubric %s, then what is torn is told',
  (id, latest, versions, told) => {
    const { torn } = judgedRubric({ id, latest, versions });
    expect(torn.map(({ tear, which }) => `${tear} ${which}`)).toEqual(told);
  },
);
