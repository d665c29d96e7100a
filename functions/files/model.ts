import { fail, ok, type Result } from '../platform/result.ts';
import {
  limits,
  type NewUpload,
  type RefusalRule,
  type UploadState,
} from './contract.ts';
import {
  type Kind,
  kinds,
  type MediaType,
  type Opening,
  type Recognition,
} from './kinds/contract.ts';

/** An upload as it is kept. `expiresAt` is in epoch seconds, for the table. */
export type StoredUpload = NewUpload & {
  readonly id: string;
  readonly owner: string;
  readonly state: UploadState;
  readonly createdAt: string;
  readonly expiresAt: number;
  readonly refusal?: Refused;
  readonly alreadyStored?: boolean;
};

/** Why bytes were refused, with what they were said to be and what they are. */
export type Refused = {
  readonly rule: RefusalRule;
  readonly declared: string;
  readonly found?: string;
};

/**
 * Why no text can be had of a file of a kind that has some. It is a good file
 * all the same.
 */
export const unreadReasons = [
  /** It is larger than is read. */
  'size',
  /** Its bytes are damaged, locked or not what its kind promises. */
  'bytes',
  /** It was read and there was none: scanned pages, say. */
  'empty',
] as const;
export type UnreadReason = (typeof unreadReasons)[number];

/** A file that the library has; `id` is the SHA-256 of its bytes. */
export type StoredFile = {
  readonly id: string;
  readonly mediaType: MediaType;
  readonly sizeBytes: number;
  readonly storedAt: string;
  readonly unread?: UnreadReason;
};

/** What is known of a text that is kept. */
export type FileText = {
  readonly characters: number;
  readonly isCut: boolean;
  readonly readAt: string;
};

export type Breach = {
  readonly pointer: string;
  readonly rule: string;
  readonly [fact: string]: unknown;
};

/** What S3 says of the object that came. */
export type Arrived = {
  readonly sizeBytes: number;
  readonly sha256: string | undefined;
  readonly beginning: Uint8Array;
};

/** What the first bytes of a file show. */
export type Sniffed = {
  /** Media type by its signature, if it has one. */
  readonly signature: string | undefined;
  /** Their characters, if they are text. */
  readonly text: string | undefined;
};

/** The kind of a media type that the contract has let through. */
export function kindOf(mediaType: MediaType): Kind {
  return kinds[mediaType];
}

/** A name in the form it is kept in: composed, without space around it. */
export function tidyName(name: string): string {
  return name.normalize('NFC').trim();
}

/**
 * Characters that a name must not have: those that part a path, control
 * characters, and those that turn the direction of writing, by which
 * `gpj.exe` is made to look like `exe.jpg`.
 */
