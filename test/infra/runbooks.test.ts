import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { all, awsStages } from './synthesised.ts';

const folder = 'docs/runbooks';
const parts = ['Description', 'Investigation', 'Resolution'];

type Section = { readonly at: string; readonly text: string };

/** All sections of all runbooks, by the address that alarms name. */
const sections: Section[] = readdirSync(folder)
  .filter((file) => file !== 'README.md')
  .flatMap((file) => {
    const [, ...found] = readFileSync(`${folder}/${file}`, 'utf8').split(
      /^## /m,
    );
    return found.map((text) => {
      const heading = text.slice(0, text.indexOf('\n'));
      return { at: `${folder}/${file}#${heading}`, text };
    });
  });

test.each(awsStages)('every alarm of %s leads to its runbook', (stage) => {
  const alarms = all(stage, 'AWS::CloudWatch::Alarm').map(({ props }) => {
    const [, at] = /Runbook: (\S+)$/.exec(String(props.AlarmDescription)) ?? [];
    return { name: String(props.AlarmName), at };
  });
  expect(alarms.length).toBeGreaterThan(40);
  expect(alarms.map(({ at }) => at).toSorted()).toEqual(
    sections.map(({ at }) => at).toSorted(),
  );
  for (const { name, at } of alarms) {
    expect(at).toMatch(
      new RegExp(`#${name.replace(`xueyuan-${stage}-`, '')}$`),
    );
  }
});

test.each(sections)('$at describes, investigates, resolves', ({ text }) => {
  const found = [...text.matchAll(/^\*\*(\w+)\.\*\* /gm)].map(
    ([, part]) => part,
  );
  expect(found).toEqual(parts);
});

test.each(awsStages)('every alarm of %s tells somebody', (stage) => {
  for (const { props } of all(stage, 'AWS::CloudWatch::Alarm')) {
    expect(props.AlarmActions).toHaveLength(1);
    expect(props.OKActions).toEqual(props.AlarmActions);
    expect(JSON.stringify(props.AlarmActions)).toMatch(/(page|ticket)"/);
  }
});

/** What people wait for pages; what is tried again by itself does not. */
const urgent =
  /-(api|on-token)-(errors|throttles)$|^api-|^events-|-delay$|-engine-(red|blocked)$/;

test.each(awsStages)('only what cannot wait wakes somebody in %s', (stage) => {
  const pages = all(stage, 'AWS::CloudWatch::Alarm')
    .filter(({ props }) =>
      JSON.stringify(props.AlarmActions).includes('-page"'),
    )
    .map(({ props }) =>
      String(props.AlarmName).replace(/^xueyuan-[a-z]+-/, ''),
    );
  expect(pages.length).toBeGreaterThan(10);
  expect(pages.filter((name) => !urgent.test(name))).toEqual([]);
});
