import { eventConsumer } from '../platform/events.ts';
import { log } from '../platform/log.ts';
import { events } from './contract.ts';
import { type ReadNeeds, readFile } from './reading/read.ts';
import { mostBytes, readText } from './reading/text.ts';
import { fileObjects } from './store/objects.ts';
import { fileRecords } from './store/records.ts';

const needs: ReadNeeds = {
  records: fileRecords,
  objects: fileObjects,
  readText,
  mostBytes,
  now: () => new Date(),
  log,
};
/** Reads the file as it is now, so that repeats and late arrivals do no harm. */
export const handler = eventConsumer({
  capability: 'files',
  event: events['file.promoted'],
  consume: ({ file }) => readFile(needs, file),
  // A PDF alone may take much of the memory.
  isOneByOne: true,
});
