import fc from 'fast-check';
import PDFDocument from 'pdfkit';
import { describe, expect, test } from 'vitest';
import { limits } from '../../../functions/files/contract.ts';
import type { TextSource } from '../../../functions/files/kinds/contract.ts';
import { readText } from '../../../functions/files/reading/text.ts';
import { decodeText } from '../../../functions/platform/decode.ts';
import { gb18030, samples } from './samples.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const whole = { isCut: false };

function read(content: string | Uint8Array, source: TextSource, cut = whole) {
  const bytes = typeof content === 'string' ? utf8(content) : content;
  return readText(bytes, source, cut);
}

async function textOf(content: string | Uint8Array, source: TextSource) {
  const found = await read(content, source);
  return found.ok ? found.value.text : found.error;
}

describe('given the bytes of a text', () => {
  const greeting = '你好，学源';
  test.each([
    { what: 'UTF-8', bytes: utf8(greeting), text: greeting },
    {
      what: 'UTF-8 with a mark',
      bytes: utf8(`\ufeff${greeting}`),
      text: greeting,
    },
    { what: 'GB 18030', bytes: gb18030, text: `${greeting}㐀` },
    {
      what: 'UTF-16 little endian with a mark',
      bytes: Uint8Array.from([0xff, 0xfe, 0x60, 0x4f, 0x7d, 0x59]),
      text: '你好',
    },
    {
      what: 'UTF-16 big endian with a mark',
      bytes: Uint8Array.from([0xfe, 0xff, 0x4f, 0x60, 0x59, 0x7d]),
      text: '你好',
    },
    { what: 'nothing at all', bytes: new Uint8Array(), text: '' },
    {
      what: 'UTF-16 without a mark',
      bytes: Uint8Array.from([0x41, 0, 0x42, 0]),
      text: undefined,
    },
    {
      what: 'half a character',
      bytes: utf8('浮力').subarray(0, 5),
      text: undefined,
    },
    { what: 'noise', bytes: samples.noise, text: undefined },
    { what: 'a picture', bytes: samples.png, text: undefined },
    {
      what: 'a stray control character',
      bytes: utf8('第1课\u0007 浮力'),
      text: '第1课\u0007 浮力',
    },
  ])('when they are $what, then it is read as such', ({ bytes, text }) => {
    expect(decodeText(bytes, whole)).toBe(text);
  });

  test('when they are the beginning of more, then the last character may be cut', () => {
    const cut = { isCut: true };
    expect(decodeText(utf8('浮力').subarray(0, 5), cut)).toBe('浮');
    expect(decodeText(gb18030.subarray(0, 3), cut)).toBe('你');
    expect(decodeText(gb18030.subarray(0, 12), cut)).toBe('你好，学源');
  });

  test('whatever the text, it is read back from UTF-8', () => {
    const texts = fc
      .string({ unit: 'grapheme' })
      .filter((text) => !/[\p{Cc}\ufeff]/u.test(text));
    fc.assert(
      fc.property(texts, (text) => {
        expect(decodeText(utf8(text), whole)).toBe(text);
      }),
    );
  });
});

