import { rmSync } from 'node:fs';
import { stopServer } from './background.ts';
import { takeDown } from './bring-up.ts';
import { platformInstance } from './instance.ts';
import { ownOptions } from './options.ts';
import { platformFile } from './platform-file.ts';
import { speaker } from './text.ts';

/**
 * `npm stop`: ends the platform that `npm start` started, whether it holds a
 * terminal or runs detached. What it keeps stays for the next start.
 */
ownOptions({});
const say = speaker(process.env);
const instance = platformInstance(process.env);

/** The process in the terminal stops both servers itself: 6 s as a rule. */
const limitSeconds = 120;

const terminal = await stopServer(instance, 'start', limitSeconds);
rmSync(platformFile, { force: true });
const { emulator, engine } = await takeDown(instance);
const outcomes = [terminal, emulator, engine];
if (outcomes.every((outcome) => outcome === 'not-running')) {
  console.log(say('wasNotUp'));
} else if (outcomes.includes('killed')) {
  console.log(say('stoppedByForce'));
  process.exitCode = 1;
} else {
  console.log(say('stopped'));
}
