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

/** Authors of the version: what is asked must not grow with them. */
const authors = [1, 6] as const;

const physics = {
  learningStage: 'xy:learning-stage/junior-secondary',
  subject: 'xy:subject/physics',
} as const;

/**
 * Counts what one page of candidates asks of DynamoDB among 5,000 experts of
 * one speciality, in a directory of their own, for a version of one author and
 * for one of six.
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
    const figures: Figure[] = [];
    for (const count of authors) {
      asked.length = 0;
      const { head } = cases['in-review']();
      const contributors = Array.from(
        { length: count },
        (_, at) => head.contributors[at] ?? `per_${ulid()}`,
      );
      const shared = { ...head, contributors };
      const { items: found } = await candidatesFor(
        { people, reviewers: reviewerStore, now: () => new Date() },
        { head: shared, edition, facts: resources.factsOf(shared) },
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
      figures.push(...figuresOf(count, asked));
    }
    return figures;
  } finally {
    dynamoDb.middlewareStack.remove('count');
    process.env.DIRECTORY_TABLE = deployed;
    await dynamoDb.send(new DeleteTableCommand({ TableName: name }));
  }
}

function figuresOf(count: number, asked: readonly string[]): Figure[] {
  const of = `candidates among ${experts.count} experts, authors: ${count}`;
  return [
    {
      name: `${of}, queries alone`,
      value: asked.filter((one) => one.startsWith('Query')).length,
      unit: 'requests',
      bound: experts.boundQueries,
    },
    {
      name: `${of}, with batches`,
      value: asked.length,
      unit: 'requests',
    },
  ];
}
