import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Log } from '../../platform/log.ts';
import {
  type ExportKind,
  type ExportPart,
  exportLogs,
  exportPrefix,
  type Manifest,
  manifestName,
} from '../export/contract.ts';

/** Where a kind's lines come from, page by page. */
export type Source = {
  readonly kind: ExportKind;
  readonly pages: () => AsyncIterable<readonly object[]>;
};

export type ExportNeeds = {
  readonly sources: readonly Source[];
  /** Keeps one object; SHA-256 in hexadecimal, which S3 compares. */
  readonly put: (
    key: string,
    body: Uint8Array,
    sha256: string,
  ) => Promise<void>;
  readonly from: Pick<Manifest, 'stage' | 'region' | 'epoch'>;
  readonly now: () => Date;
  readonly log: Log;
};

/** Bytes of lines that are held before they are packed into one object. */
export const partBytes = 8 * 1024 * 1024;

const pack = promisify(gzip);

/**
 * Writes a night's export, source beside source, then its manifest. A page is
 * asked for only when the one before is written or held, so that a source holds
 * at most `partBytes` and one page, however many people there are. A source that
 * fails leaves the others whole: the manifest says what is missing. Cost: one
 * S3 request for each 8 MB of lines begun and one for the manifest, beside what
 * the sources read.
 */
export async function exportNight(needs: ExportNeeds): Promise<Manifest> {
  const { from, log, now, put, sources } = needs;
  const begunAt = now().toISOString();
  const folder = folderOf(begunAt);
  const ended = await Promise.allSettled(
    sources.map((source) => exportSource(needs, source, folder)),
  );
  const parts: ExportPart[] = [];
  const missing: ExportKind[] = [];
  for (const [at, one] of ended.entries()) {
    const { kind } = sources[at] ?? {};
    if (one.status === 'fulfilled') parts.push(...one.value);
    else if (kind !== undefined) {
      missing.push(kind);
      log.error(exportLogs.failed, { kind, reason: String(one.reason) });
    }
  }
  const format = 'xueyuan-export/1';
  const madeAt = now().toISOString();
  const manifest: Manifest = {
    ...{ format, ...from, begunAt, madeAt, parts, missing },
  };
  const body = Buffer.from(JSON.stringify(manifest));
  await put(`${folder}${manifestName}`, body, sha256Of(body));
  const lines = parts.reduce((sum, part) => sum + part.lines, 0);
  log.info(exportLogs.made, { parts: parts.length, lines, missing });
  return manifest;
}

/** One for each run: two at once do not write over each other's parts. */
function folderOf(begunAt: string): string {
  const day = begunAt.slice(0, 10);
  const time = begunAt.slice(11, 23).replaceAll(':', '');
  return `${exportPrefix}${day}/${time}/`;
}

async function exportSource(
  { put }: Pick<ExportNeeds, 'put'>,
  { kind, pages }: Source,
  folder: string,
): Promise<ExportPart[]> {
  const parts: ExportPart[] = [];
  let held: string[] = [];
  let bytes = 0;
  const write = async () => {
    const body = await pack(held.join(''));
    const key = `${folder}${kind}-${parts.length + 1}.jsonl.gz`;
    const sha256 = sha256Of(body);
    await put(key, body, sha256);
    const { length: lines } = held;
    parts.push({ kind, key, lines, bytes: body.byteLength, sha256 });
    held = [];
    bytes = 0;
  };
  for await (const page of pages()) {
    for (const one of page) {
      const line = `${JSON.stringify(one)}\n`;
      held.push(line);
      bytes += Buffer.byteLength(line);
    }
    if (bytes >= partBytes) await write();
  }
  // A source of nothing has a part too: it was read to its end.
  if (held.length > 0 || parts.length === 0) await write();
  return parts;
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
