import { extname } from 'node:path';
import { inflateSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { kinds } from '../../../functions/files/kinds/contract.ts';
import { sniff } from '../../../functions/files/sniff.ts';
import { decodeText } from '../../../functions/platform/decode.ts';
import {
  blankCanvas,
  fill,
  letter,
  type Point,
} from '../../../local/demo/make/canvas.ts';
import { makeFile } from '../../../local/demo/make/file.ts';
import { runsOf } from '../../../local/demo/make/fonts.ts';
import { encodePng } from '../../../local/demo/make/png.ts';
import { makeWav } from '../../../local/demo/make/wav.ts';
import { unpackWoff } from '../../../local/demo/make/woff.ts';
import { readResources } from '../../../local/demo/read-demo.ts';

const all = readResources().flatMap(({ slug, folder, files }) =>
  files.map((file) => ({ slug, folder, file, name: file.name })),
);

test('there are files to make', () => {
  expect(all.length).toBeGreaterThan(60);
});

describe.each(all)('given $name of $slug', ({ folder, file }) => {
  test('then the platform would take its bytes for what they are', async () => {
    const { bytes, mediaType } = await makeFile(folder, file, 'zh-CN');
    const kind = kinds[mediaType];
    const { signature, text } = await sniff(bytes, { isCut: false });
    const { recognition } = kind;
    const isRecognised =
      recognition.by === 'signature'
        ? recognition.as.some((one: string) => one === signature)
        : text !== undefined;
    expect(isRecognised).toBe(true);
  });
});

/** One of each way of making, for what is slow to try on all. */
const ways = [...new Map(all.map((one) => [wayOf(one), one])).values()];

test.each(ways)(
  'making $name of $slug again gives the same bytes',
  async ({ folder, file }) => {
    const first = await makeFile(folder, file, 'zh-CN');
    const second = await makeFile(folder, file, 'zh-CN');
    expect(second.bytes.equals(first.bytes)).toBe(true);
  },
);

test('a text in GB18030 reads as it was written', async () => {
  const old = all.filter(({ file }) => file.encoding === 'gb18030');
  expect(old.length).toBeGreaterThan(0);
  for (const { folder, file } of old) {
    const { bytes } = await makeFile(folder, file, 'zh-CN');
    const plain = { name: file.name, from: file.from };
    const utf8 = await makeFile(folder, plain, 'zh-CN');
    expect(bytes.equals(utf8.bytes)).toBe(false);
    expect(decodeText(bytes, { isCut: false })).toBe(
      utf8.bytes.toString('utf8'),
    );
  }
});

test('a character that no face has is refused, not shown as a box', () => {
  expect(runsOf('ρ水', 'text').map(({ face }) => face)).toEqual([
    'signs',
    'text',
  ]);
  expect(() => runsOf('\u{e000}', 'text')).toThrow('U+e000');
});

test('a picture keeps its pixels in PNG', () => {
  const canvas = blankCanvas(3, 2);
  canvas.pixels.set([1, 2, 3], 0);
  const png = encodePng(canvas);
  const at = png.indexOf('IDAT');
  const packed = png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4));
  const rows = inflateSync(packed);
  expect(rows).toHaveLength(2 * (3 * 3 + 1));
  expect([...rows.subarray(0, 5)]).toEqual([0, 1, 2, 3, 255]);
});

test('a filled rectangle darkens just its own pixels', () => {
  const side = fc.integer({ min: 0, max: 12 });
  fc.assert(
    fc.property(side, side, side, side, (left, top, width, height) => {
      const canvas = blankCanvas(24, 24);
      const [right, bottom] = [left + width, top + height];
      const outline: Point[] = [
        [left, top],
        [right, top],
        [right, bottom],
        [left, bottom],
      ];
      fill(canvas, [outline], [0, 0, 0]);
      const black = canvas.pixels.filter((value) => value === 0).length;
      const touched = canvas.pixels.filter((value) => value < 255).length;
      expect([black, touched]).toEqual(Array(2).fill(width * height * 3));
    }),
  );
});

test('letters leave ink, of Chinese and of Greek', () => {
  for (const text of ['浮', 'ρ']) {
    const canvas = blankCanvas(40, 40);
    letter(canvas, text, [4, 32], { size: 30, colour: [0, 0, 0] });
    expect(canvas.pixels.some((value) => value < 60)).toBe(true);
  }
});

test('a WAV says how long it is, and sounds', () => {
  const wav = makeWav({ tones: [{ hz: [440], seconds: 0.5 }] });
  expect(wav.readUInt32LE(24)).toBe(22_050);
  expect(wav.readUInt32LE(40)).toBe(22_050);
  expect(wav.length).toBe(44 + 22_050);
  const crossings = Array.from({ length: 11_024 }, (_, index) => [
    wav.readInt16LE(44 + index * 2),
    wav.readInt16LE(46 + index * 2),
  ]).filter(([a = 0, b = 0]) => a < 0 && b >= 0).length;
  // Half a second of 440 Hz crosses zero upwards about 220 times.
  expect(crossings).toBeGreaterThan(215);
  expect(crossings).toBeLessThan(225);
});

test('what is no WOFF file is refused', () => {
  expect(() => unpackWoff(Buffer.from('OTTO'))).toThrow('Not a WOFF file.');
});

function wayOf({ file, name }: (typeof all)[number]): string {
  return `${extname(file.from)} ${extname(name)} ${file.encoding ?? ''}`;
}
