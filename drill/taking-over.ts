import { join } from 'node:path';
import {
  directoryItems,
  type TornDirectory,
} from '../functions/identity/recovering.ts';
import { inRecoveryRegion, type Seat } from '../lib/seats.ts';
import { localStage } from '../local/deploy.ts';
import type { Instance } from '../local/instance.ts';
import type { Platform } from '../local/platform-file.ts';
import { platformOf } from '../local/platform-of.ts';
import type { Finding } from '../recover/findings.ts';
import type { Line } from '../recover/run.ts';
import { plans } from '../recover/steps.ts';
import { type Before, foundSearches } from './before.ts';
import type { Chance } from './chance.ts';
import { type Ran, runRecovery, verifyRegion } from './children.ts';
import { changed } from './instance.ts';
import { endOfJob } from './jobs.ts';
import { loadThroughApi } from './loading.ts';
import { told } from './losing.ts';
import { unmade } from './losing-organisations.ts';
import { changeAgain } from './organising.ts';
import { clientOf, panelOf, personsOf, signInAgain } from './people.ts';
import { changedAnswers, permissions, searches } from './readers.ts';
import { type Region, regionOf, reviewsIn, sealNow } from './region.ts';
import { type Check, none, sameSet } from './report.ts';
import { decideOn, waiting } from './reviewing.ts';
import type { Lost } from './taking.ts';
import type { VerifiedCounts } from './verifying.ts';
import type { Running } from './wish.ts';

type TakenOver = {
  readonly instance: Instance;
  readonly rto: Record<string, number>;
  readonly listed: readonly Finding[];
  readonly verified: VerifiedCounts;
  readonly checks: readonly Check[];
};

/** How many resources are published in the Region that has taken over. */
const writtenAfter = 2;

/** Has a Region take over, and compares what it has with what was. */
export async function takeOver(
  { chance, instance, progress, wish }: Running,
  to: Seat,
  before: Before,
  lost: Lost,
): Promise<TakenOver> {
  const { step } = progress;
  const kills = wish.kills[to] ?? [];
  const killed: Ran[] = [];
  for (const kill of kills) {
    killed.push(
      await step(`recover --to ${to} is killed in ${kill.step}`, () =>
        runRecovery(instance, { to, kill }),
      ),
    );
  }
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
  const runs = [...killed, ran];
  const lines = runs.flatMap((one) => one.lines);
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
  const reviewed = await step('People decide on what is in review', () =>
    reviewedNow(regionOf(after, stage), platform, { before, chance, to }),
  );
  await step('People go on changing organisations', () =>
    changeAgain(
      clientOf(platform, 'operator'),
      before.organising.organisations.map(({ id }) => id),
    ),
  );
  const job = await endOfJob(platform, lost.job);
  const verified = await step('Everything is verified', async () => {
    await sealNow(regionOf(after, stage));
    return verifyRegion(after, stage);
  });
  const all = listedIn(lines);
  const ofDirectory = all.filter(isOfDirectory);
  const listed = all.filter((one) => !isOfDirectory(one));
  const { faulty, torn, tornDirectory, ...counts } = verified;
  const checks = await step('What people see is compared', async () => [
    ...kills.map(({ step }, at) => {
      const found = [runs[at]?.status, runs[at + 1]?.begun[0]];
      return {
        what: `${to}: killed in ${step}, the recovery went on there`,
        isSo: found[0] === 'SIGKILL' && found[1] === step,
        found,
      };
    }),
    sameSet(`${to}: every step is noted`, stepsOf(lines), plans[to]),
    none(`${to}: run again, it takes no step`, again.begun),
    ...judged(to, { listed, torn }, lost),
    ...judgedDirectory(to, { listed: ofDirectory, torn: tornDirectory }, lost),
    none(
      `${to}: the tree is of its organisations, and roles are of their chains`,
      counts.wrongDirectory,
    ),
    ...reviewed,
    {
      what: `${to}: the job that the lost Region was at says what it lacks`,
      isSo: job === 'failed roster-file-missing',
      found: job,
    },
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
    listed: all,
    verified: counts,
    checks,
  };
}

/** What waits, waits for whom it should; and one of it is decided on. */
async function reviewedNow(
  region: Region,
  platform: Platform,
  {
    before,
    chance,
    to,
  }: { readonly before: Before; readonly chance: Chance; readonly to: Seat },
): Promise<Check[]> {
  const panel = panelOf(platform, before.staff);
  const due = await reviewsIn(region);
  const { lists, open, seats } = await waiting(panel);
  const [one] = due;
  const state = one && (await decideOn(panel, one, chance.digits(32)));
  return [
    sameSet(`${to}: what resources are in waits for its decision`, open, due),
    sameSet(`${to}: it waits for just those who sit`, lists, seats),
    {
      what: `${to}: what is in review can be decided on`,
      isSo: state === undefined || state === 'published',
      found: { reviews: due.length, state },
    },
  ];
}

/** The recovery lists just what was taken; nothing is left that can be had. */
function judged(
  to: Seat,
  { listed, torn }: { listed: readonly Finding[]; torn: readonly Finding[] },
  lost: Lost,
): Check[] {
  const texts = (all: readonly Finding[]) => all.map(told);
  const headless = new Set(
    lost.losses.filter(({ left }) => !left.has('HEAD')).map(({ id }) => id),
  );
  const isForGood = (one: Finding) => {
    const { item, tear } = one;
    if ('of' in one) return tear === 'lost' && item === 'panel';
    const isGone = tear === 'lost' && item !== 'version' && item !== 'link';
    return isGone || headless.has(one.resource);
  };
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

/** The same of organisations and people; entries alone are lost for good. */
function judgedDirectory(
  to: Seat,
  {
    listed,
    torn,
  }: {
    readonly listed: readonly TornDirectory[];
    readonly torn: readonly TornDirectory[];
  },
  { directory, listedOfDirectory: due }: Lost,
): Check[] {
  const gone = unmade(directory);
  const texts = listed.map(told);
  const left = torn.map(told);
  const isForGood = (text: string) =>
    / (header|body) \S+ lost$/.test(text) ||
    gone.some((id) => text.startsWith(id));
  return [
    to === 'recovery'
      ? sameSet(
          'recovery: lists exactly what was taken of the directory',
          texts,
          due,
        )
      : sameSet('primary: lists what of it is lost for good', texts, left),
    none(
      `${to}: the directory is consistent, and only what is lost for good is told`,
      left.filter((one) => !isForGood(one) || !due.includes(one)),
    ),
  ];
}

function isOfDirectory(one: Finding): one is TornDirectory {
  return directoryItems.has(one.item) && 'of' in one;
}

function hasLostHeader(
  { listed, listedOfDirectory }: Lost,
  id: string,
): boolean {
  const texts = [...listed.map(told), ...listedOfDirectory];
  return texts.some(
    (one) => one.startsWith(`${id} header `) && one.endsWith(' lost'),
  );
}

function listedIn(lines: readonly Line[]): Finding[] {
  const line = lines.find(({ step }) => step === 'reconcile');
  return (line?.outcome.torn ?? []) as Finding[];
}

const stepsOf = (lines: readonly Line[]) => lines.map(({ step }) => step);

function secondsOf(lines: readonly Line[]): Record<string, number> {
  return Object.fromEntries(lines.map(({ seconds, step }) => [step, seconds]));
}
