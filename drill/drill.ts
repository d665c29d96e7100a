import { inRecoveryRegion } from '../lib/seats.ts';
import { bringUp } from '../local/bring-up.ts';
import { localStage } from '../local/deploy.ts';
import type { Instance } from '../local/instance.ts';
import { platformOf } from '../local/platform-of.ts';
import type { Progress } from '../local/progress.ts';
import type { Say } from '../local/text.ts';
import { load } from './before.ts';
import { chanceOf } from './chance.ts';
import { destroy } from './destroying.ts';
import { standbyAnswers } from './readers.ts';
import { type Check, counted, type Drill, none, rpoNote } from './report.ts';
import { type Lost, take } from './taking.ts';
import { takeOver } from './taking-over.ts';
import type { Wish } from './wish.ts';

/**
 * Loads a district, destroys its Region while people write, has the other
 * Region take over by the steps of `recover`, verifies everything, fails back,
 * and verifies again. `instance` is thrown away by whoever made it.
 */
export async function drill(
  instance: Instance,
  wish: Wish,
  progress: Progress,
  say: Say,
): Promise<Drill> {
  const began = new Date();
  const { step } = progress;
  await bringUp(instance, progress, say);
  const running = { instance, wish, chance: chanceOf(wish.seed), progress };
  const primary = localStage(instance);
  const away = inRecoveryRegion(primary);
  const before = await load(running, primary);
  const standing = await standbyAnswers(
    await platformOf(instance, away),
    before.sample.published,
  );
  const remains = await step('The primary Region is destroyed', () =>
    destroy(instance, primary),
  );
  const lost = await take(running, away, before);
  const there = await takeOver(running, 'recovery', before, lost);
  const back = await takeOver(
    { ...running, instance: there.instance },
    'primary',
    before,
    lost,
  );
  const standingAgain = await standbyAnswers(
    await platformOf(instance, away),
    before.sample.published,
  );
  const inStandby = { write: '503 standby', read: 200 };
  const checks: Check[] = [
    none('The destroyed Region holds nothing', Object.values(remains).flat()),
    ...[standing, standingAgain].map((found) => ({
      what: 'A Region that stands by answers reads, and writes with 503 standby',
      isSo: JSON.stringify(found) === JSON.stringify(inStandby),
      found,
    })),
    ...there.checks,
    ...back.checks,
  ];
  return {
    seed: wish.seed,
    began: began.toISOString(),
    seconds: (Date.now() - began.getTime()) / 1_000,
    loaded: {
      made: before.made,
      throughApi: wish.throughApi,
      written: before.written.length,
      organisations: before.organising.organisations.length,
    },
    taken: {
      commands: allLosses(lost).reduce((sum, { whole }) => sum + whole, 0),
      items: allLosses(lost).reduce((sum, { cut }) => sum + cut.length, 0),
      objects: lost.files.length,
    },
    listed: counted(there.listed),
    beyondKnowing: lost.beyond.length,
    rtoEmulated: { recovery: there.rto, primary: back.rto },
    rpo: rpoNote,
    verified: { recovery: there.verified, primary: back.verified },
    checks,
    isGood: checks.every(({ isSo }) => isSo),
  };
}

function allLosses({ directory, losses }: Lost) {
  return [...losses, ...directory.organisations];
}
