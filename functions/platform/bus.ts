import {
  EventBridgeClient,
  PutEventsCommand,
} from '@aws-sdk/client-eventbridge';
import { eventSource, type Outgoing } from './contract.ts';
import { environment } from './environment.ts';

/** Bounds of each call; three attempts with the SDK's jittered backoff. */
const bridge = new EventBridgeClient({
  maxAttempts: 3,
  requestHandler: {
    connectionTimeout: 1_000,
    requestTimeout: 3_000,
    throwOnRequestTimeout: true,
  },
});

/**
 * Sends up to ten events; gives back the positions of those that the bus did
 * not take. Throws when it does not answer at all. One request.
 */
export async function sendEvents(
  events: readonly Outgoing[],
): Promise<readonly number[]> {
  const { Entries: entries = [] } = await bridge.send(
    new PutEventsCommand({
      Entries: events.map(({ type, detail }) => ({
        EventBusName: environment('EVENT_BUS'),
        Source: eventSource,
        DetailType: type,
        Detail: JSON.stringify(detail),
      })),
    }),
  );
  return events.flatMap((_, at) =>
    entries[at]?.EventId === undefined ? [at] : [],
  );
}
