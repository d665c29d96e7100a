import { join } from 'node:path';
import type { Torn } from '../functions/resources/recovering.ts';
import type { Stage } from '../lib/config.ts';
import { inRecoveryRegion, type Seat } from '../lib/seats.ts';
import { bringUp } from '../local/bring-up.ts';
import { localStage } from '../local/deploy.ts';
import type { Instance } from '../local/instance.ts';
import { createDraft } from '../local/journey.ts';
import type { Platform } from '../local/platform-file.ts';
import { platformOf } from '../local/platform-of.ts';
import type { Progress } from '../local/progress.ts';
import type { Say } from '../local/text.ts';
import { until } from '../local/wait.ts';
import type { Line } from '../recover/run.ts';
import { plans } from '../recover/steps.ts';
import { type Chance, chanceOf } from './chance.ts';
import { type Kill, runRecovery, verifyRegion } from './children.ts';
import { destroy } from './destroying.ts';
import { changed } from './instance.ts';
import {
  contributionOf,
  type Findable,
  loadMade,
  loadThroughApi,
} from './loading.ts';
import {
  type Expected,
  expectedOf,
  type Loss,
  lossOf,
  told,
} from './losing.ts';
import {
  clientOf,
  loadStaff,
  personsOf,
  type Staff,
  signInAgain,
} from './people.ts';
import {
  type Answers,
  changedAnswers,
  permissions,
  searches,
  standbyAnswers,
} from './readers.ts';
import {
  indexNow,
  regionOf,
  sealNow,
  takeItems,
  takeObject,
} from './region.ts';
import {
  type Check,
  counted,
  type Drill,
  none,
  rpoNote,
  sameSet,
} from './report.ts';
import type { Verified } from './verifying.ts';
import { keepWriting, type Written } from './writing.ts';

export type Wish = {
  readonly seed: string;
  /** Resources in all, and how many of them come through the API. */
  readonly resources: number;
  readonly throughApi: number;
  /** Resources that are written to just before the loss. */
  readonly written: number;
  readonly objects: number;
  /** By which Region takes over: when its recovery is killed once. */
  readonly kills: Readonly<Partial<Record<Seat, Kill>>>;
};

/** How many resources searches are compared on. */
const searched = 12;
const searchLimitSeconds = 180;

type Running = {
  readonly instance: Instance;
  readonly wish: Wish;
  readonly chance: Chance;
  readonly progress: Progress;
};

