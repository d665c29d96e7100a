import type { Torn } from '../functions/resources/recovering.ts';
import type { Stage } from '../lib/config.ts';
import type { Before } from './before.ts';
import { type Expected, expectedOf, type Loss, lossOf } from './losing.ts';
import { loadsLeft, reviewsDue, tornLoads } from './losing-reviews.ts';
import { regionOf, takeItems, takeObject } from './region.ts';
import type { Running } from './wish.ts';
import type { Item } from './writing.ts';

/** What was taken away, and what a recovery must list of it. */
export type Lost = Expected & {
  readonly losses: readonly Loss[];
  readonly files: readonly string[];
};

/** Takes away a random suffix of what was copied, and some objects. */
export async function take(
  { chance, instance, progress, wish }: Running,
  away: Stage,
  { known, loads, written }: Before,
): Promise<Lost> {
  const region = regionOf(instance, away);
  return progress.step('What was copied last is taken away', async () => {
    const losses = written.map((one) => lossOf(one, chance));
    for (const [at, loss] of losses.entries()) {
      const latest = written[at]?.states.at(-1) ?? new Map();
      await takeItems(region, loss, latest);
    }
    const counters = loadsLeft(loads, chance);
    for (const { item, person } of counters) {
      const last = loads.get(person)?.at(-1);
      const of = (one: Item | undefined) => new Map(one && [['LOAD', one]]);
      await takeItems(region, { left: of(item) }, of(last));
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
      listed: [
        ...expected.flatMap(({ listed }) => listed),
        ...tornLoads(counters, losses.map(reviewsDue)),
        ...objects,
      ],
      beyond: expected.flatMap(({ beyond }) => beyond),
    };
  });
}
