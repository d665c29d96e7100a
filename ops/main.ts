import { misused } from '../local/options.ts';
import { runCommand, speaker } from './command.ts';
import { awsFirstOperator, firstOperator } from './first-operator.ts';
import { recordOf } from './record.ts';
import { targetOf } from './target.ts';
import { toolCommands } from './tools.ts';

/**
 * What operators do from their own machine, with the credentials of the
 * deployment's account. Usage: `npm run ops -- <command> …`.
 */
const commands = {
  'first-operator': firstOperator(awsFirstOperator),
  ...toolCommands({ targetOf, recordOf }),
};

const say = speaker(process.env);
try {
  const { lines, isDone, isMisused } = await runCommand(
    commands,
    process.argv.slice(2),
    say,
  );
  const print = isDone ? console.log : console.error;
  for (const line of lines) print(line);
  process.exitCode = isDone ? 0 : isMisused ? misused : 1;
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error);
  console.error(say('failed', { reason }));
  process.exitCode = 1;
}