/** What was so before the loss. */
type Before = {
  readonly staff: Staff;
  readonly known: readonly Findable[];
  readonly made: number;
  readonly written: readonly Written[];
  readonly permissions: Answers;
  readonly searches: Answers;
  readonly sample: { readonly draft: string; readonly published: string };
  readonly compared: readonly Findable[];
};

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
    },
    taken: {
      commands: lost.losses.reduce((sum, { whole }) => sum + whole, 0),
      items: lost.losses.reduce((sum, { cut }) => sum + cut.length, 0),
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

async function load(
  { chance, instance, progress, wish }: Running,
  stage: Stage,
): Promise<Before> {
  const { step } = progress;
  const platform = await platformOf(instance, stage);
  const region = regionOf(instance, stage);
  const journal = join(instance.folder, 'drill.ndjson');
  const staff = await step('People are made', () =>
    loadStaff(platform, journal),
  );
  const count = wish.resources - wish.throughApi;
  const made = await step('Model-made resources are loaded', () =>
    loadMade(region, { cast: staff, chance, count }),
  );
  const told = await step('Resources come through the API', () =>
    loadThroughApi(platform, {
      ...{ chance, journal, staff },
      count: wish.throughApi,
    }),
  );
  await step('All is sealed and indexed', async () => {
    await sealNow(region);
    await indexNow(region);
  });
  const half = Math.floor(wish.written / 2);
  const rewritten = told.slice(0, half);
  const known = [...told.slice(half), ...made];
  const compared = [
    ...known.slice(0, searched / 2),
    ...known.slice(-searched / 2),
  ];
  const [first] = known;
  if (first === undefined) throw new Error('There is nothing to compare.');
  const written = await step('People go on writing', () =>
    keepWriting(
      {
        ...{
          dynamoDb: region.dynamoDb,
          table: region.names.table('catalogue'),
        },
        teacher: clientOf(platform, 'teacher'),
        librarian: clientOf(platform, 'librarian'),
        ...{ chance, staff },
      },
      { fresh: wish.written - half, known: rewritten },
    ),
  );
  const draft = await draftOf(platform, staff, chance);
  const sample = { draft, published: first.id };
  return step('What people see is noted', async () => ({
    ...{ staff, known, made: count, written, sample, compared },
    searches: await foundSearches(platform, compared),
    permissions: await permissions(platform, staff, sample),
  }));
}

/** Searches once each finds its resource: the index follows within seconds. */
function foundSearches(
  platform: Platform,
  compared: readonly Findable[],
): Promise<Answers> {
  const what = 'Every resource is found by its title and its text';
  return until({ what, limitSeconds: searchLimitSeconds }, async () => {
    const answers = await searches(platform, compared);
    const isFound = compared.every(
      ({ id, textWord, titleWord }) =>
        answers[textWord] === id && answers[titleWord] === id,
    );
    return isFound ? answers : undefined;
  });
}

/** A draft that nobody but its people sees. */
async function draftOf(
  platform: Platform,
  staff: Staff,
  chance: Chance,
): Promise<string> {
  const words = { titleWord: chance.digits(12), textWord: chance.digits(12) };
  const given = contributionOf(words, staff);
  const { resource } = await createDraft(clientOf(platform, 'teacher'), given);
  return resource.id;
}

type Lost = Expected & {
  readonly losses: readonly Loss[];
  readonly files: readonly string[];
};

/** Takes away a random suffix of what was copied, and some objects. */
async function take(
  { chance, instance, progress, wish }: Running,
  away: Stage,
  { known, written }: Before,
): Promise<Lost> {
  const region = regionOf(instance, away);
  return progress.step('What was copied last is taken away', async () => {
    const losses = written.map((one) => lossOf(one, chance));
    for (const [at, loss] of losses.entries()) {
      const latest = written[at]?.states.at(-1) ?? new Map();
      await takeItems(region, loss, latest);
    }
    const picked = Array.from({ length: wish.objects }, () =>
      chance.pick(known),
    );
    const holders = new Map(picked.map(({ file, id }) => [file, id]));
    for (const file of holders.keys()) await takeObject(region, file);
    const expected = losses.map(expectedOf);
    const objects = [...holders].map(([which, resource]): Torn => {
      return { resource, item: 'object', tear: 'lost', which };
    });
    return {
      losses,
      files: [...holders.keys()],
      listed: [...expected.flatMap(({ listed }) => listed), ...objects],
      beyond: expected.flatMap(({ beyond }) => beyond),
    };
  });
}

type TakenOver = {
  readonly instance: Instance;
  readonly rto: Record<string, number>;
  readonly listed: readonly Torn[];
  readonly verified: Omit<Verified, 'torn' | 'faulty'>;
  readonly checks: readonly Check[];
};

/** How many resources are published in the Region that has taken over. */
const writtenAfter = 2;

async function takeOver(
  { chance, instance, progress, wish }: Running,
  to: Seat,
  before: Before,
  lost: Lost,
): Promise<TakenOver> {
  const { step } = progress;
  const kill = wish.kills[to];
  const killed =
    kill &&
    (await step(`recover --to ${to} is killed in ${kill.step}`, () =>
      runRecovery(instance, { to, kill }),
    ));
  const ran = await step(`recover --to ${to}`, () =>
    runRecovery(instance, { to }),
  );
  if (ran.taken === undefined) {
    throw new Error(`recover --to ${to} ended with ${ran.status}.`);
  }
  const again = await runRecovery(instance, { to });
  const after = changed(instance, ran.taken);
  const own = localStage(after);
  const stage = to === 'recovery' ? inRecoveryRegion(own) : own;
  const lines = [...(killed?.lines ?? []), ...ran.lines];
  const platform = await platformOf(after, stage);
  await step('People sign in after the reset', () =>
    signInAgain(platform, stage, before.staff),
  );
  await step('People go on writing, and find it', async () => {
    const fresh = await loadThroughApi(platform, {
      journal: join(after.folder, `drill-${to}.ndjson`),
      ...{ chance, count: writtenAfter, staff: before.staff },
    });
    await foundSearches(platform, fresh);
  });
  const verified = await step('Everything is verified', async () => {
    await sealNow(regionOf(after, stage));
    return verifyRegion(after, stage);
  });
  const listed = listedIn(lines);
  const { faulty, torn, ...counts } = verified;
  const checks = await step('What people see is compared', async () => [
    ...(killed
      ? [
          {
            what: `${to}: killed in ${kill.step}, the recovery went on there`,
            isSo: killed.status === 'SIGKILL' && ran.begun[0] === kill.step,
            found: [killed.status, ran.begun[0]],
          },
        ]
      : []),
    sameSet(`${to}: every step is noted`, stepsOf(lines), plans[to]),
    none(`${to}: run again, it takes no step`, again.begun),
    ...judged(to, { listed, torn }, lost),
    none(
      `${to}: every chain is whole, but where a header is told as lost`,
      faulty.filter(({ id }) => !hasLostHeader(lost, id)),
    ),
    none(`${to}: every file is what it is named by`, counts.wrongFiles),
    none(`${to}: every seal holds`, counts.wrongSeals),
    none(
      `${to}: everyone is the person they were`,
      changedAnswers(before.staff.persons, await personsOf(platform)),
    ),
    none(
      `${to}: everyone may do what they might`,
      changedAnswers(
        before.permissions,
        await permissions(platform, before.staff, before.sample),
      ),
    ),
    none(
      `${to}: searches answer as before`,
      changedAnswers(
        before.searches,
        await searches(platform, before.compared),
      ),
    ),
  ]);
  return {
    instance: after,
    rto: secondsOf(lines),
    listed,
    verified: counts,
    checks,
  };
}

/** The recovery lists just what was taken; nothing is left that can be had. */
function judged(
  to: Seat,
  { listed, torn }: { listed: readonly Torn[]; torn: readonly Torn[] },
  lost: Lost,
): Check[] {
  const texts = (all: readonly Torn[]) => all.map(told);
  const headless = new Set(
    lost.losses.filter(({ left }) => !left.has('HEAD')).map(({ id }) => id),
  );
  const isForGood = ({ item, resource, tear }: Torn) =>
    headless.has(resource) ||
    (tear === 'lost' && item !== 'version' && item !== 'link');
  const due = texts(lost.listed);
  return [
    to === 'recovery'
      ? sameSet('recovery: lists exactly what was taken', texts(listed), due)
      : sameSet(
          'primary: lists what is lost for good',
          texts(listed),
          texts(torn),
        ),
    none(
      `${to}: every head is consistent, and only what is lost for good is told`,
      torn.filter((one) => !isForGood(one) || !due.includes(told(one))),
    ),
  ];
}

function hasLostHeader({ listed }: Lost, id: string): boolean {
  return listed.some(
    ({ item, resource, tear }) =>
      resource === id && item === 'header' && tear === 'lost',
  );
}

function listedIn(lines: readonly Line[]): Torn[] {
  const line = lines.find(({ step }) => step === 'reconcile');
  return (line?.outcome.torn ?? []) as Torn[];
}

const stepsOf = (lines: readonly Line[]) => lines.map(({ step }) => step);

function secondsOf(lines: readonly Line[]): Record<string, number> {
  return Object.fromEntries(lines.map(({ seconds, step }) => [step, seconds]));
}
