import type { Language } from '../functions/platform/contract.ts';
import { costLines } from './command.ts';

/**
 * What a month of a stage costs: `npm run cost -- --schools 300 --teachers
 * 20000 --students 300000 --reads 5000000`. Every assumption is an option;
 * `--prices` names another price list, `--stage` another stage.
 */
const language: Language = /^zh/i.test(process.env.LANG ?? '') ? 'zh-CN' : 'en';

try {
  for (const line of costLines(process.argv.slice(2), language)) {
    console.log(line);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
