import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import {
  CloudWatchLogsClient,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { ulid } from 'ulid';
import { routes as identity } from '../../functions/identity/contract.ts';
import { type Job, routes as jobs } from '../../functions/jobs/contract.ts';
import { logs, routes as rosters } from '../../functions/rosters/contract.ts';
import { ApiProblem, type Client } from '../../local/client.ts';
import type { Figure } from './figure.ts';

const people = 20_000;
const pollMs = 2_000;
const limitMs = 60 * 60_000;

/** What a stage has unless it says otherwise; the local one is told one. */
const stepsSeconds = 60;

/**
 * A roster of 20,000 people who are all new: from the request until the job is
 * done, first the check, then the application; and the most memory that the
 * worker's process says it took.
 */
export async function benchRosters(
  operator: Client,
  {
    bureau,
    logGroup,
    worker,
  }: {
    readonly bureau: string;
    readonly logGroup: string;
    /** Name of the worker's function. */
    readonly worker: string;
  },
): Promise<Figure[]> {
  await takeSteps(worker, stepsSeconds);
  const school = await operator.call(identity.createOrganisation, {
    body: { kind: 'school', name: `名单 ${ulid()}`, parent: bureau },
    idempotencyKey: ulid(),
  });
  const organisation = school.body.id;
  const bytes = Buffer.from(rosterOf(people));
  const file = {
    format: 'csv',
    sizeBytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  } as const;
  const { body } = await operator.call(rosters.file, {
    body: { ...file, organisation },
  });
  const { headers, method, url } = body.put;
  const sent = await fetch(url, { method, headers, body: bytes });
  if (!sent.ok) throw new Error(`The file was not taken: ${sent.status}.`);
  const startedAt = Date.now();
  const check = await operator.call(rosters.check, {
    body: {
      organisation,
      file,
      roles: ['student'],
      usernamePrefix: ulid().slice(-8).toLowerCase(),
    },
    idempotencyKey: ulid(),
  });
  const checked = await ended(operator, check.body, 'toAdd');
  const application = await operator.call(rosters.apply, {
    params: { id: checked.job.id },
    idempotencyKey: ulid(),
  });
  const applied = await ended(operator, application.body, 'added');
  const mostMib = await memoryOf(logGroup, startedAt);
  const name = (part: string) => `roster of 20,000: ${part}`;
  return [
    { name: name('check'), value: checked.seconds, unit: 's' },
    { name: name('application'), value: applied.seconds, unit: 's' },
    {
      name: name('both'),
      value: checked.seconds + applied.seconds,
      unit: 's',
      bound: 900,
    },
    { name: name('most memory'), value: mostMib, unit: 'MiB', bound: 512 },
  ];
}

/** Has the worker's function take steps for as long as on AWS. */
async function takeSteps(worker: string, seconds: number): Promise<void> {
  const lambda = new LambdaClient();
  const { Environment } = await lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: worker }),
  );
  const Variables = {
    ...Environment?.Variables,
    STEPS_SECONDS: String(seconds),
  };
  await lambda.send(
    new UpdateFunctionConfigurationCommand({
      FunctionName: worker,
      Environment: { Variables },
    }),
  );
}

function rosterOf(count: number): string {
  const rows = Array.from({ length: count }, (_, at) => {
    const group = `${1 + Math.floor(at / 50)}班`;
    return `学生${at},${20_260_000 + at},${group}`;
  });
  return ['姓名,学号,班级', ...rows].join('\r\n');
}

async function ended(
  client: Client,
  { id }: Job,
  counted: string,
): Promise<{ readonly job: Job; readonly seconds: number }> {
  const startedAt = performance.now();
  const params = { id };
  let { body: job } = await client.call(jobs.read, { params });
  while (['queued', 'working'].includes(job.state)) {
    if (performance.now() - startedAt > limitMs) {
      throw new Error(`The job ${id} takes longer than an hour.`);
    }
    await pause(pollMs);
    job = (await seen(client, params)) ?? job;
    process.stderr.write(`${job.state} ${JSON.stringify(job.counts)}\r`);
  }
  if (job.state !== 'done' || job.counts[counted] !== people) {
    throw new Error(`The job ended otherwise: ${JSON.stringify(job)}`);
  }
  return { job, seconds: (performance.now() - startedAt) / 1_000 };
}

/** A busy machine may cut an answer off; then it is asked for again. */
async function seen(
  client: Client,
  params: { readonly id: string },
): Promise<Job | undefined> {
  try {
    return (await client.call(jobs.read, { params })).body;
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 502) return undefined;
    throw error;
  }
}

/** The largest `mostMib` that the worker logged since then. */
async function memoryOf(logGroup: string, since: number): Promise<number> {
  const { events = [] } = await new CloudWatchLogsClient().send(
    new FilterLogEventsCommand({
      logGroupName: logGroup,
      startTime: since,
      filterPattern: logs.memory.code,
    }),
  );
  const found = events.flatMap(({ message = '' }) => {
    const [, mib] = /"mostMib":(\d+)/.exec(message) ?? [];
    return mib === undefined ? [] : [Number(mib)];
  });
  if (found.length === 0) throw new Error('The worker logged no memory.');
  return Math.max(...found);
}
