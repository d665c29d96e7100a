import { headsChangedIn, type Span } from '../../platform/history-heads.ts';
import { HistoryHeader } from '../history/contract.ts';
import { catalogue } from './items.ts';

/** Heads of the resources that changed in a span. Cost of `headsChangedIn`. */
async function headsChanged(span: Span) {
  const table = { name: () => catalogue.getName(), headerOf };
  const heads = await headsChangedIn(table, span);
  return heads.map((head) => ({ kind: 'resource' as const, ...head }));
}

export const resourceChains = { headsChanged };

function headerOf(item: Record<string, unknown>) {
  const { pk: _, sk: __, dayPk: ___, daySk: ____, ...rest } = item;
  const header = HistoryHeader.parse(rest);
  return { id: header.resource, header };
}
