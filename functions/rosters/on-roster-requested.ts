import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { passwordOf, secretBytes } from '../identity/derived-password.ts';
import { registerWith } from '../identity/register.ts';
import { events } from '../jobs/contract.ts';
import { workNeeds } from '../jobs/jobs.ts';
import { workOn } from '../jobs/work.ts';
import { dynamoDb } from '../platform/clients.ts';
import { eventConsumer } from '../platform/events.ts';
import { log } from '../platform/log.ts';
import { commitWith } from '../platform/transact.ts';
import { logs } from './contract.ts';
import { readSheet } from './reading/read.ts';
import { rosterWork } from './service/working.ts';
import { rosterStore } from './store.ts';

const register = registerWith(
  commitWith({
    client: dynamoDb,
    now: () => new Date(),
    // Without an idempotency key no answer is ever kept.
    answer: () => ({ status: 200, headers: {} }),
  }),
);

/** Works on a roster's check or application; see docs/rosters.md. */
export const handler = eventConsumer({
  capability: 'rosters',
  event: events['roster.requested'],
  consume: async ({ job }) => {
    const work = rosterWork({
      store: rosterStore,
      register,
      readSheet,
      passwordOf,
      freshSecret: () => randomBytes(secretBytes),
      log,
    });
    await workOn(workNeeds(), work, job);
    log.info(logs.memory, { job, mostMib: mostMib() });
  },
  isOneByOne: true,
});

/**
 * The most memory that this process has had, by the kernel. `resourceUsage()`
 * would tell that of whoever started it, if that was more. Source: proc(5).
 */
function mostMib(): number {
  const status = readFileSync('/proc/self/status', 'utf8');
  const [, kibibytes = '0'] = /^VmHWM:\s+(\d+) kB$/m.exec(status) ?? [];
  return Math.round(Number(kibibytes) / 1_024);
}
