import type { Head } from '../../functions/resources/head/contract.ts';
import { workVersion } from '../../functions/resources/model/view.ts';
import type { Found } from '../../functions/resources/service/command.ts';
import { sizes } from './catalogue.ts';

/** One use case on a resource, and what it costs beside `command`. */
export type Step = {
  readonly name: string;
  readonly run: (found: Found) => Promise<Found>;
  /** Versions whose items are written or dropped. */
  readonly versions?: readonly number[];
  /** Links of people that begin. */
  readonly links?: number;
  /** Links that go from one list of the index to the other. */
  readonly moved?: number;
  /** Links that were there and are written as they were. */
  readonly again?: number;
  /** What it costs that its due date begins, moves or ends. */
  readonly due?: number;
  /** What it costs that a relation begins, moves or ends. */
  readonly relation?: number;
  /** Other resources that must not have moved. */
  readonly line?: readonly string[];
  /** An organisation must be open. */
  readonly organisation?: true;
  /** A review opens or ends, is decided on, or goes to another queue. */
  readonly review?: 'opens' | 'ends' | 'decision' | 'queue';
  /** The test itself reads the head once more: that is not the step's. */
  readonly readsAfter?: true;
};

/** Sizes of the items of a partition in KB begun, by sort key. */
type Sizes = ReadonlyMap<string, number>;

/** A resource before and after a step. */
export type Measured = {
  readonly step: Omit<Step, 'run'>;
  readonly head: Head;
  readonly before: Sizes;
  readonly after: Sizes;
  /** The review concerned, if there is one. */
  readonly reviewId?: string | undefined;
};

/** Reading goes by 4 KB. */
export const blocks = (kilobytes = 0) => Math.ceil(kilobytes / 4);

/** RRU by the docstrings: 1 per 4 KB of all that is read as it is now. */
export async function rruOf({ step, head, before }: Measured): Promise<number> {
  const { line = [], review } = step;
  const work = workVersion(head) ?? head.latest;
  const isPublished = head.published?.version === work;
  const ofWork = isPublished ? 0 : blocks(before.get(versionKey(work)));
  const ofLine = sum((await Promise.all(line.map(headSize))).map(blocks));
  const ofReview = review === 'decision' ? 1 : 0;
  return blocks(before.get('HEAD')) + ofWork + ofLine + ofReview;
}

/** WRU by the docstrings: `partsOf`, and what goes with it. */
export async function wruOf({
  step,
  before,
  after,
  reviewId,
}: Measured): Promise<number> {
  const { line = [], organisation, review, relation = 0 } = step;
  const ofLine = await Promise.all(line.map(headSize));
  const ofReview = review && reviewId ? await reviewUnits(reviewId, review) : 0;
  return (
    units(before, after, step) +
    relation +
    2 * sum(ofLine) +
    (organisation ? 2 : 0) +
    ofReview
  );
}

/** The formula of `partsOf`, from the sizes of the items before and after. */
export function units(
  before: Sizes,
  after: Sizes,
  {
    versions = [],
    links = 0,
    moved = 0,
    again = 0,
    due = 0,
  }: Pick<Step, 'versions' | 'links' | 'moved' | 'again' | 'due'>,
): number {
  const larger = (sk: string) =>
    Math.max(before.get(sk) ?? 0, after.get(sk) ?? 0);
  const added = [...after.keys()].filter((sk) => !before.has(sk));
  const body = added.find((sk) => sk.startsWith('B#')) ?? '';
  const v = sum(versions.map((n) => larger(versionKey(n))));
  const ofLinks = 3 * links + 4 * moved + 2 * again + due;
  return 2 * larger('HEAD') + 2 * v + 2 * larger(body) + 3 + ofLinks;
}

/** A review is under 1 KB until there is a reason; none here has a panel. */
async function reviewUnits(
  id: string,
  what: NonNullable<Step['review']>,
): Promise<number> {
  const after = await sizes(id);
  const news = [...after.keys()].filter((sk) => sk.startsWith('NEWS#'));
  return 2 * (after.get('REVIEW') ?? 0) + ofIndexes[what] + 2 * news.length;
}

/** What a review's two indexes cost: it moves from one queue to another. */
const ofIndexes = { opens: 2, ends: 2, decision: 2, queue: 3 } as const;

/** A row of docs/benchmarks.md: the formulas, and what was spent. */
export function rowOf(
  step: Omit<Step, 'run'>,
  { rru, wru }: { readonly rru: number; readonly wru: number },
): string {
  const { name, versions = [], line = [], review, due, relation } = step;
  const { links = 0, moved = 0, again = 0 } = step;
  const ofLinks = 3 * links + 4 * moved + 2 * again;
  const terms = [
    '2h',
    ...versions.map(() => '2v'),
    '2b + 3',
    ofLinks > 0 && `${ofLinks} links`,
    due && `${due} due date`,
    relation && `${relation} relation`,
    ...line.map(() => '2t'),
    step.organisation && '2 organisation',
    review && `${reviewTerms[review]} review`,
  ];
  const formula = terms.filter((term) => term).join(' + ');
  return `| ${name} | ${rru} | ${formula} | ${wru} |`;
}

const reviewTerms = {
  opens: '4',
  ends: '4',
  decision: '2r + 4',
  queue: '5',
} as const;

async function headSize(id: string): Promise<number> {
  return (await sizes(id)).get('HEAD') ?? 0;
}

const versionKey = (n: number) => `V#${String(n).padStart(5, '0')}`;

function sum(numbers: readonly number[]): number {
  return numbers.reduce((one, other) => one + other, 0);
}
