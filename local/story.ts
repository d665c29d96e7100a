import * as z from 'zod';
import { routes } from '../functions/resources/contract.ts';
import { Metadata } from '../functions/resources/edition/contract.ts';
import { withdrawalKinds } from '../functions/resources/head/contract.ts';
import { ApiProblem, type Client } from './client.ts';
import type { Journal } from './journal.ts';
import {
  attachFiles,
  type Contribution,
  createDraft,
  decideReview,
  readWork,
  submitDraft,
  type Work,
} from './journey.ts';

/** How far a resource goes, and what happens to it on the way. */
export const Story = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('published') }),
  z.strictObject({ kind: z.literal('draft') }),
  z.strictObject({ kind: z.literal('in-review') }),
  z.strictObject({
    kind: z.literal('changed'),
    /** Why the librarian asks for changes. */
    reason: z.string(),
    /** What the second version says otherwise. */
    change: Metadata.partial(),
  }),
  z.strictObject({
    kind: z.literal('withdrawn'),
    withdrawal: z.strictObject({
      kind: z.enum(withdrawalKinds),
      reason: z.string(),
    }),
  }),
]);

export type Story = z.infer<typeof Story>;

export type StoryNeeds = {
  readonly teacher: Client;
  readonly librarian: Client;
  readonly journal: Journal;
};

/** A resource that is to come about, and how. */
export type Told = {
  readonly key: string;
  readonly story: Story;
  /** Made only when something is left to do. */
  readonly contribution: () => Promise<Contribution>;
};

/** The longest story has six steps; more means that it goes round. */
const stepsMost = 12;

/**
 * Takes one resource from a teacher's draft as far as its story goes, and gives
 * its id. Each step follows from where the resource stands, so that it does not
 * matter how far an earlier run came, or whether it was killed in between.
 */
export async function tellStory(needs: StoryNeeds, told: Told) {
  const { teacher, journal } = needs;
  const { key } = told;
  const noted = journal.entry(key);
  if (noted?.isDone === true) return noted.made;
  const contribution = await told.contribution();
  let work: Work | undefined =
    noted === undefined
      ? await createDraft(teacher, contribution)
      : await readOrEnd(teacher, noted.made);
  const made = noted?.made ?? work?.resource.id ?? '';
  if (noted === undefined) journal.note({ key, made, isDone: false });
  for (let step = 0; work !== undefined; step += 1) {
    if (step > stepsMost) throw new Error(`${key}: its story does not end.`);
    work = await nextWork(needs, { story: told.story, contribution, work });
  }
  journal.note({ key, made, isDone: true });
  return made;
}

type Chapter = {
  readonly story: Story;
  readonly contribution: Contribution;
  readonly work: Work;
};

/**
 * Takes a step; when an earlier run took it already (its ETag is stale or the
 * state has moved on), reads where the resource stands now.
 */
async function nextWork(
  needs: StoryNeeds,
  chapter: Chapter,
): Promise<Work | undefined> {
  try {
    return await takeStep(needs, chapter);
  } catch (error) {
    const isTaken =
      error instanceof ApiProblem &&
      (error.code === 'changed' || error.code === 'state');
    if (!isTaken) throw error;
    return readOrEnd(needs.teacher, chapter.work.resource.id);
  }
}

/** A withdrawn resource is at the end of its story, whoever may still read it. */
async function readOrEnd(
  client: Client,
  id: string,
): Promise<Work | undefined> {
  try {
    const work = await readWork(client, id);
    return work.resource.work?.withdrawn === undefined ? work : undefined;
  } catch (error) {
    const isWithdrawn = error instanceof ApiProblem && error.status === 410;
    if (isWithdrawn) return undefined;
    throw error;
  }
}

/** One step of the story; `undefined` when it has been told. */
async function takeStep(
  needs: StoryNeeds,
  chapter: Chapter,
): Promise<Work | undefined> {
  const { story, work } = chapter;
  const { state } = work.resource;
  if (state === 'draft') return contribute(needs, chapter);
  if (state === 'in-review') return review(needs, chapter);
  if (state === 'published' && story.kind === 'withdrawn') {
    await needs.librarian.call(routes.withdraw, {
      params: { id: work.resource.id },
      ifMatch: work.etag,
      body: story.withdrawal,
    });
    return undefined;
  }
  if (state === 'published') return undefined;
  throw new Error(
    `${work.resource.id} is ${state}, which its story does not tell.`,
  );
}

async function contribute(
  { teacher }: StoryNeeds,
  { story, contribution, work }: Chapter,
): Promise<Work | undefined> {
  const attached = await attachFiles(teacher, work, contribution);
  if (story.kind === 'draft') return undefined;
  const isSecond = story.kind === 'changed' && work.resource.version > 1;
  const ready = isSecond
    ? await rewrite(teacher, attached, {
        ...contribution.metadata,
        ...story.change,
      })
    : attached;
  return submitDraft(teacher, ready, contribution.key);
}

async function review(
  { teacher, librarian }: StoryNeeds,
  { story, work }: Chapter,
): Promise<Work | undefined> {
  const { id, version } = work.resource;
  if (story.kind === 'in-review') return undefined;
  if (story.kind === 'changed' && version === 1) {
    const { reason } = story;
    await decideReview(librarian, work, { outcome: 'request-changes', reason });
    return readWork(teacher, id);
  }
  await decideReview(librarian, work, { outcome: 'accept' });
  return story.kind === 'withdrawn' ? readWork(librarian, id) : undefined;
}

async function rewrite(
  teacher: Client,
  { resource, etag }: Work,
  metadata: Metadata,
): Promise<Work> {
  const answer = await teacher.call(routes.edit, {
    params: { id: resource.id },
    ifMatch: etag,
    body: { metadata },
  });
  return { resource: answer.body, etag: answer.etag };
}
