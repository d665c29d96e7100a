import type { Result } from '../functions/platform/result.ts';
import type { Metadata } from '../functions/resources/edition/contract.ts';
import { attach, create } from '../functions/resources/model/drafting.ts';
import type { By, Case, Move } from '../functions/resources/model/move.ts';
import { decide, submit } from '../functions/resources/model/steps.ts';
import { sha256 } from '../local/journey.ts';
import type { Chance } from './chance.ts';

/** Who contributes and decides, and for which school. */
export type Cast = {
  readonly school: string;
  readonly teacher: string;
  readonly librarian: string;
};

/** A resource's whole life so far, step by step, and the text of its file. */
export type MadeResource = {
  readonly id: string;
  /** A word that only its title has, and one that only its file has. */
  readonly titleWord: string;
  readonly textWord: string;
  readonly text: string;
  readonly moves: readonly Move[];
};

/** One in so many stays a draft; the others are published. */
const draftEvery = 5;

const subjects = [
  'xy:subject/physics',
  'xy:subject/chinese',
  'xy:subject/mathematics',
] as const;
const topics = ['浮力', '光合作用', '分数', '古诗', '电路', '地图', '杠杆'];

/** Crockford's digits, as ids of ours have them. */
const idDigits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * A resource as the platform's own rules make it: each step is decided by the
 * model, so that its chain is valid from the first entry to the head.
 */
export function madeResource(
  n: number,
  { librarian, school, teacher }: Cast,
  { chance, from }: { readonly chance: Chance; readonly from: Date },
): MadeResource {
  const id = idOf('res', chance);
  const topic = chance.pick(topics);
  const titleWord = chance.digits(12);
  const textWord = chance.digits(12);
  const text = `${topic}演练正文 ${textWord}\n`;
  let seconds = 0;
  const by = (actor: string): By => {
    seconds += 1;
    return {
      actor,
      organisation: school,
      at: new Date(from.getTime() + n * 10_000 + seconds * 1_000).toISOString(),
      epoch: 1,
      salt: chance.digits(64),
    };
  };
  const fresh = { id, holder: school, visibility: 'public' } as const;
  const metadata = metadataOf(
    `${topic}演练教案 ${titleWord}`,
    chance.pick(subjects),
  );
  const first = create(
    { ...fresh, audience: 'everyone', metadata },
    by(teacher),
  );
  const bytes = Buffer.from(text);
  const file = {
    id: sha256(bytes),
    name: `${topic}.txt`,
    mediaType: 'text/plain',
    sizeBytes: bytes.length,
  } as const;
  const attached = done(attach(caseOf(first), file, by(teacher)));
  const moves = [first, attached];
  if (n % draftEvery !== 0) {
    const review = idOf('rev', chance);
    const sent = done(submit(caseOf(attached), review, by(teacher)));
    const found = { head: sent.head, edition: caseOf(attached).edition };
    moves.push(sent, done(decide(found, { outcome: 'accept' }, by(librarian))));
  }
  return { id, titleWord, textWord, text, moves };
}

export function metadataOf(
  title: string,
  subject: (typeof subjects)[number] = subjects[0],
): Metadata {
  return {
    title,
    type: 'xy:resource-type/lesson-plan',
    learningStages: ['xy:learning-stage/junior-secondary'],
    subjects: [subject],
    language: 'zh-CN',
    description: '恢复演练用的教案：步骤、材料与评价都写在文件里，供核对。',
    licence: 'xy:licence/cc-by-4-0',
    source: { kind: 'original' },
  };
}

function caseOf({ head, versions }: Move): Case {
  const [change] = versions;
  if (change === undefined || !('edition' in change)) {
    throw new Error(`${head.id} has no open version.`);
  }
  return { head, edition: change.edition };
}

/** An id as ours are, by chance. */
export function idOf(prefix: string, chance: Chance): string {
  const digits = Array.from({ length: 25 }, () => chance.number(32));
  return `${prefix}_0${digits.map((one) => idDigits[one]).join('')}`;
}

function done(result: Result<Move, { readonly code: string }>): Move {
  if (result.ok) return result.value;
  throw new Error(`The model refused a step: ${JSON.stringify(result.error)}`);
}
