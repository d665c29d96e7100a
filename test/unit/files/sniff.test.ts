import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type MediaType,
  mediaTypes,
} from '../../../functions/files/kinds/contract.ts';
import { judge } from '../../../functions/files/model.ts';
import { sniff } from '../../../functions/files/sniff.ts';
import { type Sample, samples } from './samples.ts';

const office = 'application/vnd.openxmlformats-officedocument';
const docx = `${office}.wordprocessingml.document`;
const pptx = `${office}.presentationml.presentation`;
const xlsx = `${office}.spreadsheetml.sheet`;

async function verdict(declared: MediaType, sample: Sample) {
  return judge(declared, await sniff(samples[sample], { isCut: true }));
}

describe('given a file that is what it was said to be', () => {
  const rows: [MediaType, Sample][] = [
    ['text/plain', 'text'],
    ['text/plain', 'text that begins like a bitmap'],
    ['text/markdown', 'text that begins like a GIF'],
    ['text/plain', 'text in GB 18030'],
    ['text/plain', 'text in UTF-16'],
    ['text/plain', 'html'],
    ['text/csv', 'csv'],
    ['text/vtt', 'vtt'],
    ['text/html', 'html'],
    ['image/svg+xml', 'svg'],
    ['application/json', 'json'],
    ['application/pdf', 'pdf'],
    ['application/pdf', 'pdf with a blank line before'],
    ['image/png', 'png'],
    ['image/jpeg', 'jpeg'],
    ['image/gif', 'gif'],
    ['image/webp', 'webp'],
    ['audio/mpeg', 'mp3'],
    ['audio/wav', 'wav'],
    ['audio/mp4', 'm4a'],
    ['audio/ogg', 'ogg'],
    ['video/mp4', 'mp4'],
    ['video/quicktime', 'mov'],
    ['video/webm', 'webm'],
    ['application/zip', 'zip'],
    ['application/zip', 'docx'],
    ['application/x.scratch.sb3', 'scratch project'],
    ['application/vnd.geogebra.file', 'zip'],
    [docx, 'docx'],
    [docx, 'zip'],
    [pptx, 'pptx'],
    [xlsx, 'xlsx'],
    ['application/vnd.oasis.opendocument.text', 'odt'],
    ['application/epub+zip', 'epub'],
    ['application/msword', 'old office'],
    ['application/vnd.ms-powerpoint', 'old office'],
    ['application/vnd.ms-excel', 'old office'],
  ];

  test.each(rows)(
    'when %s is %s, then it is taken',
    async (declared, sample) => {
      expect(await verdict(declared, sample)).toBeUndefined();
    },
  );

  test('then nearly every kind has such a row', () => {
    const untried = mediaTypes.filter(
      (type) => !rows.some(([declared]) => declared === type),
    );
    // The other two of OpenDocument are known by the same entry as the first.
    expect(untried).toEqual([
      'application/vnd.oasis.opendocument.presentation',
      'application/vnd.oasis.opendocument.spreadsheet',
    ]);
  });
});

describe('given a file that is something else', () => {
  test.each<[MediaType, Sample, string | undefined]>([
    ['text/plain', 'program', 'application/x-msdownload'],
    ['text/plain', 'pdf', 'application/pdf'],
    ['text/plain', 'rtf', 'application/rtf'],
    ['text/plain', 'png', 'image/png'],
    ['text/html', 'text', 'text/plain'],
    ['text/vtt', 'text', 'text/plain'],
    ['application/json', 'html', 'text/html'],
    ['image/svg+xml', 'html', 'text/html'],
    ['image/svg+xml', 'other xml', 'text/html'],
    ['image/png', 'svg', 'image/svg+xml'],
    ['image/png', 'jpeg', 'image/jpeg'],
    ['image/gif', 'text that begins like a GIF', 'text/plain'],
    ['application/pdf', 'text', 'text/plain'],
    ['application/pdf', 'zip', 'application/zip'],
    [docx, 'pptx', pptx],
    [docx, 'old office', 'application/x-cfb'],
    ['application/msword', 'docx', docx],
    ['application/epub+zip', 'docx', docx],
    ['application/zip', 'program', 'application/x-msdownload'],
    ['video/mp4', 'webm', 'video/webm'],
    ['audio/mpeg', 'wav', 'audio/wav'],
    ['application/pdf', 'noise', undefined],
  ])(
    'when %s is %s, then it is refused as %s',
    async (declared, sample, found) => {
      const rule =
        found === undefined ? 'file-bytes-unrecognised' : 'file-bytes-differ';
      const facts = found === undefined ? {} : { found };
      expect(await verdict(declared, sample)).toEqual({
        rule,
        declared,
        ...facts,
      });
    },
  );
});

test('whatever the bytes are, then they are judged and nothing is thrown', async () => {
  const beginnings = fc.constantFrom(...Object.values(samples));
  const anyBytes = fc
    .tuple(fc.oneof(beginnings, fc.uint8Array()), fc.uint8Array())
    .map(([first, rest]) => new Uint8Array(Buffer.concat([first, rest])));
  await fc.assert(
    fc.asyncProperty(
      anyBytes,
      fc.constantFrom(...mediaTypes),
      fc.boolean(),
      async (bytes, declared, isCut) => {
        const refused = judge(declared, await sniff(bytes, { isCut }));
        expect(refused?.declared ?? declared).toBe(declared);
      },
    ),
    { numRuns: 400 },
  );
});
