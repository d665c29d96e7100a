import type { Outgoing } from '../platform/contract.ts';
import type { Log } from '../platform/log.ts';
import type { Head } from '../resources/head/contract.ts';
import type { LastEntry, Stretch } from '../resources/scan.ts';
import {
  type Difference,
  logs,
  type ReconcileAnswer,
  type ReconcileStep,
} from './contract.ts';
import { differencesOf, eventAbout, filesOf, type Place } from './model.ts';

export type ReconcileNeeds = {
  readonly catalogue: {
    readonly scanHeads: (
      stretch: Stretch,
    ) => Promise<{ readonly heads: readonly Head[]; readonly next?: string }>;
    readonly heads: (
      ids: readonly string[],
    ) => Promise<ReadonlyMap<string, Head>>;
    readonly lastEntry: (id: string) => Promise<LastEntry | undefined>;
  };
  readonly index: {
    readonly placesOf: (
      ids: readonly string[],
    ) => Promise<ReadonlyMap<string, Place>>;
    /** Ids that can be found, in their order. */
    readonly page: (after?: string) => Promise<readonly string[]>;
  };
  readonly library: {
    readonly isStored: (file: string) => Promise<boolean>;
    readonly page: (
      after?: string,
    ) => Promise<{ readonly files: readonly string[]; readonly next?: string }>;
    readonly recorded: (
      files: readonly string[],
    ) => Promise<ReadonlySet<string>>;
  };
  /** Sends up to ten; gives back the positions that were not taken. */
  readonly send: (events: readonly Outgoing[]) => Promise<readonly number[]>;
  readonly isTimeUp: () => boolean;
  readonly log: Log;
};

/** Resources that are compared side by side. */
const atOnce = 10;

/**
 * Takes one step of comparing the catalogue with the index, its heads with the
 * history and the library with both. Nothing is changed but by `mend`, which
 * sends events that consumers bear at any time. Cost of a head: its part of the
 * scan (1 RRU per 4 KB of the table), 0.5 RRU for its last entry and one S3
 * request for each file that it publishes; of a document 0.5 RRU per 4 KB of its
 * head; of a file in the library 0.5 RRU.
 */
export async function reconcile(
  needs: ReconcileNeeds,
  asked: ReconcileStep,
): Promise<ReconcileAnswer> {
  const answer = await stepOf(needs, asked);
  const { seen, differences } = answer;
  const { step } = asked;
  needs.log.info(logs.compared, {
    step,
    seen,
    differences: differences.length,
  });
  return answer;
}

function stepOf(needs: ReconcileNeeds, asked: ReconcileStep) {
  if (asked.step === 'heads') return heads(needs, asked);
  if (asked.step === 'index') return index(needs, asked.after);
  if (asked.step === 'library') return library(needs, asked.after);
  if (asked.step === 'mend') return mend(needs, asked.resources);
  return again(needs, asked);
}

async function heads(
  needs: ReconcileNeeds,
  { segment, segments, after: from }: Stretch,
): Promise<ReconcileAnswer> {
  const differences: Difference[] = [];
  let seen = 0;
  let after = from;
  do {
    const page = await needs.catalogue.scanHeads({ segment, segments, after });
    const found = await needs.index.placesOf(page.heads.map(({ id }) => id));
    differences.push(...(await compared(needs, page.heads, found)));
    seen += page.heads.length;
    after = page.next;
  } while (after !== undefined && !needs.isTimeUp());
  return { seen, differences, ...(after !== undefined && { after }) };
}

/** What can be found but should not be: heads are asked about every page. */
async function index(
  needs: ReconcileNeeds,
  from?: string,
): Promise<ReconcileAnswer> {
  const differences: Difference[] = [];
  let seen = 0;
  let after = from;
  for (;;) {
    const ids = await needs.index.page(after);
    if (ids.length === 0) return { seen, differences };
    const known = await needs.catalogue.heads(ids);
    for (const id of ids) {
      const head = known.get(id);
      if (head?.published && !head.withdrawn) continue;
      const kind = head?.published ? 'index-withdrawn' : 'index-unknown';
      differences.push({ kind, id });
    }
    seen += ids.length;
    after = ids.at(-1);
    if (after !== undefined && needs.isTimeUp()) {
      return { seen, differences, after };
    }
  }
}

async function library(
  needs: ReconcileNeeds,
  from?: string,
): Promise<ReconcileAnswer> {
  const differences: Difference[] = [];
  let seen = 0;
  let after = from;
  do {
    const page = await needs.library.page(after);
    differences.push(...(await unrecorded(needs, page.files)));
    seen += page.files.length;
    after = page.next;
  } while (after !== undefined && !needs.isTimeUp());
  return { seen, differences, ...(after !== undefined && { after }) };
}

async function again(
  needs: ReconcileNeeds,
  { resources, files }: Extract<ReconcileStep, { step: 'again' }>,
): Promise<ReconcileAnswer> {
  const known = await needs.catalogue.heads(resources);
  const found = await needs.index.placesOf(resources);
  const strangers = resources
    .filter((id) => !known.has(id) && found.has(id))
    .map((id) => ({ kind: 'index-unknown' as const, id }));
  const differences = [
    ...(await compared(needs, [...known.values()], found)),
    ...strangers,
    ...(await unrecorded(needs, files)),
  ];
  return { seen: resources.length + files.length, differences };
}

async function mend(
  { catalogue, send, log }: ReconcileNeeds,
  resources: readonly string[],
): Promise<ReconcileAnswer> {
  for (const some of inParts(resources)) {
    const entries = await Promise.all(some.map(catalogue.lastEntry));
    const events = entries.flatMap((entry) =>
      entry ? [eventAbout(entry.header)] : [],
    );
    const refused = events.length > 0 ? await send(events) : [];
    if (refused.length > 0) throw new Error('The bus refuses events.');
  }
  log.info(logs.mended, { resources });
  return { seen: resources.length, differences: [] };
}

async function compared(
  { catalogue, library: stored }: ReconcileNeeds,
  heads: readonly Head[],
  found: ReadonlyMap<string, Place>,
): Promise<Difference[]> {
  const differences: Difference[] = [];
  for (const some of inParts(heads)) {
    const of = some.map(async (head) => {
      const entry = await catalogue.lastEntry(head.id);
      const last = entry && { ...entry.header, hash: entry.hash };
      const missing: string[] = [];
      for (const file of filesOf(head)) {
        if (!(await stored.isStored(file))) missing.push(file);
      }
      const place = found.get(head.id);
      return differencesOf(head.id, { head, found: place, last, missing });
    });
    differences.push(...(await Promise.all(of)).flat());
  }
  return differences;
}

async function unrecorded(
  { library: stored }: ReconcileNeeds,
  files: readonly string[],
): Promise<Difference[]> {
  const recorded = await stored.recorded(files);
  return files
    .filter((file) => !recorded.has(file))
    .map((id) => ({ kind: 'file-unrecorded', id }));
}

function* inParts<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < all.length; from += atOnce) {
    yield all.slice(from, from + atOnce);
  }
}
