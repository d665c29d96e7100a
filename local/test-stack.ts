import { rmSync } from 'node:fs';
import { relative } from 'node:path';
import { runningServer } from './background.ts';
import { bringUp, redeploy, takeDown } from './bring-up.ts';
import { root, testInstance } from './instance.ts';
import { ownOptions } from './options.ts';
import { testStackFile, writePlatformFile } from './platform-file.ts';
import { testStackOf } from './platform-of.ts';
import { progressOn } from './progress.ts';
import { speaker } from './text.ts';

/**
 * Keeps a stack for e2e tests running between their runs:
 * `npm run test:stack` brings it up anew, `-- --deploy` deploys changed code
 * into it, `-- --stop` ends it.
 */
const { values } = ownOptions({
  deploy: { type: 'boolean' },
  stop: { type: 'boolean' },
});
const instance = testInstance(process.env);
const progress = progressOn(process.stdout);
const say = speaker(process.env);

if (values.stop) {
  await stop();
  progress.line(say('testStackStopped'));
} else {
  const isUp = runningServer(instance, 'emulator') !== undefined;
  if (values.deploy && isUp) await redeploy(instance, progress, say);
  else await bringUpAnew();
  writePlatformFile(testStackFile, await testStackOf(instance));
  const file = relative(root, testStackFile);
  progress.line(say('testStackReady', { file }));
}
process.exit();

async function bringUpAnew(): Promise<void> {
  await stop();
  try {
    await bringUp(instance, progress, say);
  } catch (error) {
    await takeDown(instance);
    throw error;
  }
}

async function stop(): Promise<void> {
  await takeDown(instance);
  rmSync(instance.folder, { recursive: true, force: true });
  rmSync(testStackFile, { force: true });
}
