import { describe, expect, test } from 'vitest';
import { type Language, languages } from '../../functions/platform/contract.ts';
import { keptBuckets } from '../../lib/names.ts';
import { folders } from '../../local/docs/runbooks/section.ts';
import { runbookSections } from '../support/runbook-pages.ts';
import {
  all,
  allAway,
  awsStages,
  type Placed,
  runbooksOf,
  type StageName,
} from './synthesised.ts';

/** Pages that no alarm leads to. */
const byHand = ['README', 'incidents'];

/** By the address that alarms name. */
const sections = runbookSections.filter(({ name }) => !byHand.includes(name));

const labels = { 'zh-CN': '处置手册', en: 'Runbook' } as const;

/** The section that an alarm's link of a language leads to. */
function ledTo(
  { AlarmDescription }: Placed['props'],
  stage: StageName,
  language: Language,
): string {
  const link = new RegExp(`${labels[language]}: (\\S+)`);
  const [, at = ''] = link.exec(String(AlarmDescription)) ?? [];
  const folder = `${folders[language]}/`.replace(
    `${folders.en}/`,
    runbooksOf(stage),
  );
  return at.replace(folder, `${folders.en}/`);
}

/** Alarms that a stage may lack, by its configuration. */
const optional = [
  'certificate',
  ...keptBuckets.flatMap((one) => [
    `${one}-replication`,
    `${one}-replication-failed`,
  ]),
].map((name) => `docs/runbooks/watch.md#watch-${name}`);

describe.each(languages)('given the runbooks in %s', (language) => {
  const written = sections.filter((one) => one.language === language);

  test.each(awsStages)('every alarm of %s leads to its section', (stage) => {
    const alarms = telling(stage).map(({ props }) => {
      return {
        name: String(props.AlarmName),
        at: ledTo(props, stage, language),
      };
    });
    expect(alarms.length).toBeGreaterThan(100);
    const led = new Set([...alarms.map(({ at }) => at), ...optional]);
    expect([...led].toSorted()).toEqual(written.map(({ at }) => at).toSorted());
    for (const { name, at } of alarms) {
      // Rates of one service level share a heading.
      const heading = at.replace(/^.*#/, '');
      expect(`${name.replace(`xueyuan-${stage}-`, '')}-`).toMatch(
        new RegExp(`^${heading}-`),
      );
    }
  });
});

test.each(awsStages)(
  'every alarm of the other Region of %s that tells leads to one of these',
  (stage) => {
    const alarms = allAway(stage, 'AWS::CloudWatch::Alarm').filter(
      ({ props }) => props.ActionsEnabled !== false,
    );
    expect(alarms.length).toBeGreaterThan(0);
    for (const { props } of alarms) {
      for (const language of languages) {
        const at = ledTo(props, stage, language);
        expect(sections.map((section) => section.at)).toContain(at);
      }
    }
  },
);

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
