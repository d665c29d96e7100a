/** The values that one thing was given, by whoever judged it. */
export type Unit = readonly number[];

/**
 * Krippendorff's α for interval data: 1 is agreement in all, 0 is chance, below
 * it the judges disagree more than chance would. Units with fewer than two
 * values say nothing. Undefined where all values are the same, or none can be
 * paired: there is no variation that α could be measured against.
 * Source: K. Krippendorff, "Computing Krippendorff's Alpha-Reliability", 2011.
 */
export function intervalAlpha(units: readonly Unit[]): number | undefined {
  const pairable = units.filter((unit) => unit.length > 1);
  const values = pairable.flat();
  const n = values.length;
  const expected = squaredDifferences(values) / (n - 1);
  if (n === 0 || expected === 0) return undefined;
  const observed = pairable
    .map((unit) => squaredDifferences(unit) / (unit.length - 1))
    .reduce((sum, each) => sum + each, 0);
  return 1 - observed / expected;
}

/** How far one judge is from the others: how much higher, and how far at all. */
export type Deviation = {
  readonly judge: string;
  /** Units that others judged too. */
  readonly units: number;
  /** Mean of their value less the mean of the others'. */
  readonly signed: number;
  /** Mean distance, whatever its direction. */
  readonly absolute: number;
};

/** Each judge's deviation, by the units that somebody else judged too. */
export function deviationsOf(
  units: readonly (readonly { judge: string; value: number }[])[],
): Deviation[] {
  const gaps = new Map<string, number[]>();
  for (const unit of units.filter(({ length }) => length > 1)) {
    const sum = unit.reduce((total, { value }) => total + value, 0);
    for (const { judge, value } of unit) {
      const others = (sum - value) / (unit.length - 1);
      gaps.set(judge, [...(gaps.get(judge) ?? []), value - others]);
    }
  }
  return [...gaps].map(([judge, own]) => ({
    judge,
    units: own.length,
    signed: mean(own),
    absolute: mean(own.map(Math.abs)),
  }));
}

/** Sum of (a − b)² over all ordered pairs, through the distances to the mean. */
function squaredDifferences(values: readonly number[]): number {
  const middle = mean(values);
  const squares = values.map((value) => (value - middle) ** 2);
  return 2 * values.length * squares.reduce((sum, each) => sum + each, 0);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, each) => sum + each, 0) / values.length;
}
