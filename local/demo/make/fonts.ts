import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { create, type Font } from 'fontkit';
import { unpackWoff } from './woff.ts';

const resolve = createRequire(import.meta.url).resolve;

/** The faces of the demo's PDF and PNG files. */
const files = {
  text: file('noto-sans-sc', 'chinese-simplified', 400),
  textBold: file('noto-sans-sc', 'chinese-simplified', 700),
  signs: file('dejavu-sans', 'latin', 400),
  signsBold: file('dejavu-sans', 'latin', 700),
} as const;
export type Face = keyof typeof files;
export const faces = Object.keys(files) as Face[];

/** The Chinese face has no Greek letters, arrows or subscripts: the other has. */
const fallback: Readonly<Record<Face, Face>> = {
  text: 'signs',
  textBold: 'signsBold',
  signs: 'text',
  signsBold: 'textBold',
};

type Opened = {
  readonly bytes: Buffer;
  readonly font: Font;
  readonly characters: ReadonlySet<number>;
};
const opened = new Map<Face, Opened>();

/** The face as a plain font file, to be put into a PDF. */
export function fontBytes(face: Face): Buffer {
  return open(face).bytes;
}

/** The face opened, for its outlines. */
export function fontOf(face: Face): Font {
  return open(face).font;
}

/** A stretch of text that one face can show. */
export type Run = { readonly face: Face; readonly text: string };

/**
 * Cuts a text into stretches by the face that has its characters. Throws on a
 * character that neither has: a box in a lesson would be worse.
 */
export function runsOf(text: string, face: Face): Run[] {
  const runs: Run[] = [];
  for (const character of text) {
    const chosen = faceFor(character, face);
    const last = runs.at(-1);
    if (last?.face === chosen) {
      runs[runs.length - 1] = { face: chosen, text: last.text + character };
    } else {
      runs.push({ face: chosen, text: character });
    }
  }
  return runs;
}

function faceFor(character: string, face: Face): Face {
  const point = character.codePointAt(0) ?? 0;
  const candidates = [face, fallback[face]];
  const found = candidates.find((one) => open(one).characters.has(point));
  if (found !== undefined || character === '\n') return found ?? face;
  throw new Error(
    `No face has the character "${character}" (U+${point.toString(16)}); write it otherwise.`,
  );
}

function open(face: Face): Opened {
  const known = opened.get(face);
  if (known !== undefined) return known;
  const bytes = unpackWoff(readFileSync(files[face]));
  const font = create(bytes) as Font;
  const entry = { bytes, font, characters: new Set(font.characterSet) };
  opened.set(face, entry);
  return entry;
}

function file(family: string, subset: string, weight: number): string {
  return resolve(
    `@fontsource/${family}/files/${family}-${subset}-${weight}-normal.woff`,
  );
}
