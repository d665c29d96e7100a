import type { Edition } from '../../../functions/resources/edition/contract.ts';
import type { Head } from '../../../functions/resources/head/contract.ts';
import { factsOf } from '../../../functions/resources/model/view.ts';

/** An id that reads as what it stands for: `idOf('res', 1)`. */
export function idOf(prefix: string, n: number): string {
  return `${prefix}_${String(n).padStart(26, '0')}`;
}

export const school = idOf('org', 1);
export const author = idOf('per', 1);
export { factsOf };

export const edition: Edition = {
  title: '浮力：阿基米德原理',
  type: 'xy:resource-type/lesson-plan',
  learningStages: ['xy:learning-stage/junior-secondary'],
  grades: ['xy:grade/grade-8'],
  subjects: ['xy:subject/physics'],
  language: 'zh-CN',
  description: '用弹簧测力计和溢水杯测量物体所受的浮力，并比较排开的水的重力。',
  keywords: ['力学'],
  knowledgePoints: ['阿基米德原理'],
  licence: 'xy:licence/cc-by-4-0',
  source: { kind: 'original' },
  creators: [{ name: '张明', role: 'author' }],
  files: [],
};

/** A head whose first version is published; `more` spoils or adds to it. */
export function publishedHead(
  n: number,
  changes: Partial<Edition> = {},
  more: Partial<Head> = {},
): Head {
  return {
    id: idOf('res', n),
    epoch: 1,
    seq: 3,
    lastHash: 'a'.repeat(64),
    holder: school,
    visibility: 'public',
    audience: 'everyone',
    contributors: [author],
    createdAt: '2026-09-01T08:00:00.000Z',
    changedAt: '2026-09-01T09:00:00.000Z',
    latest: 1,
    published: {
      version: 1,
      at: '2026-09-01T09:00:00.000Z',
      reviewDue: '2028-09-01',
      decision: { review: idOf('rev', 1), by: idOf('per', 2) },
      edition: { ...edition, ...changes },
    },
    ...more,
  };
}

export const withdrawn = {
  withdrawn: {
    at: '2026-09-02T08:00:00.000Z',
    kind: 'copyright',
    holder: school,
  },
} as const;

export const file = {
  id: 'f'.repeat(64),
  name: '浮力.pdf',
  mediaType: 'application/pdf',
  sizeBytes: 12_345,
};
