import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { hashOf } from '../../../functions/platform/history.ts';
import type { HistoryExport } from '../../../functions/resources/history/contract.ts';
import { HistoryExport as Export } from '../../../functions/resources/history/contract.ts';
import { canonical, rootBy, verifyHistory } from '../../../verify/verify.mjs';

const page = readFileSync('docs/history-format.md', 'utf8');

/** Blocks of the example by the name after `text`, as they are printed. */
const printed = Object.fromEntries(
  [...page.matchAll(/^```text (\w+)\n(.*)\n```$/gm)].map(([, name, text]) => [
    name,
    text,
  ]),
);
const [, json = ''] = /^```json\n([\s\S]*?)\n```$/m.exec(page) ?? [];
const example: HistoryExport = Export.parse(JSON.parse(json));

const sha256 = (...parts: (string | Uint8Array)[]) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash;
};

describe('given the example of docs/history-format.md', () => {
  test('then it verifies as the page says', () => {
    const { entries, faults } = verifyHistory([example]);
    expect(faults).toEqual([]);
    expect(entries.map(({ status, hasBody }) => [status, hasBody])).toEqual([
      ['sealed', true],
      ['sealed', false],
      ['unsealed', true],
    ]);
  });

  test('then every value on the page is what its inputs give', () => {
    const [entry] = example.entries;
    const [proof] = example.proofs;
    const [seal] = example.seals;
    const [key] = example.keys;
    if (!entry?.body || !proof || !seal || !key) throw new Error('No example.');
    const { salt, ...body } = entry.body;
    const header = canonical(entry.header);
    const leaf = canonical(proof.leaf);
    const statement = canonical(seal.statement);
    const bodyText = canonical(body);
    expect(printed).toEqual({
      header,
      hash: sha256(header).digest('hex'),
      body: bodyText,
      bodyHash: sha256(Buffer.from(salt, 'hex'), bodyText).digest('hex'),
      leaf,
      leafHash: sha256(Uint8Array.of(0), leaf).digest('hex'),
      root: rootBy(proof, seal.statement.leaves),
      statement,
      statementHash: sha256(statement).digest('hex'),
      key: canonical(key.jwk),
      keyId: sha256(canonical(key.jwk)).digest('base64url'),
    });
    expect(printed.hash).toBe(hashOf(entry.header));
    expect(printed.hash).toBe(entry.hash);
    expect(printed.bodyHash).toBe(entry.header.bodyHash);
    expect(printed.root).toBe(seal.statement.root);
    expect(printed.keyId).toBe(key.id);
  });
});
