import { randomUUID } from 'node:crypto';
import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { ulid } from 'ulid';
import type { TestStack } from '../../local/platform-file.ts';
import { cases, edition } from '../unit/resources/case.ts';
import type { Figure } from './figure.ts';

/** Source of both numbers: the plan of expert review. */
const experts = { count: 5_000, boundQueries: 3 } as const;

/** BatchWriteItem takes 25 items. */
const written = 25;

const physics = {
  learningStage: 'xy:learning-stage/junior-secondary',
  subject: 'xy:subject/physics',
} as const;

/**
 * Counts what one page of candidates asks of DynamoDB among 5,000 experts of
 * one speciality, in a directory of their own, for a version of one author.
 */
export async function benchCandidates(stack: TestStack): Promise<Figure[]> {
  const name = `directory-${randomUUID()}`;
  const { DIRECTORY_TABLE: deployed } = process.env;
  Object.assign(process.env, stack.environment, { DIRECTORY_TABLE: name });
  const { dynamoDb } = await import('../../functions/platform/clients.ts');
  const { candidatesFor, candidateLimit } = await import(
    '../../functions/review/service/candidates.ts'
  );
  const { people } = await import('../../functions/review/people.ts');
  const { reviewerStore } = await import(
    '../../functions/review/store/reviewers.ts'
  );
  const { keys } = await import('../../functions/identity/store/items.ts');
  const { resources } = await import('../../functions/resources/resources.ts');
  const { makeTable } = await import('../support/table.ts');
  await makeTable(name);
  const asked: string[] = [];
  try {
    const at = '2026-09-01T08:00:00.000Z';
    const items = Array.from({ length: experts.count }, () => {
      const person = `per_${ulid()}`;
      const organisation = `org_${ulid()}`;
      const link = keys.speciality(person, organisation, physics);
      return [
        {
          ...keys.person(person),
          id: person,
          name: '专家',
          identities: [],
          createdAt: at,
        },
        {
          ...keys.membership(person, organisation),
          person,
          organisation,
          seq: 1,
          roles: ['expert'],
          terms: { expert: { specialities: [physics] } },
          changedAt: at,
          ownerPk: keys.membersOf(organisation, 'current'),
          ownerSk: person,
        },
        {
          ...link,
          person,
          ownerPk: keys.expertsOf(physics),
          ownerSk: `${person}#${organisation}`,
        },
      ];
    }).flat();
    for (let from = 0; from < items.length; from += written) {
      const puts = items
        .slice(from, from + written)
        .map((Item) => ({ PutRequest: { Item } }));
      await dynamoDb.send(
        new BatchWriteCommand({ RequestItems: { [name]: puts } }),
      );
    }
    // The tree is read once a minute, whoever asks.
    await people.schools();
    dynamoDb.middlewareStack.add(
      (next, { commandName = '' }) =>
        (args) => {
          asked.push(commandName);
          return next(args);
        },
      { step: 'initialize', name: 'count' },
    );
    const { head } = cases['in-review']();
    const { items: found } = await candidatesFor(
      { people, reviewers: reviewerStore, now: () => new Date() },
      {
        head,
        edition,
        facts: resources.factsOf(head),
      },
      {
        kind: 'expert',
        speciality: physics,
        limit: candidateLimit,
        after: undefined,
        sitting: [],
      },
    );
    if (found.length !== candidateLimit) {
      throw new Error(`${found.length} candidates were found.`);
    }
  } finally {
    dynamoDb.middlewareStack.remove('count');
    process.env.DIRECTORY_TABLE = deployed;
    await dynamoDb.send(new DeleteTableCommand({ TableName: name }));
  }
  const queries = asked.filter((one) => one.startsWith('Query')).length;
  return [
    {
      name: `candidates among ${experts.count} experts, queries alone`,
      value: queries,
      unit: 'requests',
      bound: experts.boundQueries,
    },
    {
      name: `candidates among ${experts.count} experts, with batches`,
      value: asked.length,
      unit: 'requests',
    },
  ];
}
