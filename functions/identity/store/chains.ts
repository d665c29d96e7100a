import { headsChangedIn, type Span } from '../../platform/history-heads.ts';
import { OrganisationHeader } from '../history/contract.ts';
import { directory } from './items.ts';

/** Heads of the organisations that changed in a span. Cost of `headsChangedIn`. */
async function headsChanged(span: Span) {
  const table = { name: () => directory.getName(), headerOf };
  const heads = await headsChangedIn(table, span);
  return heads.map((head) => ({ kind: 'organisation' as const, ...head }));
}

export const organisationChains = { headsChanged };

function headerOf(item: Record<string, unknown>) {
  const { pk: _, sk: __, dayPk: ___, daySk: ____, ...rest } = item;
  const header = OrganisationHeader.parse(rest);
  return { id: header.organisation, header };
}
