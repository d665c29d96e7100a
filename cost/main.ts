import { misused } from '../local/options.ts';
import { languageOf } from '../local/text.ts';
import { costLines } from './command.ts';

/**
 * What a month of a stage costs: `npm run cost -- --schools 300 --teachers
 * 20000 --students 300000 --reads 5000000`. Every assumption is an option;
 * `--prices` names another price list, `--stage` another stage.
 */
try {
  const told = costLines(process.argv.slice(2), languageOf(process.env));
  if (told.ok) {
    for (const line of told.value) console.log(line);
  } else {
    console.error(told.error.says);
    process.exitCode = misused;
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
