import { writeFileSync } from 'node:fs';
import { stageNames } from '../lib/config.ts';
import { takeDown } from '../local/bring-up.ts';
import { ownOptions } from '../local/options.ts';
import { progressOn } from '../local/progress.ts';
import { speaker } from '../local/text.ts';
import { drill } from './drill.ts';
import { drillInstance } from './instance.ts';
import { record, summaryOf } from './recording.ts';
import { linesOf } from './report.ts';

/** What comes through the API of a large drill; the rest is model-made. */
const throughApiMost = 200;
/** One resource in so many is written to just before the loss. */
const writtenEvery = 25;
const writtenMost = 40;
/** One organisation for so many resources is changed just before it. */
const organisationEvery = 100;
const organisationsMost = 10;
const least = 20;

/**
 * `npm run drill -- --resources N [--seed S] [--report FILE] [--record STAGE]`:
 * loses a Region of a stage of its own on this machine, and gets it back. The
 * exit status is 0 only when every check holds.
 */
const { values } = ownOptions({
  resources: { type: 'string', default: '300', whole: { least } },
  seed: { type: 'string', default: String(Date.now()) },
  report: { type: 'string' },
  record: { type: 'string', oneOf: stageNames() },
});
process.exitCode = await main();
process.exit();

async function main(): Promise<number> {
  const resources = Number(values.resources);
  const instance = await drillInstance();
  try {
    const done = await drill(
      instance,
      {
        seed: values.seed,
        resources,
        throughApi: Math.min(throughApiMost, Math.floor(resources / 2)),
        written: Math.min(writtenMost, Math.ceil(resources / writtenEvery) + 4),
        organisations: Math.min(
          organisationsMost,
          Math.ceil(resources / organisationEvery) + 2,
        ),
        objects: 5,
        kills: {
          recovery: [{ step: 'reconcile', when: 'found', of: 'resource' }],
        },
      },
      progressOn(process.stderr),
      speaker(process.env),
    );
    for (const line of linesOf(done)) console.log(line);
    const text = `${JSON.stringify(done, undefined, 2)}\n`;
    if (values.report) writeFileSync(values.report, text);
    if (values.record) await record(values.record, summaryOf(done, resources));
    return done.isGood ? 0 : 1;
  } finally {
    await takeDown(instance);
  }
}
