import type { Edition } from '../edition/contract.ts';

/** Years after which a publication is looked at again. Source: docs/domain.md. */
const defaultYears = 2;

/**
 * Types that age sooner: questions follow the examination outline of a year.
 * A type that is not named has the default.
 */
const yearsByType: Readonly<Record<string, number>> = {
  'xy:resource-type/assessment-item': 1,
};

/** When what is published at a moment is due for re-review: a date in UTC. */
export function reviewDueOf({ type }: Edition, at: string): string {
  const years = yearsByType[type ?? ''] ?? defaultYears;
  return yearsAfter(at, years);
}

/** The same day some years on; 29 February becomes the 28th. */
function yearsAfter(at: string, years: number): string {
  const then = new Date(at);
  const month = then.getUTCMonth();
  then.setUTCFullYear(then.getUTCFullYear() + years);
  if (then.getUTCMonth() !== month) then.setUTCDate(0);
  return then.toISOString().slice(0, 10);
}
