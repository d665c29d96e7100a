import * as z from 'zod';
import { events as fileEvents } from '../files/contract.ts';
import { events as jobEvents, jobKinds } from '../jobs/contract.ts';
import { id, Moment, type Outgoing, Sha256 } from '../platform/contract.ts';
import { fail, ok, type Result } from '../platform/result.ts';
import {
  events as resourceEvents,
  type Step,
  steps,
} from '../resources/history/contract.ts';
import {
  type NewsType,
  events as reviewEvents,
} from '../review/news/contract.ts';

const Keys = z.object({ pk: z.string(), sk: z.string() });

const reviewTypes = Object.keys(reviewEvents) as [NewsType, ...NewsType[]];
const ReviewNews = z.object({
  pk: id('rev'),
  sk: z.string().startsWith('NEWS#'),
  type: z.enum(reviewTypes),
  detail: z.unknown(),
});

const Header = z.object({
  resource: id('res'),
  epoch: z.int(),
  seq: z.int(),
  time: Moment,
  action: z.enum(Object.keys(steps) as [Step, ...Step[]]),
  version: z.int(),
});

/** Items of a file's partition that are news, by their sort key. */
const fileNews = { FILE: 'file.promoted', TEXT: 'file.read' } as const;
const FileKey = z.object({
  pk: z
    .string()
    .startsWith('file#')
    .transform((key) => key.slice(5))
    .pipe(Sha256),
  sk: z.enum(['FILE', 'TEXT']),
});

const JobItem = z.object({
  pk: id('job'),
  sk: z.literal('JOB'),
  kind: z.enum(jobKinds),
});

/**
 * The event that a new item of a table stands for. History headers are the
 * outbox of resources, its news that of a review; a file's own items are that of
 * files, and a job that of its kind. `time` is when the record was written, in UTC.
 */
export function eventOf(
  image: unknown,
  time: Date,
): Result<Outgoing, { code: 'no-event'; keys: string }> {
  const file = FileKey.safeParse(image);
  if (file.success) {
    const type = fileNews[file.data.sk];
    const detail = { file: file.data.pk, time: time.toISOString() };
    return ok({ type, detail: fileEvents[type].parse(detail) });
  }
  const job = JobItem.safeParse(image);
  if (job.success) {
    const type = `${job.data.kind}.requested` as const;
    const detail = { job: job.data.pk, time: time.toISOString() };
    return ok({ type, detail: jobEvents[type].parse(detail) });
  }
  const news = ReviewNews.safeParse(image);
  if (news.success) {
    const { type } = news.data;
    const detail = reviewEvents[type].safeParse(news.data.detail);
    if (detail.success) return ok({ type, detail: detail.data });
  }
  const header = Header.safeParse(image);
  if (!header.success) return fail({ code: 'no-event', keys: keysOf(image) });
  const { resource: resourceId, action: step, ...rest } = header.data;
  const type = `resource.${steps[step]}` as const;
  const detail = resourceEvents[type].parse({ resourceId, step, ...rest });
  return ok({ type, detail });
}

function keysOf(image: unknown): string {
  const keys = Keys.safeParse(image);
  return keys.success ? `${keys.data.pk} ${keys.data.sk}` : 'no keys';
}
