import type { Context } from 'aws-lambda';
import type * as z from 'zod';
import { files } from '../files/files.ts';
import { logger } from '../platform/log.ts';
import { headScan } from '../resources/scan.ts';
import { ReindexStep, type reindexAnswers } from './contract.ts';
import { keeper, keeperEngine } from './index-keeper.ts';
import {
  beginReindex,
  fillIndex,
  finishReindex,
  type ReindexNeeds,
} from './service/reindexing.ts';
import { searchStore } from './store.ts';

const needs: ReindexNeeds = {
  ...keeper,
  store: searchStore(keeperEngine.engine, keeperEngine.aliases),
  scanHeads: headScan.scanHeads,
  textOf: files.text,
};

/** A step that fills answers after this, so that whoever waits sees progress. */
const fillingSeconds = 20;

type Answers = typeof reindexAnswers;
type Answer = z.input<Answers[keyof Answers]>;

/**
 * Takes one step of a rebuild. No route and no event leads here: an operator's
 * `npm run reindex` invokes it, allowed by IAM.
 */
export async function handler(
  event: unknown,
  context: Context,
): Promise<Answer> {
  logger.resetKeys();
  logger.addContext(context);
  const asked = ReindexStep.parse(event);
  if (asked.step === 'begin') return beginReindex(needs);
  if (asked.step === 'finish') {
    const ended = await finishReindex(needs, asked.index, asked.given);
    if (ended.ok) return { outcome: 'switched', ...ended.value };
    const { code: outcome, ...facts } = ended.error;
    return { outcome, ...facts };
  }
  const { index, segment, segments, after } = asked;
  const until = Date.now() + fillingSeconds * 1_000;
  const isTimeUp = () => Date.now() > until;
  return fillIndex(needs, index, { segment, segments, after }, isTimeUp);
}
