import '../support/environment.ts';
import { randomUUID } from 'node:crypto';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { describe, expect, test } from 'vitest';
import { answer } from '../../functions/platform/answer.ts';
import { dynamoDb } from '../../functions/platform/clients.ts';
import type { Person } from '../../functions/platform/contract.ts';
import { environment } from '../../functions/platform/environment.ts';
import { ok, type Result } from '../../functions/platform/result.ts';
import { route } from '../../functions/platform/route.ts';
import { routes } from '../../functions/resources/contract.ts';
import { represent } from '../../functions/resources/model/view.ts';
import {
  etagOf,
  type Found,
} from '../../functions/resources/service/command.ts';
import {
  editResource,
  reviseResource,
} from '../../functions/resources/service/drafting.ts';
import { workOff } from '../../functions/resources/service/due.ts';
import {
  correctPublished,
  publishAccepted,
  submitDraft,
  withdrawResource,
} from '../../functions/resources/service/life.ts';
import { resourceReads } from '../../functions/resources/store/reads.ts';
import { decideReview } from '../../functions/review/service/deciding.ts';
import { edition } from '../unit/resources/case.ts';
import {
  draft,
  got,
  needs,
  people,
  submitted,
  wish,
  worker,
} from './catalogue.ts';
import { decided, reviewNeeds } from './decided.ts';

type Tried = Promise<Result<unknown, { readonly code: string }>>;

/** Fifty at once, of the kinds given in turn; how each ended, and the record. */
async function fifty(id: string, ...kinds: readonly (() => Tried)[]) {
  const before = await actionsOf(id);
  const all = await Promise.all(
    Array.from({ length: 50 }, (_, n) => kinds[n % kinds.length]?.()),
  );
  const codes = all.flatMap((one) => (one && !one.ok ? one.error.code : []));
  const after = await actionsOf(id);
  return {
    won: all.filter((one) => one?.ok).length,
    codes: new Set(codes),
    added: after.slice(before.length),
  };
}

async function actionsOf(id: string): Promise<string[]> {
  const page = { limit: 100, after: undefined };
  const { items } = await resourceReads.history(id, page, {
    withBodies: false,
  });
  return items.map(({ header }) => header.action);
}

/** What loses was read before, or came to what is decided already. */
const lost = ['changed', 'state'];
const { files: _, ...metadata } = edition;

describe('given fifty at once, then one wins and the record has one entry of it', () => {
  test('decisions of different kinds', async () => {
    const who = people();
    const found = await submitted(who);
    const id = found.head.review?.id ?? '';
    const decide = (outcome: 'accept' | 'reject' | 'request-changes') => () =>
      decideReview(reviewNeeds, who.librarian, {
        id,
        ifMatch: '"1"',
        decision: { outcome, reason: '理由' },
      });
    const { won, codes, added } = await fifty(
      found.head.id,
      decide('accept'),
      decide('reject'),
      decide('request-changes'),
    );
    expect(won).toBe(1);
    expect(lost).toEqual(expect.arrayContaining([...codes]));
    expect(added).toHaveLength(1);
  });

  test('publications by a librarian, and by the date', async () => {
    const who = people();
    const date = '2999-12-31';
    const verdict = { outcome: 'accept', publishOn: date } as const;
    const found = await decided(await submitted(who), who.librarian, verdict);
    const { head } = found;
    const byDate = async () => {
      const what = await workOff(worker, head.id, date);
      return what === 'publish'
        ? ok(what)
        : ({ ok: false, error: { code: 'changed' } } as const);
    };
    const { won, codes, added } = await fifty(
      head.id,
      () => publishAccepted(needs, wish(found, who.librarian)),
      byDate,
    );
    expect(won).toBe(1);
    expect(lost).toEqual(expect.arrayContaining([...codes]));
    expect(added).toEqual(['publish']);
  });

  test('a submission and a correction of version 2, and the end of version 1', async () => {
    const who = people();
    const { teacher, librarian } = who;
    const verdict = { outcome: 'accept' } as const;
    const first = await decided(await submitted(who), librarian, verdict);
    const second = got(await reviseResource(needs, wish(first, teacher)));
    const changed = { metadata: { ...metadata, title: '浮力（更正）' } };
    const found = got(
      await editResource(needs, wish(second, teacher), changed),
    );
    const allowing = { ...needs, allowsCorrections: true };
    const why = { kind: 'error', reason: '有误' } as const;
    const { won, codes, added } = await fifty(
      found.head.id,
      () => submitDraft(needs, wish(found, teacher)),
      () => correctPublished(allowing, wish(found, teacher)),
      () => withdrawResource(needs, wish(found, librarian), why),
    );
    expect(won).toBe(1);
    expect([...lost, 'withdrawn']).toEqual(expect.arrayContaining([...codes]));
    expect(added).toHaveLength(1);
  });
});

describe('given a function that is killed between its write and its answer', async () => {
  const who = people();
  const found = await draft(who);
  const key = randomUUID();
  const event = {
    headers: {
      authorization: 'Bearer good',
      'if-match': etagOf(found.head),
      'idempotency-key': key,
    },
    pathParameters: { id: found.head.id },
    isBase64Encoded: false,
    requestContext: {
      http: {
        method: 'POST',
        path: `/v1/resources/${found.head.id}/submission`,
      },
    },
  } as unknown as APIGatewayProxyEventV2;
  const bound = route(
    routes.submit,
    ({ params, ifMatch, principal, commit }) =>
      submitDraft({ ...needs, commit }, { ...params, ifMatch, principal }),
    ({ head, shown }: Found, { principal }) => ({
      body: represent(head, shown, principal),
      etag: etagOf(head),
    }),
  );
  const teacher: Person = who.teacher;
  const ask = (client: DynamoDBDocumentClient) =>
    answer(
      {
        verify: async () =>
          ok({
            issuer: 'i',
            subject: 's',
            clientId: 'c',
            scopes: [],
            signedInAt: new Date(),
            isTwoFactor: false,
            isMachine: false,
          }),
        principals: { principal: async () => ok(teacher) },
        client,
        markers: environment('CATALOGUE_TABLE'),
        now: () => new Date(),
        told: () => undefined,
      },
      bound,
      event,
      'en',
    );
  /** Writes as the real one, but nobody lives to hear of it. */
  const killed = {
    send: async (command: Parameters<typeof dynamoDb.send>[0]) => {
      const done = await dynamoDb.send(command);
      if (command.constructor.name === 'TransactWriteCommand') {
        throw new Error('Killed after the write.');
      }
      return done;
    },
  } as unknown as DynamoDBDocumentClient;

  test('when the request is sent again, then it gets the first result, and nothing is done twice', async () => {
    await expect(ask(killed)).rejects.toThrow('Killed after the write.');
    const head = await resourceReads.head(found.head.id, { consistent: true });
    const again = got(await ask(dynamoDb));
    expect(again).toMatchObject({
      statusCode: 201,
      headers: { 'idempotency-replayed': 'true', etag: head && etagOf(head) },
    });
    expect(JSON.parse(again.body ?? '')).toMatchObject({
      state: 'in-review',
      work: { review: { id: head?.review?.id } },
    });
    expect(await actionsOf(found.head.id)).toEqual([
      'create',
      'edit',
      'submit',
    ]);
  });
});
