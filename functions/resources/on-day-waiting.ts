import { setTimeout } from 'node:timers/promises';
import { sendEvents } from '../platform/bus.ts';
import { dynamoDb } from '../platform/clients.ts';
import { eventConsumer } from '../platform/events.ts';
import { log } from '../platform/log.ts';
import { commitWith } from '../platform/transact.ts';
import { desk } from '../review/desk.ts';
import { DayPart } from './due/contract.ts';
import { needs as resourceNeeds } from './resources.ts';
import { workOffPart } from './service/due.ts';
import { dueStore } from './store/due.ts';

/** How long a worker begins pages; the last may take some seconds more. */
const turnMs = 40_000;

/** Works off a part of a day; what failed brings the message back. */
export const handler = eventConsumer({
  capability: 'resources',
  event: DayPart,
  isOneByOne: true,
  consume: async (part) => {
    const until = Date.now() + turnMs;
    const { failed } = await workOffPart(
      {
        ...resourceNeeds,
        due: dueStore,
        reviews: desk,
        commit: commitWith({
          client: dynamoDb,
          answer: () => ({ status: 204, headers: {} }),
          now: resourceNeeds.now,
        }),
        send: sendEvents,
        hasTime: () => Date.now() < until,
        wait: (milliseconds) => setTimeout(milliseconds),
        log,
      },
      part,
    );
    if (failed > 0) throw new Error(`${failed} resources failed.`);
  },
});
