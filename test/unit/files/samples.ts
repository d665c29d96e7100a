import { deflateRawSync } from 'node:zlib';

const utf8 = (text: string) => new TextEncoder().encode(text);

function bytes(...parts: (string | readonly number[] | Uint8Array)[]) {
  const all = parts.map((part) =>
    typeof part === 'string' ? utf8(part) : Uint8Array.from(part),
  );
  return new Uint8Array(Buffer.concat(all));
}

/** The first entry of a ZIP archive: all that a sniffer sees of a large one. */
function zip(name: string, content: string) {
  const body = deflateRawSync(content);
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(8, 8);
  header.writeUInt32LE(body.length, 18);
  header.writeUInt32LE(content.length, 22);
  header.writeUInt16LE(name.length, 26);
  return bytes(header, name, body);
}

/** An archive whose first entry, stored as it is, says what it is. */
function zipOfType(mediaType: string) {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt32LE(mediaType.length, 18);
  header.writeUInt32LE(mediaType.length, 22);
  header.writeUInt16LE('mimetype'.length, 26);
  return bytes(header, 'mimetype', mediaType);
}

function office(part: string) {
  const type = `application/vnd.openxmlformats-officedocument.${part}.main+xml`;
  return zip(
    '[Content_Types].xml',
    `<?xml version="1.0"?><Types><Override PartName="/a.xml" ContentType="${type}"/></Types>`,
  );
}

const box = (brand: string) =>
  bytes([0, 0, 0, 32], 'ftyp', brand, [0, 0, 0, 0], brand, 'isom');

/** 你好，学源 in GB 18030, of which four bytes make a character beyond GBK. */
export const gb18030 = Uint8Array.from([
  0xc4, 0xe3, 0xba, 0xc3, 0xa3, 0xac, 0xd1, 0xa7, 0xd4, 0xb4, 0x81, 0x39, 0xee,
  0x39,
]);

/** The beginnings of real files, by what each is. */
export const samples = {
  text: bytes('光的折射\n入射角与折射角\n'),
  'text that begins like a bitmap': bytes('BMI 指数的计算方法'),
  'text that begins like a GIF': bytes('GIF 动画制作'),
  'text in GB 18030': gb18030,
  'text in UTF-16': bytes([0xff, 0xfe, 0x60, 0x4f, 0x7d, 0x59]),
  html: bytes('\ufeff<!doctype html><title>浮力</title>'),
  svg: bytes(
    '<?xml version="1.0"?>\n<!-- made by hand -->\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd" [ <!ENTITY ns "x"> ]>\n<svg xmlns="http://www.w3.org/2000/svg"></svg>',
  ),
  'other xml': bytes('<?xml version="1.0"?><lesson/>'),
  json: bytes(' {"title": "浮力"}'),
  vtt: bytes('WEBVTT\n\n00:01.000 --> 00:02.000\n你好\n'),
  csv: bytes('姓名,分数\n甲,90\n'),
  rtf: bytes('{\\rtf1\\ansi hello}'),
  pdf: bytes('%PDF-1.7\n%', [0xe2, 0xe3, 0xcf, 0xd3], '\n1 0 obj'),
  'pdf with a blank line before': bytes('\r\n%PDF-1.4\n1 0 obj'),
  png: bytes(
    [0x89],
    'PNG\r\n',
    [0x1a, 0x0a, 0, 0, 0, 13],
    'IHDR',
    [0, 0, 0, 1, 0, 0, 0, 1, 8, 6, 0, 0, 0, 31, 21, 196, 137],
  ),
  jpeg: bytes([0xff, 0xd8, 0xff, 0xe0, 0, 16], 'JFIF', [0, 1, 1]),
  gif: bytes('GIF89a', [1, 0, 1, 0, 0, 0, 0]),
  webp: bytes('RIFF', [0, 0, 0, 0], 'WEBPVP8 ', [0, 0, 0, 0]),
  mp3: bytes('ID3', [3, 0, 0, 0, 2, 0, 0], Array(600).fill(1)),
  wav: bytes('RIFF', [0, 0, 0, 0], 'WAVEfmt ', [0, 0, 0, 0]),
  m4a: box('M4A '),
  ogg: bytes(
    'OggS',
    [0, 2],
    Array(22).fill(0),
    [1],
    'vorbis',
    Array(60).fill(0),
  ),
  mp4: box('isom'),
  mov: box('qt  '),
  webm: bytes(
    [0x1a, 0x45, 0xdf, 0xa3, 0x8b, 0x42, 0x82, 0x84],
    'webm',
    [0x42, 0x87, 0x81, 4, 0x18, 0x53, 0x80, 0x67, 1, 0, 0, 0, 0, 0, 0, 0],
  ),
  zip: zip('a.txt', 'hello'),
  'scratch project': zip('project.json', '{}'),
  docx: office('wordprocessingml.document'),
  pptx: office('presentationml.presentation'),
  xlsx: office('spreadsheetml.sheet'),
  odt: zipOfType('application/vnd.oasis.opendocument.text'),
  epub: zipOfType('application/epub+zip'),
  'old office': bytes(
    [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1],
    Array(600).fill(0),
  ),
  program: bytes('MZ', [0x90, 0, 3, 0, 0, 0, 4, 0], Array(60).fill(0)),
  noise: Uint8Array.from({ length: 256 }, (_, index) => (index * 73 + 7) % 256),
} as const;
export type Sample = keyof typeof samples;
