import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { keptBuckets } from '../../lib/names.ts';
import { parts } from '../../local/docs/runbooks/section.ts';
import {
  all,
  allAway,
  awsStages,
  type Placed,
  type StageName,
} from './synthesised.ts';

const folder = 'docs/runbooks';

/** Pages that no alarm leads to. */
const byHand = ['README.md', 'incidents.md'];

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

/** Alarms that a stage may lack, by its configuration. */
const optional = [
  'certificate',
  ...keptBuckets.flatMap((one) => [
    `${one}-replication`,
    `${one}-replication-failed`,
  ]),
].map((name) => `docs/runbooks/watch.md#watch-${name}`);

test.each(awsStages)('every alarm of %s leads to its runbook', (stage) => {
  const alarms = telling(stage).map(({ props }) => {
    const [, at = ''] =
      /Runbook: (\S+)$/.exec(String(props.AlarmDescription)) ?? [];
    return { name: String(props.AlarmName), at };
  });
  expect(alarms.length).toBeGreaterThan(100);
  const led = new Set([...alarms.map(({ at }) => at), ...optional]);
  const ofAlarms = sections
    .map(({ at }) => at)
    .filter((at) => !byHand.some((file) => at.includes(`/${file}#`)));
  expect([...led].toSorted()).toEqual(ofAlarms.toSorted());
  for (const { name, at } of alarms) {
    // Rates of one service level share a heading.
    const heading = at.replace(/^.*#/, '');
    expect(`${name.replace(`xueyuan-${stage}-`, '')}-`).toMatch(
      new RegExp(`^${heading}-`),
    );
  }
});

test.each(awsStages)(
  'every alarm of the other Region of %s that tells leads to one of these',
  (stage) => {
    const alarms = allAway(stage, 'AWS::CloudWatch::Alarm').filter(
      ({ props }) => props.ActionsEnabled !== false,
    );
    expect(alarms.length).toBeGreaterThan(0);
    for (const { props } of alarms) {
      const [, at] =
        /Runbook: (\S+)$/.exec(String(props.AlarmDescription)) ?? [];
      expect(sections.map((section) => section.at)).toContain(at);
    }
  },
);

test.each(sections)('$at has all six parts, each with words', ({ text }) => {
  const [, ...found] = text.split(/^\*\*(?=[A-Z][a-z ]+\.\*\* )/m);
  const named = found.map((part) => part.split('.** '));
  expect(named.map(([name]) => name)).toEqual(Object.values(parts));
  for (const [, says = ''] of named) expect(says.trim()).toMatch(/\w.*[.?]$/s);
});

test.each(awsStages)(
  'every alarm of %s tells somebody, or is a part of one that does',
  (stage) => {
    const rules = all(stage, 'AWS::CloudWatch::CompositeAlarm')
      .map(({ props }) => JSON.stringify(props.AlarmRule))
      .join();
    for (const { id, props } of all(stage, 'AWS::CloudWatch::Alarm')) {
      if (props.AlarmActions === undefined) expect(rules).toContain(`"${id}"`);
    }
    for (const { props } of telling(stage)) {
      expect(props.AlarmActions).toHaveLength(1);
      expect(props.OKActions).toEqual(props.AlarmActions);
      expect(JSON.stringify(props.AlarmActions)).toMatch(/(page|ticket)"/);
    }
  },
);

/** The alarms of a stage that tell somebody. */
function telling(stage: StageName): Placed[] {
  return ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm']
    .flatMap((type) => all(stage, type))
    .filter(({ props }) => props.AlarmActions !== undefined);
}

/** What people wait for pages; what is tried again by itself does not. */
const urgent =
  /-(api|on-token)-(errors|throttles)$|^api-|^events-|-delay$|-engine-(red|blocked)$|^service-levels-.*-(quick|steady)$|^watch-concurrency$/;

test.each(awsStages)('only what cannot wait wakes somebody in %s', (stage) => {
  const pages = telling(stage)
    .filter(({ props }) =>
      JSON.stringify(props.AlarmActions).includes('-page"'),
    )
    .map(({ props }) =>
      String(props.AlarmName).replace(/^xueyuan-[a-z]+-/, ''),
    );
  expect(pages.length).toBeGreaterThan(10);
  expect(pages.filter((name) => !urgent.test(name))).toEqual([]);
});
