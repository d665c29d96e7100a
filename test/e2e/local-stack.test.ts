import { expect, inject, test } from 'vitest';
import { visitor } from '../support/http.ts';

test('given a deployed platform, when nobody in particular asks for its status, then it answers through the API Gateway', async () => {
  const answer = await visitor().get('/v1/status');
  expect(answer.status).toBe(200);
});

test('given a deployed platform, then its search engine answers', async () => {
  const answer = await fetch(`${inject('stack').engineUrl}/_cluster/health`);
  expect(answer.ok).toBe(true);
});
