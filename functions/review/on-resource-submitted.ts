import { dynamoDb } from '../platform/clients.ts';
import { eventConsumer } from '../platform/events.ts';
import { commitWith } from '../platform/transact.ts';
import { events } from '../resources/history/contract.ts';
import { resources } from '../resources/resources.ts';
import { people } from './people.ts';
import { rememberCollaboration } from './service/collaborating.ts';
import { reviewerStore } from './store/reviewers.ts';

const now = () => new Date();
const needs = {
  resources,
  reviewers: reviewerStore,
  people,
  commit: commitWith({
    client: dynamoDb,
    answer: () => ({ status: 204, headers: {} }),
    now,
  }),
  now,
};

export const handler = eventConsumer({
  capability: 'review',
  event: events['resource.submitted'],
  consume: ({ resourceId }) => rememberCollaboration(needs, resourceId),
  isOneByOne: true,
});
