import { keptPlaces } from '../../functions/erasure/map/contract.ts';

/** `docs/personal-data.md`: every place where something about a person is. */
export function personalDataPage(): string {
  const heading = [
    '# What is kept about a person 个人信息一览',
    'Written by `npm run docs` from `functions/erasure/map/contract.ts`. The record of a person (`GET /v1/people/{id}/record`) and their erasure (`DELETE /v1/people/{id}`) are complete by this table. Of a student only a name, a username, a number, a class and a role in an organisation are taken. None of them is in a log, an event, a search document or a report but those of rosters.',
  ];
  const columns = {
    Place: 'where',
    Item: 'item',
    What: 'what',
    'What for': 'why',
    'How long': 'howLong',
    'Who sees it': 'whoSees',
    'How it is erased': 'howErased',
  } as const;
  const names = Object.keys(columns) as (keyof typeof columns)[];
  const rows = Object.entries(keptPlaces).map(([id, place]) =>
    cells([id, ...names.map((name) => place[columns[name]])]),
  );
  const table = [
    cells(['Id', ...names]),
    cells(['---', ...names.map(() => '---')]),
    ...rows,
  ];
  return `${[...heading, table.join('\n')].join('\n\n')}\n`;
}

function cells(texts: readonly string[]): string {
  return `| ${texts.join(' | ')} |`;
}
