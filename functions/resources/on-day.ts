import middy from '@middy/core';
import { sendEvents } from '../platform/bus.ts';
import { log, logger } from '../platform/log.ts';
import { DayRun } from './due/contract.ts';
import { dispatchDays } from './service/due.ts';
import { dueStore } from './store/due.ts';
import { dayShards } from './store/items.ts';

/** Every hour: asks for what is left of the days up to today. */
export const handler = middy(async (given: unknown) => {
  logger.resetKeys();
  logger.appendKeys({ capability: 'resources' });
  const { date: only, today: asked } = DayRun.parse(given);
  const today = asked ?? only ?? new Date().toISOString().slice(0, 10);
  const needs = { due: dueStore, shards: dayShards, send: sendEvents, log };
  await dispatchDays(needs, { today, only });
});
