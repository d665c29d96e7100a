import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import type { Resource } from '../../functions/resources/view/contract.ts';
import { apiClient } from '../../local/client.ts';
import {
  attachFiles,
  type Contribution,
  createDraft,
  decideReview,
  submitDraft,
  type Work,
} from '../../local/journey.ts';
import { type SignedIn, signedIn } from './people.ts';

/** A contribution that may be submitted; its title is found nowhere else. */
export async function contribution(
  change: Partial<Contribution> = {},
): Promise<Contribution> {
  const { organisation } = await signedIn('teacher');
  const key = randomUUID();
  const title = `浮力实验 ${key}`;
  return {
    key,
    holder: organisation,
    visibility: 'public',
    audience: 'everyone',
    metadata: {
      title,
      type: 'xy:resource-type/lesson-plan',
      learningStages: ['xy:learning-stage/junior-secondary'],
      subjects: ['xy:subject/physics'],
      language: 'zh-CN',
      description:
        '用弹簧测力计测量物体在水中受到的浮力，并与排开的水的重量比较。',
      licence: 'xy:licence/cc-by-4-0',
      source: { kind: 'original' },
    },
    files: [
      {
        name: '浮力.txt',
        mediaType: 'text/plain',
        bytes: Buffer.from(`浮力等于排开液体的重量。${key}\n`),
      },
    ],
    ...change,
  };
}

/** A draft with its files. @default of the school's teacher */
export async function draft(
  change?: Partial<Contribution>,
  author?: Pick<SignedIn, 'token'>,
): Promise<Work> {
  const given = await contribution(change);
  const writer = clientOf(author ?? (await signedIn('teacher')));
  return attachFiles(writer, await createDraft(writer, given), given);
}

/** The same, submitted for review. */
export async function submitted(change?: Partial<Contribution>): Promise<Work> {
  const teacher = clientOf(await signedIn('teacher'));
  return submitDraft(teacher, await draft(change), randomUUID());
}

/** The same, accepted by the school's librarian and so published. */
export async function publishedResource(
  change?: Partial<Contribution>,
): Promise<Resource & { readonly title: string }> {
  const librarian = clientOf(await signedIn('librarian'));
  const work = await submitted(change);
  const published = await decideReview(librarian, work, { outcome: 'accept' });
  return { ...published, title: published.edition.title };
}

function clientOf({ token }: Pick<SignedIn, 'token'>) {
  return apiClient({
    apiUrl: inject('stack').apiUrl,
    token: async () => token,
  });
}
