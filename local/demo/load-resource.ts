import { routes } from '../../functions/resources/contract.ts';
import { ApiProblem, type Client } from '../client.ts';
import type { Journal } from '../journal.ts';
import {
  attachFiles,
  type Contribution,
  createDraft,
  decideReview,
  readWork,
  resumable,
  submitDraft,
  type Work,
} from '../journey.ts';
import { makeFile } from './make/file.ts';
import type { DemoItem } from './read-demo.ts';

export type DemoNeeds = {
  readonly teacher: Client;
  readonly librarian: Client;
  readonly journal: Journal;
};

/** The longest story has five steps; more means that it goes round. */
const stepsMost = 10;

/**
 * Takes one resource as far as its story goes and gives its id. Each step
 * follows from where the resource stands, so that it does not matter how far an
 * earlier run came.
 */
export async function loadResource(
  needs: DemoNeeds,
  item: DemoItem,
  holder: string,
): Promise<string> {
  const { teacher, journal } = needs;
  const key = `resource ${item.slug}`;
  const noted = journal.entry(key);
  if (noted?.isDone === true) return noted.made;
  const contribution = await contributionOf(item, holder);
  let work =
    noted === undefined
      ? await createDraft(teacher, contribution)
      : await readOrEnd(needs, noted.made);
  const made = work?.resource.id ?? noted?.made ?? '';
  journal.note({ key, made, isDone: false });
  for (let step = 0; work !== undefined; step += 1) {
    if (step > stepsMost) throw new Error(`${item.slug} does not come to end.`);
    const current = work;
    work = await resumable(
      () => advance(needs, { item, contribution, work: current }),
      () => readOrEnd(needs, made),
    );
  }
  journal.note({ key, made, isDone: true });
  return made;
}

async function contributionOf(
  item: DemoItem,
  holder: string,
): Promise<Contribution> {
  const { slug, folder, visibility, audience, story } = item;
  const language = item.metadata.language ?? 'zh-CN';
  const files = item.files.map((file) => makeFile(folder, file, language));
  const first = story.kind === 'changed' ? story.first : {};
  return {
    key: `demo ${slug}`,
    holder,
    visibility,
    audience,
    metadata: { ...item.metadata, ...first },
    files: await Promise.all(files),
  };
}

/** A withdrawn resource is at the end of its story, and read no more. */
async function readOrEnd(
  { teacher }: DemoNeeds,
  id: string,
): Promise<Work | undefined> {
  try {
    return await readWork(teacher, id);
  } catch (error) {
    if (error instanceof ApiProblem && error.code === 'withdrawn') {
      return undefined;
    }
    throw error;
  }
}

type Chapter = {
  readonly item: DemoItem;
  readonly contribution: Contribution;
  readonly work: Work;
};

/** One step of the story; `undefined` when it has been told. */
async function advance(
  needs: DemoNeeds,
  { item, contribution, work }: Chapter,
): Promise<Work | undefined> {
  const { story, metadata } = item;
  const { teacher, librarian } = needs;
  const { state, version, edition } = work.resource;
  if (state === 'draft') {
    const attached = await attachFiles(teacher, work, contribution);
    if (story.kind === 'draft') return undefined;
    const isOld = story.kind === 'changed' && version > 1;
    const ready =
      isOld && edition.title !== metadata.title
        ? await rewrite(needs, attached, item)
        : attached;
    return submitDraft(teacher, ready, contribution.key);
  }
  if (state === 'in-review') {
    if (story.kind === 'in-review') return undefined;
    const isFirst = story.kind === 'changed' && version === 1;
    await decideReview(
      librarian,
      work,
      isFirst
        ? { outcome: 'request-changes', reason: story.reason }
        : { outcome: 'accept' },
    );
    return readOrEnd(needs, work.resource.id);
  }
  if (state === 'published' && story.kind === 'withdrawn') {
    const { id } = work.resource;
    const { etag } = await readWork(librarian, id);
    await librarian.call(routes.withdraw, {
      params: { id },
      ifMatch: etag,
      body: story.withdrawal,
    });
    return undefined;
  }
  if (state === 'published') return undefined;
  throw new Error(`${item.slug} is ${state}, which its story does not tell.`);
}

async function rewrite(
  { teacher }: DemoNeeds,
  { resource, etag }: Work,
  { metadata }: DemoItem,
): Promise<Work> {
  const answer = await teacher.call(routes.edit, {
    params: { id: resource.id },
    ifMatch: etag,
    body: { metadata },
  });
  return { resource: answer.body, etag: answer.etag };
}
