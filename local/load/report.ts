import type { Sample } from '../client.ts';

/** Quantiles of some durations, in milliseconds; `NaN` of none. */
export type Quantiles = {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
};

/** Quantiles by the nearest rank, so that each is a duration that was seen. */
export function quantilesOf(milliseconds: readonly number[]): Quantiles {
  const sorted = [...milliseconds].sort((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

/** What one kind of request took and spent. */
export type RouteRow = Quantiles & {
  readonly route: string;
  readonly count: number;
  /** Answers that were no success. */
  readonly refused: number;
  /** Sendings beyond the first. */
  readonly repeated: number;
};

/** One row a route, most requested first. */
export function rowsOf(samples: readonly Sample[]): RouteRow[] {
  const byRoute = Map.groupBy(samples, ({ route }) => route);
  return [...byRoute]
    .map(([route, of]) => ({
      route,
      count: of.length,
      refused: of.filter(({ status }) => status >= 400).length,
      repeated: of.reduce((sum, { attempts }) => sum + attempts - 1, 0),
      ...quantilesOf(of.map(({ milliseconds }) => milliseconds)),
    }))
    .sort((a, b) => b.count - a.count || a.route.localeCompare(b.route));
}

/** A table of texts as lines: the first column left, the others right. */
export function tableLines(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => cellWidth(row[column] ?? ''))),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const fill = ' '.repeat((widths[column] ?? 0) - cellWidth(cell));
        return column === 0 ? cell + fill : fill + cell;
      })
      .join('  ')
      .trimEnd(),
  );
}

/** Columns that a terminal gives a text: two to a Chinese character. */
function cellWidth(text: string): number {
  return [...text].reduce((sum, one) => sum + (one > '⺀' ? 2 : 1), 0);
}

export function rounded(value: number, digits = 0): string {
  return Number.isNaN(value) ? '–' : value.toFixed(digits);
}
