import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Chance, chanceOf } from '../../../drill/chance.ts';
import { told } from '../../../drill/losing.ts';
import {
  type DirectoryLoss,
  directoryLossOf,
  expectedOfDirectory,
} from '../../../drill/losing-organisations.ts';
import {
  type Organised,
  touchedIn,
  treeIn,
} from '../../../drill/organising.ts';
import type { Snapshot } from '../../../drill/writing.ts';
import {
  type Command,
  district,
  type Items,
  momentOf,
  recovered,
} from '../identity/district.ts';

const [expert, librarian] = [1, 2];

/** A district in which people do to two schools what a drill has them do. */
async function organising(chance: Chance) {
  const one = district();
  await one.begin();
  await one.run({ do: 'create', n: 0 });
  const trees = [treeIn(one.items())];
  const organisations: Organised[] = [];
  let people = 1;
  for (const n of [2, 3]) {
    const scans: Snapshot[] = [one.items()];
    const at = people;
    const run = async (command: Command) => {
      await one.run(command);
      scans.push(one.items());
      trees.push(treeIn(one.items()));
      if (command.do === 'add') people += 1;
    };
    await run({ do: 'create', n: 0 });
    await run({ do: 'add', n });
    await run({ do: 'grant', n, at, role: librarian });
    const left: Command[] = [
      { do: 'revoke', n, at, role: librarian },
      { do: 'grant', n, at, role: expert },
      { do: 'rename', n },
      { do: 'move', n, to: 1 },
      { do: 'add', n },
    ];
    while (left.length > 0) {
      const [next] = left.splice(chance.number(left.length), 1);
      if (next) await run(next);
    }
    const states = touchedIn(scans);
    const made = [...(states.at(-1)?.keys() ?? [])];
    const [id = ''] = made.filter((key) => key.endsWith(' ORGANISATION'));
    organisations.push({ id: id.split(' ')[0] ?? '', states });
  }
  return { items: one.items(), organisations, trees };
}

/** What is left of a directory. */
function leftOf(
  items: Items,
  organisations: readonly Organised[],
  loss: DirectoryLoss,
): Items {
  const touched = organisations.flatMap(({ states }) =>
    states.flatMap((one) => [...one.keys()]),
  );
  const gone = new Set(touched);
  const others = [...items].filter(
    ([key]) => !gone.has(key) && !key.startsWith('TREE '),
  );
  const left = loss.organisations.flatMap((one) => [...one.left]);
  return new Map([...others, ...left, ...loss.tree]);
}

test('given any loss, then what a recovery lists of the directory is exactly what was taken', async () => {
  const kinds = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.string(), async (seed) => {
      const chance = chanceOf(seed);
      const { items, organisations, trees } = await organising(chance);
      const loss = directoryLossOf({ organisations, trees }, chance);
      const left = leftOf(items, organisations, loss);
      const since = momentOf(0);
      const { torn } = await recovered(left, { repair: false, since });
      const due = expectedOfDirectory(loss);
      expect(torn.map(told).toSorted()).toEqual(due.toSorted());
      for (const { item } of torn) kinds.add(item);
    }),
    { numRuns: 60 },
  );
  expect(kinds.size).toBeGreaterThan(5);
}, 240_000);

test('given the same seed, then the same is lost', async () => {
  const draw = async () => {
    const chance = chanceOf('again');
    const lost = directoryLossOf(await organising(chance), chance);
    return lost.organisations.map(({ cut, whole }) => ({ cut, whole }));
  };
  expect(await draw()).toEqual(await draw());
});
