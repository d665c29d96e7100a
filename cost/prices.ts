import { readFileSync } from 'node:fs';
import * as z from 'zod';

/**
 * How well a price stands. `recorded`: read in a dated, public record of AWS's
 * price list, which the source names; `second-hand`: read in texts of others
 * that give AWS's page as theirs, for the page's own prices come by a script;
 * `derived`: from two such statements, or from another Region's; `unverified`:
 * general knowledge that nothing which could be read confirms.
 */
const standings = ['recorded', 'second-hand', 'derived', 'unverified'] as const;

const Price = z.strictObject({
  usd: z.number().positive(),
  /** So many units for that price. */
  per: z.number().positive(),
  unit: z.string().min(1),
  /** Units of a month that cost nothing, for good. */
  free: z.number().positive().optional(),
  /** A key of `sources`. */
  source: z.string().min(1),
  standing: z.enum(standings),
});
export type Price = z.infer<typeof Price>;

const PriceList = z
  .strictObject({
    region: z.string().min(1),
    currency: z.literal('USD'),
    readOn: z.iso.date(),
    sources: z.record(z.string(), z.url()),
    prices: z.record(z.string(), Price),
  })
  .refine(
    ({ prices, sources }) =>
      Object.values(prices).every(({ source }) =>
        Object.hasOwn(sources, source),
      ),
    'Every source must stand in "sources".',
  );
export type PriceList = z.infer<typeof PriceList>;

/** The list that is kept here: one Region's, with its date and sources. */
export const keptPrices = 'cost/prices.json';

/** Reads a price list. Throws when it is none. */
export function readPrices(file: string): PriceList {
  return PriceList.parse(JSON.parse(readFileSync(file, 'utf8')));
}

/** What so many units of a month cost. Throws when the list has no such price. */
export function usdOf(
  { prices, region }: PriceList,
  name: string,
  units: number,
): number {
  const price = prices[name];
  if (price === undefined) {
    throw new Error(
      `The price list of ${region} has no price "${name}". Add it, with its source.`,
    );
  }
  const paid = Math.max(0, units - (price.free ?? 0));
  return (paid * price.usd) / price.per;
}
