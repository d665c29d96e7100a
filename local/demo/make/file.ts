import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import iconv from 'iconv-lite';
import {
  kinds,
  type MediaType,
  mediaTypes,
} from '../../../functions/files/kinds/contract.ts';
import type { DemoFile } from '../schema.ts';
import { makeHtml } from './html.ts';
import { makePdf } from './pdf.ts';
import { makePlot, Plot } from './plot.ts';
import { makeWav, Tones } from './wav.ts';

/** A file as it is uploaded. */
export type MadeFile = {
  readonly name: string;
  readonly mediaType: MediaType;
  readonly bytes: Buffer;
};

/**
 * Makes a file of a demo resource out of its source in `folder`: Markdown
 * becomes PDF or HTML, a graph's JSON a PNG, tones a WAV; all else is as it
 * stands, or in GB18030 when it says so. The same source gives the same bytes.
 */
export async function makeFile(
  folder: string,
  file: DemoFile,
  language: string,
): Promise<MadeFile> {
  const bytes = await bytesOf(folder, file, language);
  return { name: file.name, mediaType: mediaTypeOf(file.name), bytes };
}

function mediaTypeOf(name: string): MediaType {
  const ending = extname(name).slice(1);
  const found = mediaTypes.find((mediaType) => {
    const endings: readonly string[] = kinds[mediaType].endings;
    return endings.includes(ending);
  });
  if (found !== undefined) return found;
  throw new Error(`${name}: the platform takes no file that ends so.`);
}

async function bytesOf(
  folder: string,
  { name, from, encoding }: DemoFile,
  language: string,
): Promise<Buffer> {
  const beside = (other: string) => readFileSync(join(folder, other), 'utf8');
  const source = beside(from);
  const step = `${extname(from)} → ${extname(name)}`;
  if (step === '.md → .pdf') return makePdf(source, beside);
  if (step === '.md → .html') {
    return Buffer.from(makeHtml(source, beside, language));
  }
  if (step === '.json → .png') {
    return makePlot(Plot.parse(JSON.parse(source)), beside);
  }
  if (step === '.json → .wav') return makeWav(Tones.parse(JSON.parse(source)));
  if (extname(from) !== extname(name)) {
    throw new Error(`${folder}: nothing makes ${step}.`);
  }
  return encoding === undefined
    ? Buffer.from(source)
    : iconv.encode(source, encoding);
}