describe('given a file with text', () => {
  test.each<{ what: string; source: TextSource; file: string; text: string }>([
    {
      what: 'plain text',
      source: 'plain',
      file: '  浮力\r\n\r\n\r\n阿基米德\t原理\u0007 ',
      text: '浮力\n阿基米德 原理',
    },
    {
      what: 'a page',
      source: 'html',
      file: '<!doctype html><title>浮&#21147;</title><style>p{color:red}</style><script>if (1 < 2) alert("x")</script><h1>浮<b>力</b></h1><p>上浮&amp;下沉<br>第二行<table><tr><td>甲<td>乙</table>',
      text: '浮力\n浮力\n上浮&下沉\n第二行\n甲 乙',
    },
    {
      what: 'a page in GB 18030',
      source: 'html',
      file: '',
      text: '你好，学源㐀',
    },
    {
      what: 'a page that ends in a script',
      source: 'html',
      file: '<p>正文</p><script>let 秘密 = 1',
      text: '正文',
    },
    {
      what: 'a drawing',
      source: 'svg',
      file: '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><title>浮力示意图</title><style>.a{}</style><script>alert(1)</script><g><text>F<tspan>浮</tspan></text><text><![CDATA[G < F]]></text></g>散落</svg>',
      text: '浮力示意图\nF浮\nG < F',
    },
  ])(
    'when it is $what, then its words are read',
    async ({ source, file, text }) => {
      const bytes =
        file === ''
          ? Uint8Array.from([...utf8('<p>'), ...gb18030, ...utf8('</p>')])
          : utf8(file);
      expect(await textOf(bytes, source)).toBe(text);
    },
  );

  test('when it is longer than is kept, then its beginning is kept', async () => {
    const long = '𠀀'.repeat(limits.textCharacters / 2 + 10);
    const found = await read(`a${long}`, 'plain');
    expect(found).toMatchObject({ ok: true, value: { isCut: true } });
    const text = found.ok ? found.value.text : '';
    expect(text.length).toBe(limits.textCharacters - 1);
    expect(text.isWellFormed()).toBe(true);
  });

  test.each<{
    what: string;
    source: TextSource;
    file: Uint8Array;
    code: string;
  }>([
    { what: 'noise', source: 'plain', file: samples.noise, code: 'bytes' },
    { what: 'empty', source: 'plain', file: utf8(' \n'), code: 'empty' },
    {
      what: 'a page without words',
      source: 'html',
      file: utf8('<img src="a.png">'),
      code: 'empty',
    },
    { what: 'no PDF', source: 'pdf', file: utf8('%PDF-1.7 …'), code: 'bytes' },
  ])(
    'when it is $what, then it says so: $code',
    async ({ source, file, code }) => {
      expect(await textOf(file, source)).toEqual({ code });
    },
  );

  test('when a page is nested absurdly deep, then it is read in no time', async () => {
    const depth = 200_000;
    const startedAt = performance.now();
    const page = `${'<div>'.repeat(depth)}浮力`;
    expect(await textOf(page, 'html')).toBe('浮力');
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });
});

describe('given a PDF', () => {
  test('when it has pages with text, then they are read in order', async () => {
    const file = await pdfOf((pdf) => {
      pdf.text('Buoyancy equals the weight').text('of the displaced fluid.');
      pdf.addPage().text('Second page');
    });
    expect(await textOf(file, 'pdf')).toBe(
      'Buoyancy equals the weight\nof the displaced fluid.\nSecond page',
    );
  });

  test('when it has pictures only, then it is empty', async () => {
    const file = await pdfOf((pdf) => pdf.rect(10, 10, 50, 50).fill('red'));
    expect(await textOf(file, 'pdf')).toEqual({ code: 'empty' });
  });

  test('when it is locked by a password, then it cannot be read', async () => {
    const file = await pdfOf((pdf) => pdf.text('secret'), {
      userPassword: 'open sesame',
      pdfVersion: '1.7',
    });
    expect(await textOf(file, 'pdf')).toEqual({ code: 'bytes' });
  });

  test('when it is cut anywhere, then nothing is thrown', async () => {
    const file = await pdfOf((pdf) => pdf.text('Buoyancy'));
    await fc.assert(
      fc.asyncProperty(fc.nat(file.length), async (length) => {
        const cut = await textOf(file.subarray(0, length), 'pdf');
        expect([
          'Buoyancy',
          { code: 'bytes' },
          { code: 'empty' },
        ]).toContainEqual(cut);
      }),
      { numRuns: 40 },
    );
  });
});

test('whatever the bytes are, then reading them throws nothing', async () => {
  const beginnings = fc.constantFrom(
    ...Object.values(samples),
    utf8('<svg><text>'),
    utf8('<!doctype html><script>'),
    utf8('<title><![CDATA['),
  );
  const anyBytes = fc
    .tuple(beginnings, fc.uint8Array({ maxLength: 200 }))
    .map(([first, rest]) => new Uint8Array(Buffer.concat([first, rest])));
  await fc.assert(
    fc.asyncProperty(
      anyBytes,
      fc.constantFrom<TextSource>('plain', 'html', 'svg', 'pdf'),
      fc.boolean(),
      async (bytes, source, isCut) => {
        const found = await readText(bytes, source, { isCut });
        const text = found.ok ? found.value.text : 'none';
        expect(text).not.toBe('');
        expect(text.isWellFormed()).toBe(true);
      },
    ),
    { numRuns: 300 },
  );
});

async function pdfOf(
  draw: (pdf: PDFKit.PDFDocument) => unknown,
  options: PDFKit.PDFDocumentOptions = {},
): Promise<Uint8Array> {
  const pdf = new PDFDocument(options);
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise((resolve) => pdf.on('end', resolve));
  draw(pdf);
  pdf.end();
  await ended;
  return new Uint8Array(Buffer.concat(chunks));
}
