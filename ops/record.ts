import { randomUUID } from 'node:crypto';
import {
  CloudWatchLogsClient,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { toolLog } from '../functions/operations/contract.ts';
import { namesOf } from '../lib/names.ts';
import type { Target } from './target.ts';

/** What is said of one use: its beginning, and how it ended. */
export type Noted =
  | { readonly code: 'OPERATOR_TOOL_BEGUN' }
  | { readonly code: 'OPERATOR_TOOL_ENDED'; readonly isDone: boolean };
export type Note = (noted: Noted) => Promise<void>;

/**
 * Records the use of a tool in the stage's own log of tools, one stream a use:
 * who (as AWS knows the credentials), what with which arguments, and when.
 * Throws when it cannot be recorded; then nothing must be done.
 */
export async function recordOf(
  { stage, aws }: Target,
  use: { readonly tool: string; readonly args: readonly string[] },
): Promise<Note> {
  const { Arn: by } = await new STSClient(aws).send(
    new GetCallerIdentityCommand(),
  );
  const logs = new CloudWatchLogsClient(aws);
  const began = new Date().toISOString();
  const place = {
    logGroupName: namesOf(stage).logGroup(...toolLog),
    // A stream's name may hold no colon.
    logStreamName: `${began.replaceAll(':', '.')}-${randomUUID()}`,
  };
  await logs.send(new CreateLogStreamCommand(place));
  return async (noted) => {
    const message = JSON.stringify({ level: 'INFO', ...noted, by, ...use });
    await logs.send(
      new PutLogEventsCommand({
        ...place,
        logEvents: [{ timestamp: Date.now(), message }],
      }),
    );
  };
}