const unsafeInNames =
  /[/\\\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/** What is wrong with a (tidy) name for a file of this kind. */
export function breachesOfName(name: string, mediaType: MediaType): Breach[] {
  const pointer = '/name';
  const { endings } = kindOf(mediaType);
  const ending = /[^.]\.([^.]+)$/.exec(name)?.[1]?.toLowerCase();
  const bytes = new TextEncoder().encode(name).length;
  const breaches: Breach[] = [];
  if (unsafeInNames.test(name) || !name.isWellFormed()) {
    breaches.push({ pointer, rule: 'file-name-unsafe' });
  }
  if (bytes > limits.nameBytes) {
    const limitBytes = limits.nameBytes;
    breaches.push({ pointer, rule: 'file-name-long', bytes, limitBytes });
  }
  if (ending === undefined || !endings.includes(ending)) {
    const expected = endings.map((one) => `.${one}`);
    const facts = { name: printable(name), mediaType, endings: expected };
    breaches.push({ pointer, rule: 'file-name-ending', ...facts });
  }
  return breaches;
}

/** A name as a text may show it. */
function printable(name: string): string {
  return name.replace(new RegExp(unsafeInNames, 'gu'), '·').toWellFormed();
}

/**
 * Opens an upload, or says by which rules it is not taken. `limitBytes` is the
 * stage's largest file.
 */
export function announce(facts: {
  readonly id: string;
  readonly owner: string;
  readonly said: NewUpload;
  readonly now: Date;
  readonly limitBytes: number;
}): Result<StoredUpload, { code: 'rule-broken'; errors: Breach[] }> {
  const { id, owner, now, limitBytes } = facts;
  const { sizeBytes, mediaType } = facts.said;
  const said = { ...facts.said, name: tidyName(facts.said.name) };
  const errors = breachesOfName(said.name, mediaType);
  if (sizeBytes > limitBytes) {
    const pointer = '/sizeBytes';
    errors.push({ pointer, rule: 'file-large', sizeBytes, limitBytes });
  }
  if (errors.length > 0) return fail({ code: 'rule-broken', errors });
  return ok({
    ...said,
    id,
    owner,
    state: 'awaiting',
    createdAt: now.toISOString(),
    expiresAt: secondsOf(now) + limits.uploadHours * 3_600,
  });
}

/** Whether an upload is over; the table drops it some time later. */
export function isExpired(upload: StoredUpload, now: Date): boolean {
  return upload.expiresAt <= secondsOf(now);
}

/** What one may do to an upload in each of its states, for the `state` problem. */
export const possible = {
  awaiting: ['PUT', 'completion', 'DELETE'],
  ready: ['attach', 'DELETE'],
  refused: ['DELETE'],
} as const satisfies Readonly<Record<UploadState, readonly string[]>>;

/**
 * Why the object that came is not the one announced, if it is not. S3 held it
 * to its size and checksum when it came; this is the proof that it did.
 */
export function checkArrival(
  upload: StoredUpload,
  arrived: Pick<Arrived, 'sizeBytes' | 'sha256'>,
): Refused | undefined {
  const { sizeBytes, sha256, mediaType: declared } = upload;
  const isSame = arrived.sizeBytes === sizeBytes && arrived.sha256 === sha256;
  return isSame ? undefined : { rule: 'file-bytes-changed', declared };
}

/** Signatures whose bytes are text too: they outweigh that it is text. */
const textualSignatures = new Set([
  'application/pdf',
  'application/rtf',
  'application/postscript',
]);

/** What a text begins with, after white space, for each opening. */
const openings: Readonly<Record<Opening, RegExp>> = {
  any: /^/,
  markup: /^\s*</,
  svg: /^\s*(<\?xml[^>]*\?>\s*)?(<!--[\s\S]*?-->\s*|<!DOCTYPE[^[>]*(\[[\s\S]*?\]\s*)?>\s*)*<([\w-]+:)?svg[\s>/]/i,
  json: /^\s*[[{"\-\dtfn]/,
  vtt: /^WEBVTT(\s|$)/,
};

/**
 * Why the first bytes do not bear out what a file was said to be, with both
 * what was said and what was found; undefined when they do.
 */
export function judge(
  declared: MediaType,
  sniffed: Sniffed,
): Refused | undefined {
  if (bearsOut(kindOf(declared).recognition, sniffed)) return undefined;
  const found = foundType(sniffed);
  return found === undefined || found === declared
    ? { rule: 'file-bytes-unrecognised', declared }
    : { rule: 'file-bytes-differ', declared, found };
}

function bearsOut(recognition: Recognition, sniffed: Sniffed): boolean {
  const { signature = '' } = sniffed;
  const text = plainText(sniffed);
  return recognition.by === 'signature'
    ? text === undefined && recognition.as.includes(signature)
    : text !== undefined && openings[recognition.opening].test(text);
}

/**
 * The text, unless a signature says that it is more than text. Some signatures
 * are letters only ("GIF", "BM"), but what they stand for is never text.
 */
function plainText({ signature = '', text }: Sniffed): string | undefined {
  return textualSignatures.has(signature) ? undefined : text;
}

/** The media type to name for what was found: text before a weak signature. */
function foundType(sniffed: Sniffed): string | undefined {
  const text = plainText(sniffed);
  if (text === undefined) return sniffed.signature;
  if (openings.svg.test(text)) return 'image/svg+xml';
  return openings.markup.test(text) ? 'text/html' : 'text/plain';
}

function secondsOf(moment: Date): number {
  return Math.floor(moment.getTime() / 1_000);
}

/**
 * Has a browser save bytes under a name: in UTF-8 for those that read RFC 5987,
 * and in ASCII, with `_` for the rest, for those that do not.
 * Source: RFC 6266, section 4.3 and appendix D.
 */
export function disposition(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]+|["\\%]/g, '_');
  const encoded = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
