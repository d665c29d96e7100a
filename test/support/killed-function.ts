import { text } from 'node:stream/consumers';
import { dynamoDb } from '../../functions/platform/clients.ts';
import { handler } from '../../functions/resources/api.ts';

/**
 * A function's process that is killed in the middle of the request on its
 * standard input: `before` it has committed, or `after`, with the answer unsent.
 */
const [when] = process.argv.slice(2);

dynamoDb.middlewareStack.add(
  (next, { commandName = '' }) =>
    async (args) => {
      const isCommit = commandName.startsWith('TransactWrite');
      if (isCommit && when === 'before') process.kill(process.pid, 'SIGKILL');
      const answered = await next(args);
      if (isCommit) process.kill(process.pid, 'SIGKILL');
      return answered;
    },
  { step: 'finalizeRequest', priority: 'low', name: 'killing' },
);

const event: unknown = JSON.parse(await text(process.stdin));
await handler(event as never, {} as never);
