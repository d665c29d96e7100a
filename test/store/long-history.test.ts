import { expect, test } from 'vitest';
import { routes } from '../../functions/resources/contract.ts';
import {
  editResource,
  reviseResource,
} from '../../functions/resources/service/drafting.ts';
import { exportedEntries } from '../../functions/seals/seal/contract.ts';
import { verifyHistory } from '../../verify/verify.mjs';
import { visitor } from '../support/http.ts';
import { got, needs, people, submitted, wish } from './catalogue.ts';
import { decided } from './decided.ts';

const { body: Export } = routes.exportHistory.answer;

/** 400 commands one after the other: seconds, or a minute on a busy machine. */
const longMs = 300_000;

/** All parts of an export, as anyone gets them through the API. */
async function partsOf(id: string) {
  const path = `/v1/resources/${id}/history/export`;
  const parts = [];
  let next: string | undefined;
  do {
    const query = next === undefined ? '' : `?cursor=${next}`;
    const { body } = await visitor().get(`${path}${query}`);
    const part = Export.parse(body);
    parts.push(part);
    next = part.next;
  } while (next !== undefined);
  return parts;
}

test(
  'given a history longer than a part of an export, then its parts are whole and verify',
  async () => {
    const who = people();
    const published = await decided(await submitted(who), who.librarian, {
      outcome: 'accept',
    });
    let found = got(await reviseResource(needs, wish(published, who.teacher)));
    while (found.head.seq <= exportedEntries) {
      const title = `浮力 ${found.head.seq}`;
      const change = { metadata: { title } };
      found = got(await editResource(needs, wish(found, who.teacher), change));
    }
    const parts = await partsOf(found.head.id);
    expect(parts.map(({ entries }) => entries.length)).toEqual([
      exportedEntries,
      1,
    ]);
    const whole = verifyHistory(parts);
    expect(whole.faults).toEqual([]);
    expect(whole.entries.length).toBe(found.head.seq);

    const [first, second] = parts;
    const torn = { ...first, entries: first?.entries.slice(0, -1) };
    expect(verifyHistory([torn, second]).faults).not.toEqual([]);
  },
  longMs,
);
