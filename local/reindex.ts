import { parseArgs } from 'node:util';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { ReindexStep } from '../functions/search/contract.ts';
import { readStage, type Stage } from '../lib/config.ts';
import { ConfigError } from '../lib/config-refusal.ts';
import { namesOf } from '../lib/names.ts';
import { emulatorClient } from './aws.ts';
import { localStage } from './deploy.ts';
import {
  platformFile,
  readPlatformFile,
  StartedPlatform,
} from './platform-file.ts';
import { progressOn } from './progress.ts';
import { type Rebuilt, rebuild } from './reindex/rebuild.ts';
import { speaker } from './text.ts';

/** Parts of the catalogue that are read side by side. */
const segments = { usual: 4, most: 64 } as const;

/** Longer than the function itself may run. */
const invokeLimitMs = 330_000;

/** A step that takes long is waited for, not sent again beside itself. */
const patience = {
  maxAttempts: 1,
  requestHandler: { requestTimeout: invokeLimitMs },
} as const;

const say = speaker(process.env);

process.exitCode = await main();

/**
 * `npm run reindex [-- --stage NAME] [--segments N]`: rebuilds the search index
 * of the local platform, or of a stage on AWS with the caller's own
 * credentials, while people read and write. The exit status is 0 only when
 * readers use the new index.
 */
async function main(): Promise<number> {
  const wish = readWish(process.argv.slice(2));
  if (wish === undefined) return complain(say('reindexUsage', segments));
  const found = findStage(wish.stage);
  if (typeof found === 'string') return complain(found);
  const began = performance.now();
  try {
    const rebuilt = await progressOn(process.stdout).step(
      say('reindexing', { stage: wish.stage }),
      ({ note }) => {
        const onProgress = (given: number) =>
          note(say('reindexGiven', { given }));
        const invoke = (step: ReindexStep) => invokeStep(found, step);
        return rebuild({ invoke, onProgress }, wish.segments);
      },
    );
    return tell(rebuilt, Math.round((performance.now() - began) / 1_000));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return complain(say('reindexFailed', { reason }));
  }
}

type Target = { readonly stage: Stage; readonly client: LambdaClient };

/** The stage and the way to it, or why there is none. */
function findStage(name: string): Target | string {
  if (name === 'local') {
    const platform = readPlatformFile(platformFile, StartedPlatform);
    if (!platform) return say('wasNotUp');
    const stage = localStage();
    const address = emulatorClient(platform.emulatorUrl, stage.region);
    return { stage, client: new LambdaClient({ ...address, ...patience }) };
  }
  try {
    const stage = readStage({ stage: name });
    const { region } = stage;
    return { stage, client: new LambdaClient({ region, ...patience }) };
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
}

async function invokeStep({ stage, client }: Target, step: ReindexStep) {
  const name = namesOf(stage).function('search', 'on-reindex');
  const { FunctionError, Payload } = await client.send(
    new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(step) }),
  );
  const text = Payload?.transformToString() ?? '';
  if (FunctionError) throw new Error(`${name}: ${text}`);
  return JSON.parse(text) as unknown;
}

function readWish(args: string[]) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        stage: { type: 'string', default: 'local' },
        segments: { type: 'string', default: String(segments.usual) },
      },
    });
    const count = Number(values.segments);
    const isGood =
      Number.isInteger(count) && count >= 1 && count <= segments.most;
    return isGood ? { stage: values.stage, segments: count } : undefined;
  } catch {
    return undefined;
  }
}

function complain(text: string): number {
  process.stderr.write(`${text}\n`);
  return 1;
}

/** The last line is the summary; gives the exit status. */
function tell(rebuilt: Rebuilt, seconds: number): number {
  if (rebuilt.outcome === 'short') {
    return complain(say('reindexShort', rebuilt));
  }
  process.stdout.write(`${say('reindexSummary', { ...rebuilt, seconds })}\n`);
  return 0;
}
