import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { dynamoDb } from '../platform/clients.ts';
import { log, logger } from '../platform/log.ts';
import { commitWith } from '../platform/transact.ts';
import { resources } from '../resources/resources.ts';
import { people } from './people.ts';
import { workOffDue } from './service/due.ts';
import { dueShards } from './store/items.ts';
import { panelStore } from './store/panels.ts';
import { reviewerStore } from './store/reviewers.ts';
import { reviewStore } from './store/reviews.ts';
import { rubricStore } from './store/rubrics.ts';

/** What one more assignment may take: its reads, a search and two writes. */
const spareMs = 20_000;

const now = () => new Date();
const needs = {
  reviews: reviewStore,
  panels: panelStore,
  rubrics: rubricStore,
  reviewers: reviewerStore,
  people,
  resources,
  commit: commitWith({
    client: dynamoDb,
    answer: () => ({ status: 204, headers: {} }),
    now,
  }),
  shards: dueShards,
  now,
  log,
};

/**
 * Works off what is due, every hour. Throws at the end when anything failed, so
 * that somebody is told; the rest has been done by then.
 */
export const handler = middy(async (_: unknown, context: Context) => {
  logger.resetKeys();
  logger.appendKeys({ capability: 'review' });
  const hasTime = () => context.getRemainingTimeInMillis() > spareMs;
  const { failed } = await workOffDue({ ...needs, hasTime });
  if (failed > 0) throw new Error(`${failed} assignments failed.`);
});
