import { httpApi } from '../platform/pipeline.ts';
import { route } from '../platform/route.ts';
import { routes } from './contract.ts';
import { etagOf, listVocabularies, readVocabulary } from './service.ts';

/** Terms change only with a deployment; an hour later everyone has them. */
const cacheControl = 'public, max-age=3600';

const table = [
  route(routes.list, listVocabularies, (body) => ({
    body,
    etag: etagOf(body),
    cacheControl,
  })),
  route(
    routes.read,
    ({ params }) => readVocabulary(params.id),
    (body) => ({ body, etag: etagOf(body), cacheControl }),
  ),
];

export const handler = httpApi('vocabularies', table);
