import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { routes } from '../../functions/resources/contract.ts';
import {
  Resource,
  type WorkItem,
} from '../../functions/resources/view/contract.ts';
import { requestEvent } from '../support/asked.ts';
import type { Client } from '../support/http.ts';
import { contribution } from '../support/lifecycle.ts';
import { signedIn } from '../support/people.ts';

/** A process starts in two seconds, in ten on a machine under load. */
const limitMs = 120_000;

test.each([
  { when: 'before', finds: 0 },
  { when: 'after', finds: 1 },
])(
  'given a function that is killed $when it committed, when the request is sent again, then it gives the first result, once',
  { timeout: limitMs },
  async ({ when, finds }) => {
    const teacher = await signedIn('teacher');
    const { key: _, files: __, ...body } = await contribution();
    const headers = { 'idempotency-key': randomUUID() };
    const path = '/v1/resources';
    const { token } = teacher;
    const asked = { token, method: 'POST', path, headers, body };
    const program = resolve('test/support/killed-function.ts');
    const dying = spawn(process.execPath, [program, when], {
      stdio: ['pipe', 'ignore', 'inherit'],
    });
    dying.stdin.end(JSON.stringify(requestEvent(asked)));
    const [, signal] = await once(dying, 'exit');
    expect(signal).toBe('SIGKILL');
    const { title } = body.metadata;
    const titled = async () => {
      const items = await unfinished(teacher);
      return items.filter((item) => item.title === title).length;
    };
    expect(await titled()).toBe(finds);
    const answers = [
      await teacher.post(path, body, headers),
      await teacher.post(path, body, headers),
    ];
    const ids = answers.map(({ status, body: made }) => {
      expect(status).toBe(201);
      return Resource.parse(made).id;
    });
    expect(new Set(ids).size).toBe(1);
    expect(await titled()).toBe(1);
    const record = await teacher.get(`${path}/${ids[0]}/history`);
    const { items } = routes.history.answer.body.parse(record.body);
    expect(items.map(({ header }) => header.action)).toEqual(['create']);
  },
);

/** All that somebody has not finished, page by page. */
async function unfinished({ get }: Client): Promise<WorkItem[]> {
  const items: WorkItem[] = [];
  let next = '';
  do {
    const { body } = await get(`/v1/me/work?limit=100${next}`);
    const page = routes.work.answer.body.parse(body);
    items.push(...page.items);
    next = page.next ? `&cursor=${encodeURIComponent(page.next)}` : '';
  } while (next !== '');
  return items;
}
