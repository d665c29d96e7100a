/** How text is had from a kind of file. */
export type TextSource = 'plain' | 'html' | 'svg' | 'pdf';

/** What a text must begin with to be of a kind; `any`: nothing. */
export type Opening = 'any' | 'markup' | 'svg' | 'json' | 'vtt';

/**
 * How the first bytes show a kind: by a signature, as one of these media types
 * of the `file-type` package, or as text with a certain opening.
 */
export type Recognition =
  | { readonly by: 'signature'; readonly as: readonly string[] }
  | { readonly by: 'text'; readonly opening: Opening };

/** One kind of file that is taken: its names, its bytes, its text. */
export type Kind = {
  /** Endings of its name, without the dot, in lower case. */
  readonly endings: readonly [string, ...string[]];
  readonly recognition: Recognition;
  /** `none`: there is nothing to read in it, or not yet. */
  readonly text: TextSource | 'none';
};

const text = (opening: Opening = 'any') => ({ by: 'text', opening }) as const;
const signature = (...as: string[]) => ({ by: 'signature', as }) as const;
/** A ZIP whose entries show the kind only past what is looked at. */
const zipOr = (...as: string[]) => signature(...as, 'application/zip');

const office = 'application/vnd.openxmlformats-officedocument';
const openDocument = 'application/vnd.oasis.opendocument';

/** Kinds that a ZIP may be, as `file-type` names them. */
const zips = {
  docx: `${office}.wordprocessingml.document`,
  pptx: `${office}.presentationml.presentation`,
  xlsx: `${office}.spreadsheetml.sheet`,
  odt: `${openDocument}.text`,
  odp: `${openDocument}.presentation`,
  ods: `${openDocument}.spreadsheet`,
  epub: 'application/epub+zip',
} as const;

/**
 * Every kind of file that is taken, by its media type: what teachers use. A
 * name must end as its kind says, so that nothing is saved on a reader's
 * machine as what it is not. Old Office files share one container, which the
 * first bytes do not tell apart.
 */
export const kinds = {
  'text/plain': { endings: ['txt'], recognition: text(), text: 'plain' },
  'text/markdown': {
    endings: ['md', 'markdown'],
    recognition: text(),
    text: 'plain',
  },
  'text/csv': { endings: ['csv'], recognition: text(), text: 'plain' },
  'text/vtt': { endings: ['vtt'], recognition: text('vtt'), text: 'plain' },
  'text/html': {
    endings: ['html', 'htm'],
    recognition: text('markup'),
    text: 'html',
  },
  'application/json': {
    endings: ['json'],
    recognition: text('json'),
    text: 'plain',
  },
  'application/pdf': {
    endings: ['pdf'],
    recognition: signature('application/pdf'),
    text: 'pdf',
  },
  [zips.docx]: {
    endings: ['docx'],
    recognition: zipOr(zips.docx),
    text: 'none',
  },
  [zips.pptx]: {
    endings: ['pptx'],
    recognition: zipOr(zips.pptx),
    text: 'none',
  },
  [zips.xlsx]: {
    endings: ['xlsx'],
    recognition: zipOr(zips.xlsx),
    text: 'none',
  },
  'application/msword': {
    endings: ['doc'],
    recognition: signature('application/x-cfb'),
    text: 'none',
  },
  'application/vnd.ms-powerpoint': {
    endings: ['ppt', 'pps'],
    recognition: signature('application/x-cfb'),
    text: 'none',
  },
  'application/vnd.ms-excel': {
    endings: ['xls'],
    recognition: signature('application/x-cfb'),
    text: 'none',
  },
  [zips.odt]: { endings: ['odt'], recognition: zipOr(zips.odt), text: 'none' },
  [zips.odp]: { endings: ['odp'], recognition: zipOr(zips.odp), text: 'none' },
  [zips.ods]: { endings: ['ods'], recognition: zipOr(zips.ods), text: 'none' },
  [zips.epub]: {
    endings: ['epub'],
    recognition: zipOr(zips.epub),
    text: 'none',
  },
  'image/png': {
    endings: ['png'],
    recognition: signature('image/png', 'image/apng'),
    text: 'none',
  },
  'image/jpeg': {
    endings: ['jpg', 'jpeg'],
    recognition: signature('image/jpeg'),
    text: 'none',
  },
  'image/gif': {
    endings: ['gif'],
    recognition: signature('image/gif'),
    text: 'none',
  },
  'image/webp': {
    endings: ['webp'],
    recognition: signature('image/webp'),
    text: 'none',
  },
  'image/svg+xml': {
    endings: ['svg'],
    recognition: text('svg'),
    text: 'svg',
  },
  'audio/mpeg': {
    endings: ['mp3'],
    recognition: signature('audio/mpeg'),
    text: 'none',
  },
  'audio/wav': {
    endings: ['wav'],
    recognition: signature('audio/wav'),
    text: 'none',
  },
  'audio/mp4': {
    endings: ['m4a'],
    recognition: signature('audio/x-m4a', 'audio/mp4', 'video/mp4'),
    text: 'none',
  },
  'audio/ogg': {
    endings: ['ogg', 'oga', 'opus'],
    recognition: signature('audio/ogg', 'application/ogg'),
    text: 'none',
  },
  'video/mp4': {
    endings: ['mp4', 'm4v'],
    recognition: signature('video/mp4', 'video/x-m4v', 'video/quicktime'),
    text: 'none',
  },
  'video/quicktime': {
    endings: ['mov'],
    recognition: signature('video/quicktime', 'video/mp4'),
    text: 'none',
  },
  'video/webm': {
    endings: ['webm'],
    recognition: signature('video/webm'),
    text: 'none',
  },
  'application/zip': {
    endings: ['zip'],
    recognition: zipOr(...Object.values(zips)),
    text: 'none',
  },
  'application/x.scratch.sb3': {
    endings: ['sb3'],
    recognition: zipOr(),
    text: 'none',
  },
  'application/vnd.geogebra.file': {
    endings: ['ggb'],
    recognition: zipOr(),
    text: 'none',
  },
} as const satisfies Readonly<Record<string, Kind>>;

export type MediaType = keyof typeof kinds;
export const mediaTypes = Object.keys(kinds) as [MediaType, ...MediaType[]];
