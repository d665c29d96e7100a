import { join } from 'node:path';
import type { Stage } from '../lib/config.ts';
import { createDraft } from '../local/journey.ts';
import type { Platform } from '../local/platform-file.ts';
import { platformOf } from '../local/platform-of.ts';
import { until } from '../local/wait.ts';
import type { Chance } from './chance.ts';
import {
  contributionOf,
  type Findable,
  loadMade,
  loadThroughApi,
} from './loading.ts';
import { keepOrganising, type Organising } from './organising.ts';
import { clientOf, loadStaff, panelOf, type Staff } from './people.ts';
import { type Answers, permissions, searches } from './readers.ts';
import { indexNow, regionOf, sealNow } from './region.ts';
import type { Running } from './wish.ts';
import { keepWriting, type Loads, type Written } from './writing.ts';

/** How many resources searches are compared on. */
const searched = 12;
const searchLimitSeconds = 180;

/** What was so before the loss. */
export type Before = {
  readonly staff: Staff;
  readonly known: readonly Findable[];
  readonly made: number;
  readonly written: readonly Written[];
  readonly loads: Loads;
  readonly organising: Organising;
  readonly permissions: Answers;
  readonly searches: Answers;
  readonly sample: { readonly draft: string; readonly published: string };
  readonly compared: readonly Findable[];
};

/** Loads the district, and goes on writing up to the loss. */
export async function load(
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
  const { loads, written } = await step('People go on writing', () =>
    keepWriting(
      {
        ...{
          dynamoDb: region.dynamoDb,
          table: region.names.table('catalogue'),
        },
        teacher: clientOf(platform, 'teacher'),
        panel: panelOf(platform, staff),
        ...{ chance, staff },
      },
      { fresh: wish.written - half, known: rewritten },
    ),
  );
  const organising = await step('People go on changing organisations', () =>
    keepOrganising(
      {
        dynamoDb: region.dynamoDb,
        table: region.names.table('directory'),
        operator: clientOf(platform, 'operator'),
        ...{ chance, staff },
      },
      wish.organisations,
    ),
  );
  const draft = await draftOf(platform, staff, chance);
  const sample = { draft, published: first.id };
  return step('What people see is noted', async () => ({
    ...{
      staff,
      known,
      made: count,
      written,
      loads,
      organising,
      sample,
      compared,
    },
    searches: await foundSearches(platform, compared),
    permissions: await permissions(platform, staff, sample),
  }));
}

/** Searches once each finds its resource: the index follows within seconds. */
export function foundSearches(
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
