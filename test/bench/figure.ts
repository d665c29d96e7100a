/** One measured figure beside its bound. Ratios are taken within one run. */
export type Figure = {
  readonly name: string;
  readonly value: number;
  readonly unit: 'x' | 'requests' | 'µs' | 'ms' | 's' | 'KB' | 'MiB';
  /** The most that is allowed; absent where a figure is only reported. */
  readonly bound?: number;
};

/** The middle value; the lower of two. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Nearest-rank quantile, `share` from 0 to 1. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const rank = Math.max(1, Math.ceil(share * sorted.length));
  const value = sorted[rank - 1];
  if (value === undefined) throw new Error('No values to take a quantile of.');
  return value;
}

/** A row of the table in docs/benchmarks.md. */
export function row({ name, value, unit, bound }: Figure): string {
  const verdict = bound === undefined ? 'reported' : verdictOf(value, bound);
  const allowed = bound === undefined ? '' : `≤ ${bound} ${unit}`;
  return `| ${name} | ${round(value)} ${unit} | ${allowed} | ${verdict} |`;
}

export function isWithin({ value, bound = Number.POSITIVE_INFINITY }: Figure) {
  return value <= bound;
}

function verdictOf(value: number, bound: number): string {
  return value <= bound ? 'met' : 'missed';
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
