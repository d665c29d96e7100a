import { routes as reviews } from '../functions/review/contract.ts';
import type { Client } from '../local/client.ts';
import { keyOf } from '../local/journey.ts';

/** How many of the three score before the librarian decides. */
const scoring = 2;

const scores = {
  'scientific-soundness': 5,
  currency: 4,
  usefulness: 4,
  conformity: 4,
  'technical-quality': 4,
};

/** Who reviews with whom: three colleagues, and who asks them. */
export type Panel = {
  readonly librarian: Client;
  readonly reviewers: readonly {
    readonly person: string;
    readonly client: Client;
  }[];
};

/**
 * What happens to a version in review, a command each: colleagues are put on a
 * panel, one comments, some score. Tells after each.
 */
export async function review(
  { librarian, reviewers }: Panel,
  id: string,
  told: () => Promise<void>,
): Promise<void> {
  const params = { id };
  const { etag } = await librarian.call(reviews.read, { params });
  const people = reviewers.map(({ person }) => person);
  await librarian.call(reviews.putPanel, {
    params,
    ifMatch: etag,
    body: { kind: 'peer', reviewers: people },
  });
  await told();
  const [first] = reviewers;
  await first?.client.call(reviews.comment, {
    params,
    idempotencyKey: keyOf(id, 'comment'),
    body: { target: { whole: true }, text: '步骤清楚。' },
  });
  await told();
  for (const { client } of reviewers.slice(0, scoring)) {
    const own = await client.call(reviews.ownScores, { params });
    const body = { scores };
    await client.call(reviews.putScores, { params, ifMatch: own.etag, body });
    await told();
  }
}

/** What the librarian says of a version that a panel has looked at. */
export const approval = { outcome: 'accept', reason: '可以使用。' } as const;

/** Reviews as people find them, and whom each waits for. */
export type Waiting = {
  readonly open: readonly string[];
  /** `<review> <person>`, as the panels say, and as people's own lists do. */
  readonly seats: readonly string[];
  readonly lists: readonly string[];
};

const pageSize = 100;

/** What waits for whom, as the API answers it. */
export async function waiting({
  librarian,
  reviewers,
}: Panel): Promise<Waiting> {
  const query = { limit: pageSize };
  const { body } = await librarian.call(reviews.list, { query });
  const open = body.items.map(({ id }) => id);
  const seats: string[] = [];
  for (const id of open) {
    const one = await librarian.call(reviews.read, { params: { id } });
    for (const { reviewer, state } of one.body.panel?.seats ?? []) {
      if (state !== 'replaced') seats.push(`${id} ${reviewer}`);
    }
  }
  const lists: string[] = [];
  for (const { client, person } of reviewers) {
    const own = await client.call(reviews.list, {
      query: { ...query, assigned: 'me' },
    });
    lists.push(...own.body.items.map(({ id }) => `${id} ${person}`));
  }
  return { open, seats, lists };
}

/** Decides on a review, and tells how its resource stands then. */
export async function decideOn(
  { librarian }: Panel,
  id: string,
  idempotencyKey: string,
): Promise<string> {
  const params = { id };
  const { etag } = await librarian.call(reviews.read, { params });
  const { body } = await librarian.call(reviews.decide, {
    ...{ params, idempotencyKey, body: approval },
    ifMatch: etag,
  });
  return body.resource.state;
}
