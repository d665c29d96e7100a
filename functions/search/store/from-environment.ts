import { environment } from '../../platform/environment.ts';
import { aliasesOf } from '../store.ts';
import { type EngineOptions, signedEngine } from './engine.ts';

/** The engine and the aliases of this stage, as its stack sets them. */
export function searchFromEnvironment(
  patience: Pick<EngineOptions, 'timeoutMs' | 'attempts'>,
) {
  const engine = signedEngine({
    endpoint: environment('SEARCH_ENDPOINT'),
    region: environment('AWS_REGION'),
    ...patience,
  });
  return { engine, aliases: aliasesOf(environment('SEARCH_ALIAS')) };
}
