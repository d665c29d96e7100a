import { expect, inject, test } from 'vitest';
import {
  routes,
  vocabularyIds,
} from '../../functions/vocabularies/contract.ts';
import { apiClient } from '../../local/client.ts';

const { apiUrl } = inject('stack');
const visitor = apiClient({ apiUrl });

test('a visitor reads every vocabulary', async () => {
  const { body } = await visitor.call(routes.list);
  expect(body.items.map(({ id }) => id)).toEqual(vocabularyIds);
  for (const { id, terms } of body.items) {
    const read = await visitor.call(routes.read, { params: { id } });
    expect(read.body.terms).toHaveLength(terms);
  }
});

test('who holds a vocabulary already is answered 304, without a body', async () => {
  const { etag } = await visitor.call(routes.read, { params: { id: 'grade' } });
  const again = await fetch(`${apiUrl}/v1/vocabularies/grade`, {
    headers: { 'if-none-match': etag },
  });
  expect(again.status).toBe(304);
  expect(again.headers.get('etag')).toBe(etag);
  expect(again.headers.get('cache-control')).toBe('public, max-age=3600');
  expect(await again.text()).toBe('');
});

test('a vocabulary that does not exist is 404', async () => {
  const read = visitor.call(routes.read, { params: { id: 'colours' } });
  await expect(read).rejects.toMatchObject({ status: 404, code: 'unknown' });
});
