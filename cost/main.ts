import { parseArgs } from 'node:util';
import type { Language } from '../functions/platform/contract.ts';
import { fill } from '../functions/platform/texts.ts';
import { readStage } from '../lib/config.ts';
import { deploymentOf } from './deployment.ts';
import { estimate } from './model.ts';
import { isPossible, type OptionName, options, usual } from './options.ts';
import { keptPrices, readPrices } from './prices.ts';
import { estimateLines } from './table.ts';
import { texts } from './texts.ts';

/**
 * What a month of a stage costs: `npm run cost -- --schools 300 --teachers
 * 20000 --students 300000 --reads 5000000`. Every assumption is an option;
 * `--prices` names another price list, `--stage` another stage.
 */
const language: Language = /^zh/i.test(process.env.LANG ?? '') ? 'zh-CN' : 'en';
const say = texts[language];

try {
  for (const line of linesOf(process.argv.slice(2))) console.log(line);
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error);
  console.error(fill(say.failed, { reason }));
  process.exitCode = 1;
}

function linesOf(args: string[]): string[] {
  const { values } = parseArgs({
    args,
    options: {
      ...Object.fromEntries(
        Object.keys(options).map((name) => [name, { type: 'string' as const }]),
      ),
      stage: { type: 'string', default: 'prod' },
      prices: { type: 'string', default: keptPrices },
    },
  });
  const assumed = Object.fromEntries(
    (Object.keys(options) as OptionName[]).map((name) => {
      const given = (values as Readonly<Record<string, string>>)[name];
      const value = given === undefined ? usual[name] : Number(given);
      if (isPossible(name, value)) return [name, value];
      const fault = { option: name, value: given ?? '' };
      throw new Error(fill(say.notANumber, fault));
    }),
  ) as typeof usual;
  const prices = readPrices(String(values.prices));
  const stage = readStage({ stage: values.stage });
  const made = estimate(prices, deploymentOf(stage), assumed);
  return estimateLines(made, prices, language);
}
