import type { Language } from '../functions/platform/contract.ts';
import { ok, type Result } from '../functions/platform/result.ts';
import { readStage, stageNames } from '../lib/config.ts';
import { type Misuse, type Option, readOptions } from '../local/options.ts';
import { deploymentOf } from './deployment.ts';
import { estimate } from './model.ts';
import {
  type Assumptions,
  type OptionName,
  options,
  rangeOf,
  usual,
} from './options.ts';
import { keptPrices, readPrices } from './prices.ts';
import { estimateLines } from './table.ts';

const names = Object.keys(options) as OptionName[];

/** An option for each assumption. */
const assumptions = Object.fromEntries(
  names.map((name): [string, Option] => [
    name,
    { type: 'string', default: String(usual[name]), number: rangeOf(name) },
  ]),
) as Record<OptionName, Option>;

/** The lines of an estimate for these arguments, or what is wrong with them. */
export function costLines(
  args: readonly string[],
  language: Language,
): Result<string[], Misuse> {
  const read = readOptions(
    args,
    {
      ...assumptions,
      stage: { type: 'string', default: 'prod', oneOf: stageNames() },
      prices: { type: 'string', default: keptPrices, isFile: true },
    },
    language,
  );
  if (!read.ok) return read;
  const { prices: file, stage, ...given } = read.value.values;
  const assumed = Object.fromEntries(
    names.map((name) => [name, Number(given[name])]),
  ) as Assumptions;
  const prices = readPrices(String(file));
  const made = estimate(prices, deploymentOf(readStage({ stage })), assumed);
  return ok(estimateLines(made, prices, language));
}
