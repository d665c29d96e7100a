import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { type Job, routes as jobs } from '../functions/jobs/contract.ts';
import { newJob } from '../functions/jobs/model.ts';
import { jobStore } from '../functions/jobs/store.ts';
import type { Platform } from '../local/platform-file.ts';
import { until } from '../local/wait.ts';
import { idOf } from './made.ts';
import { clientOf, type Staff } from './people.ts';
import type { Region } from './region.ts';
import type { Running } from './wish.ts';

/** Longer than a drill: whoever has it must be got rid of. */
const leaseMs = 6 * 3_600_000;
/** A queue and a cold function on a loaded machine. */
const limitSeconds = 120;

/**
 * Leaves a job in a Region as the lost one was at it: the check of a roster,
 * whose file is not copied. Gives its id.
 */
export async function leaveJob(
  { dynamoDb, names }: Region,
  { school, teacher }: Staff,
  { chance }: Pick<Running, 'chance'>,
): Promise<string> {
  process.env.WORK_TABLE = names.table('work');
  const now = new Date();
  const input = {
    ...{ mode: 'check', format: 'csv', roles: 'student' },
    sha256: chance.digits(64),
  };
  const id = idOf('job', chance);
  const asked = { id, owner: teacher, organisation: school, input };
  const lease = { holder: 'lost', until: now.getTime() + leaseMs };
  const begun = newJob({ ...asked, kind: 'roster' }, now);
  const { write } = jobStore.newJob({ ...begun, state: 'working', lease });
  const { Item, TableName } = write.Put ?? {};
  await dynamoDb.send(new PutCommand({ TableName, Item }));
  return id;
}

/** How the job ends, as its owner sees it: its state and what was wrong. */
export function endOfJob(platform: Platform, id: string): Promise<string> {
  const owner = clientOf(platform, 'teacher');
  const what = 'The end of the job that the lost Region was at';
  return until({ what, limitSeconds }, async () => {
    const { body } = await owner.call(jobs.read, { params: { id } });
    const open: readonly Job['state'][] = ['queued', 'working'];
    if (open.includes(body.state)) return undefined;
    return [body.state, ...body.problems.map(({ rule }) => rule)].join(' ');
  });
}
