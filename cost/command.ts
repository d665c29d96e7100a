import { parseArgs } from 'node:util';
import type { Language } from '../functions/platform/contract.ts';
import { fill } from '../functions/platform/texts.ts';
import { readStage } from '../lib/config.ts';
import { deploymentOf } from './deployment.ts';
import { estimate } from './model.ts';
import {
  type Assumptions,
  isPossible,
  type OptionName,
  options,
  usual,
} from './options.ts';
import { keptPrices, readPrices } from './prices.ts';
import { estimateLines } from './table.ts';
import { texts } from './texts.ts';

/**
 * The lines of an estimate for these arguments. Throws, in that language, with
 * what is wrong with them.
 */
export function costLines(
  args: readonly string[],
  language: Language,
): string[] {
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...Object.fromEntries(
        Object.keys(options).map((name) => [name, { type: 'string' as const }]),
      ),
      stage: { type: 'string', default: 'prod' },
      prices: { type: 'string', default: keptPrices },
    },
  });
  const given = values as Readonly<Record<string, string>>;
  const assumed = Object.fromEntries(
    (Object.keys(options) as OptionName[]).map((name) => [
      name,
      assumedBy(name, given[name], language),
    ]),
  ) as Assumptions;
  const prices = readPrices(String(values.prices));
  const stage = readStage({ stage: values.stage });
  const made = estimate(prices, deploymentOf(stage), assumed);
  return estimateLines(made, prices, language);
}

function assumedBy(
  name: OptionName,
  given: string | undefined,
  language: Language,
): number {
  const value = given === undefined ? usual[name] : Number(given);
  if (isPossible(name, value)) return value;
  const fault = { option: name, value: given ?? '' };
  throw new Error(fill(texts[language].notANumber, fault));
}
