import { environment } from '../platform/environment.ts';
import { headersPage, type Span } from '../platform/history-heads.ts';

type Item = Record<string, unknown>;

/** What of the history is read to be sent again. */
export const replayReads = {
  /** A page of one partition's headers in a span. Cost of `headersPage`. */
  headers: (partition: string, span: Span, after?: Item) =>
    headersPage(environment('CATALOGUE_TABLE'), partition, span, {
      after,
    }),
};
export type ReplayReads = typeof replayReads;
