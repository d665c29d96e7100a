import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { batchGet } from '../../platform/batch-get.ts';
import { dynamoDb } from '../../platform/clients.ts';
import type { Part } from '../../platform/commit.ts';
import { CollaboratorsItem, catalogue, keys, LoadItem } from './items.ts';

/** What a contributor's submissions tell of who is near to them. */
export type Ties = {
  /** With whom they have contributed, and when last: moments in UTC. */
  readonly lastByPerson: Readonly<Record<string, string>>;
  /** Of which they were when they last submitted. */
  readonly organisations: readonly string[];
};
export type Collaborators = Ties & { readonly seq: number };

/** How busy candidates are, and who is near to contributors. */
export type Standing = {
  readonly loadByPerson: ReadonlyMap<string, number>;
  readonly collaborators: readonly Collaborators[];
};

/**
 * Loads of up to 50 candidates and the collaborators of up to 40 contributors,
 * in one request. 0.5 RRU for each, more for who worked with over 100 people.
 */
async function standing(
  candidates: readonly string[],
  contributors: readonly string[],
): Promise<Standing> {
  const items = await batchGet(catalogue.getName(), [
    ...candidates.map(keys.load),
    ...contributors.map(keys.collaborators),
  ]);
  const loads = items.filter(({ sk }) => sk === keys.load('').sk);
  const others = items.filter(({ sk }) => sk === keys.collaborators('').sk);
  return {
    loadByPerson: new Map(
      loads.map((one) => {
        const { pk, open } = LoadItem.build(EntityFormatter).format(one);
        return [pk, open];
      }),
    ),
    collaborators: others.map((one) =>
      CollaboratorsItem.build(EntityFormatter).format(one),
    ),
  };
}

/** The ties of one contributor, read consistently. 1 RRU per 4 KB. */
async function collaborators(
  person: string,
): Promise<Collaborators | undefined> {
  const { Item } = await dynamoDb.send(
    new GetCommand({
      TableName: catalogue.getName(),
      Key: keys.collaborators(person),
      ConsistentRead: true,
    }),
  );
  return Item && CollaboratorsItem.build(EntityFormatter).format(Item);
}

/** The same, put anew on condition that nobody else did. 2 WRU per KB. */
function collaboratorsPart(
  person: string,
  before: Collaborators | undefined,
  { lastByPerson, organisations }: Ties,
): Part {
  const condition =
    before === undefined
      ? ({ attr: 'pk', exists: false } as const)
      : ({ attr: 'seq', eq: before.seq } as const);
  return {
    write: CollaboratorsItem.build(PutTransaction)
      .item({
        ...keys.collaborators(person),
        seq: (before?.seq ?? 0) + 1,
        lastByPerson,
        organisations: [...organisations],
      })
      .options({ condition })
      .params(),
  };
}

/** What the `catalogue` table knows of reviewers. */
export const reviewerStore = { standing, collaborators, collaboratorsPart };
export type ReviewerStore = typeof reviewerStore;
