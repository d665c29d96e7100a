import { describe, expect, test } from 'vitest';
import { awsStages, type Finding, stageOf } from './synthesised.ts';

/** All that may be deployed to AWS, the example for China too. */
const stages = [...awsStages, 'cn'] as const;

describe.each(stages)('given stage %s, judged by cdk-nag', (name) => {
  const { accepted, complaint, found } = stageOf(name);

  /** Whether an acceptance at one construct is of a finding in it. */
  const answers = (acceptance: Finding, finding: Finding) =>
    acceptance.rule === finding.rule &&
    `${finding.path}/`.startsWith(`${acceptance.path}/`);

  test('then it finds what our stacks are known to do', () => {
    expect(found.length).toBeGreaterThan(20);
  });

  test('then synthesis has nothing to complain of', () => {
    expect(complaint).toBe('');
  });

  test('then every acceptance answers just one finding', () => {
    const counts = accepted.map((acceptance) => ({
      ...acceptance,
      answered: found.filter((finding) => answers(acceptance, finding)).length,
    }));
    expect(counts.filter(({ answered }) => answered !== 1)).toEqual([]);
  });

  test('then every finding is accepted where it is', () => {
    const open = found.filter(
      (finding) => !accepted.some((accepted) => answers(accepted, finding)),
    );
    expect(open).toEqual([]);
  });

  test('then no acceptance is of a whole stack', () => {
    expect(accepted.filter(({ path }) => !path.includes('/'))).toEqual([]);
  });
});
