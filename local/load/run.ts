import { join, resolve } from 'node:path';
import { routes as identity } from '../../functions/identity/contract.ts';
import { routes as resources } from '../../functions/resources/contract.ts';
import { tokensOf } from '../accounts.ts';
import { apiClient, type Client, type Sample } from '../client.ts';
import { openJournal } from '../journal.ts';
import { sha256 } from '../journey.ts';
import type { StartedPlatform } from '../platform-file.ts';
import { inParallel } from '../pool.ts';
import { signIn } from '../sign-in.ts';
import { tellStory } from '../story.ts';
import { spentOn } from './cost.ts';
import {
  type Checked,
  compareFiles,
  type Published,
  searchPhrases,
  untilFound,
} from './readers.ts';
import { contributionOf, readTexts } from './texts.ts';

export type LoadOptions = {
  readonly file: string;
  readonly count: number;
  /** How many texts are on their way at a time. */
  readonly concurrency: number;
  /** Folder of the journals. */
  readonly journals: string;
  readonly onProgress: (done: number, failed: number) => void;
};

export type LoadReport = {
  readonly published: number;
  /** Published by an earlier run of the same load. */
  readonly before: number;
  readonly failures: readonly string[];
  /** Requests of teacher and librarian, of readers, of searchers. */
  readonly samples: readonly Sample[];
  readonly spent: Awaited<ReturnType<typeof spentOn>>;
  /** Milliseconds from publication to the first search that finds it. */
  readonly foundAfter: readonly number[];
  readonly neverFound: number;
  readonly phrases: Checked;
  readonly files: Checked;
  readonly seconds: number;
};

/** How many resources are searched for from their publication on. */
const foundSamples = 100;
/** How many phrases are searched and files compared at the end. */
const checks = 10;
/** When so many texts fail, the platform is at fault and not a text. */
const failuresMost = 25;

/** The platform's accounts cannot do what a load needs. */
export class AccountError extends Error {
  override readonly name = 'AccountError';
}

/**
 * Drives texts through the path of every resource: a teacher's draft, upload
 * and submission, a librarian's decision, a visitor's reading. A run that was
 * killed goes on where it was; nothing is made twice.
 */
export async function runLoad(
  platform: StartedPlatform,
  options: LoadOptions,
): Promise<LoadReport> {
  const { file, count, concurrency, onProgress } = options;
  const began = Date.now();
  const samples: Sample[] = [];
  const writes: Sample[] = [];
  const client = (role: string) =>
    clientOf(platform, role, (sample) => {
      samples.push(sample);
      writes.push(sample);
    });
  const [teacher, librarian] = [client('teacher'), client('librarian')];
  const onSample = (sample: Sample) => void samples.push(sample);
  const visitor = apiClient({ apiUrl: platform.apiUrl, onSample });
  const holder = await schoolOf(teacher);
  const journal = openJournal(journalFile(options), platform.issuer);
  const needs = { teacher, librarian, journal };
  const published: Published[] = [];
  const failures: string[] = [];
  const found: Promise<number | undefined>[] = [];
  const sampleEvery = Math.max(1, Math.floor(count / foundSamples));
  let before = 0;
  await inParallel(readTexts(file, count), concurrency, async (text) => {
    const key = `load ${text.id}`;
    const isOld = journal.entry(key)?.isDone === true;
    const contribution = async () => contributionOf(text, holder);
    const story = { kind: 'published' } as const;
    try {
      const id = await tellStory(needs, { key, story, contribution });
      published.push({ text, id });
      if (isOld) {
        before += 1;
      } else {
        if (published.length % sampleEvery === 0) {
          found.push(untilFound(visitor, { text, id }));
        }
        await visitor.call(resources.read, { params: { id } });
      }
    } catch (error) {
      failures.push(`${text.id}: ${messageOf(error)}`);
      if (failures.length > failuresMost) throw error;
    }
    onProgress(published.length, failures.length);
  });
  const foundAfter = await Promise.all(found);
  const chosen = spread(published, checks);
  const phrases = await searchPhrases(visitor, chosen);
  const files = await compareFiles(visitor, chosen);
  const window = { from: began, to: Date.now() };
  const ids = new Set(writes.flatMap(({ requestId }) => requestId ?? []));
  return {
    published: published.length,
    before,
    failures,
    samples,
    spent: await spentOn(platform, window, ids),
    foundAfter: foundAfter.filter((one) => one !== undefined),
    neverFound: foundAfter.filter((one) => one === undefined).length,
    phrases,
    files,
    seconds: (Date.now() - began) / 1_000,
  };
}

/** One journal a file, by whatever path it is named. */
function journalFile({ journals, file }: LoadOptions): string {
  return join(journals, `${sha256(resolve(file)).slice(0, 16)}.ndjson`);
}

function clientOf(
  platform: StartedPlatform,
  role: string,
  onSample: (sample: Sample) => void,
): Client {
  const account = platform.accounts[role];
  if (account === undefined) throw new AccountError(`no ${role}`);
  const token = tokensOf((who) => signIn(platform, who), account);
  return apiClient({ apiUrl: platform.apiUrl, token, onSample });
}

/** The organisation that the teacher may contribute to. */
async function schoolOf(teacher: Client): Promise<string> {
  const { body } = await teacher.call(identity.me);
  const school = body.permissions.find(({ actions }) =>
    actions.includes('contribute'),
  );
  if (school !== undefined) return school.organisation;
  throw new AccountError(`${body.person.id} may contribute nowhere`);
}

/** Some of them, evenly from the first to the last. */
function spread<T>(all: readonly T[], count: number): T[] {
  const step = Math.max(1, all.length / count);
  const places = Array.from({ length: count }, (_, index) =>
    Math.floor(index * step),
  );
  return [...new Set(places)].flatMap((place) => all[place] ?? []);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
