import type { Torn } from '../functions/resources/recovering.ts';
import type { Stage } from '../lib/config.ts';
import type { Before } from './before.ts';
import { leaveJob } from './jobs.ts';
import { type Expected, expectedOf, type Loss, lossOf } from './losing.ts';
import {
  type DirectoryLoss,
  directoryLossOf,
  expectedOfDirectory,
} from './losing-organisations.ts';
import { loadsLeft, reviewsDue, tornLoads } from './losing-reviews.ts';
import type { Organising } from './organising.ts';
import { regionOf, takeItems, takeObject } from './region.ts';
import type { Running } from './wish.ts';
import type { Item, Snapshot } from './writing.ts';

/** What was taken away, and what a recovery must list of it. */
export type Lost = Expected & {
  readonly losses: readonly Loss[];
  readonly files: readonly string[];
  readonly directory: DirectoryLoss;
  /** What of it a recovery must list, as `told` has it. */
  readonly listedOfDirectory: readonly string[];
  /** A job that the lost Region was at. */
  readonly job: string;
};

/** Takes away a random suffix of what was copied, and some objects. */
export async function take(
  { chance, instance, progress, wish }: Running,
  away: Stage,
  { known, loads, organising, staff, written }: Before,
): Promise<Lost> {
  const region = regionOf(instance, away);
  return progress.step('What was copied last is taken away', async () => {
    const losses = written.map((one) => lossOf(one, chance));
    for (const [at, loss] of losses.entries()) {
      const latest = written[at]?.states.at(-1) ?? new Map();
      await takeItems(region, 'catalogue', { latest, left: loss.left });
    }
    const counters = loadsLeft(loads, chance);
    for (const { item, person } of counters) {
      const last = loads.get(person)?.at(-1);
      const of = (one: Item | undefined) => new Map(one && [['LOAD', one]]);
      const taken = { latest: of(last), left: of(item) };
      await takeItems(region, 'catalogue', taken);
    }
    const directory = directoryLossOf(organising, chance);
    await takeItems(region, 'directory', {
      latest: latestOf(organising),
      left: leftOf(directory),
    });
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
      directory,
      listedOfDirectory: expectedOfDirectory(directory),
      job: await leaveJob(region, staff, { chance }),
      listed: [
        ...expected.flatMap(({ listed }) => listed),
        ...tornLoads(counters, losses.map(reviewsDue)),
        ...objects,
      ],
      beyond: expected.flatMap(({ beyond }) => beyond),
    };
  });
}

/** All that people wrote to organisations, as it was last. */
function latestOf({ organisations, trees }: Organising): Snapshot {
  const own = organisations.flatMap(({ states }) => [...(states.at(-1) ?? [])]);
  return new Map([...own, ...(trees.at(-1) ?? [])]);
}

function leftOf({ organisations, tree }: DirectoryLoss): Snapshot {
  const own = organisations.flatMap(({ left }) => [...left]);
  return new Map([...own, ...tree]);
}
