import * as z from 'zod';
import {
  id,
  type Logs,
  Moment,
  type Routes,
  Sha256,
} from '../platform/contract.ts';
import { mediaTypes } from './kinds/contract.ts';

/** Limits of files and uploads; the largest file is the stage's to say. */
export const limits = {
  /** What the file systems of readers take for a name, in UTF-8. */
  nameBytes: 255,
  /** How long an address to send bytes to counts; S3 looks when it begins. */
  putSeconds: 3_600,
  /** How long an upload is known: to be completed, attached or looked at. */
  uploadHours: 48,
  /** How long an address to get bytes from counts. */
  contentSeconds: 300,
  /** Of a file, what completion looks at: all signatures stand within it. */
  sniffedBytes: 4_096,
  /** Resources named to the uploader that hold the same file already. */
  duplicates: 10,
  /** References looked through for those that the uploader may read. */
  duplicatesConsidered: 25,
  /** Longest text that is kept of one file, for search. */
  textCharacters: 1_000_000,
} as const;

export const uploadStates = ['awaiting', 'ready', 'refused'] as const;
export type UploadState = (typeof uploadStates)[number];

/** Why an upload was refused: keys of `rules` in the language catalogues. */
export const refusalRules = [
  'file-bytes-differ',
  'file-bytes-unrecognised',
  'file-bytes-changed',
] as const;
export type RefusalRule = (typeof refusalRules)[number];

const MediaType = z.enum(mediaTypes);

/** What the uploader says of a file before sending it. */
export const NewUpload = z.strictObject({
  name: z.string().min(1).max(limits.nameBytes).meta({
    description: 'Its name, ending as its kind does: at most 255 bytes',
  }),
  mediaType: MediaType,
  sizeBytes: z.int().positive(),
  sha256: Sha256,
});
export type NewUpload = z.infer<typeof NewUpload>;

/**
 * A request to send bytes by: these headers and no others, before its time. S3
 * answers 412 when exactly these bytes came before: go on to the completion.
 */
export const PutRequest = z.strictObject({
  method: z.literal('PUT'),
  url: z.url(),
  headers: z.record(z.string(), z.string()),
  expiresAt: Moment,
});
export type PutRequest = z.infer<typeof PutRequest>;

export const Refusal = z.strictObject({
  rule: z.enum(refusalRules),
  message: z.string().meta({ description: "In the reader's language" }),
  declared: z.string(),
  found: z.string().optional(),
});

/** An upload as its uploader sees it; nobody else does. */
export const Upload = NewUpload.extend({
  id: id('upl'),
  state: z.enum(uploadStates),
  createdAt: Moment,
  /** From then on nobody knows it any more. */
  expiresAt: Moment,
  /** While `awaiting`: where to send the bytes. Reading it again renews it. */
  put: PutRequest.optional(),
  /** When `refused`: why. */
  refusal: Refusal.optional(),
  /** When `ready`: resources that hold the same file and that one may read. */
  duplicates: z.array(id('res')).max(limits.duplicates).optional(),
});
export type Upload = z.infer<typeof Upload>;

const OfUpload = z.strictObject({ id: id('upl') });

/**
 * None of these takes `If-Match`: an upload is seen by one person only, reaches
 * each of its states once, and a repeat is answered as the first time.
 */
export const routes = {
  create: {
    method: 'POST',
    path: '/v1/uploads',
    summary: 'Announces a file and gives the address to send its bytes to',
    access: 'signed-in',
    clients: true,
    permission: 'upload',
    idempotent: true,
    body: NewUpload,
    answer: { status: 201, body: Upload },
    problems: ['rule-broken'],
  },
  read: {
    method: 'GET',
    path: '/v1/uploads/{id}',
    summary: 'Where an upload of yours stands; renews its address',
    access: 'signed-in',
    clients: true,
    permission: 'upload',
    params: OfUpload,
    answer: { status: 200, body: Upload },
    problems: ['unknown'],
  },
  complete: {
    method: 'POST',
    path: '/v1/uploads/{id}/completion',
    summary:
      'Looks at the bytes that were sent: the upload is `ready` or `refused` then',
    access: 'signed-in',
    clients: true,
    permission: 'upload',
    params: OfUpload,
    answer: { status: 200, body: Upload },
    problems: ['unknown', 'state'],
  },
  discard: {
    method: 'DELETE',
    path: '/v1/uploads/{id}',
    summary: 'Forgets an upload; a file that was attached stays',
    access: 'signed-in',
    clients: true,
    permission: 'upload',
    params: OfUpload,
    answer: { status: 204 },
    problems: ['unknown'],
  },
} as const satisfies Routes;

/** What an event about a file says: its id, and when. */
export const FileEvent = z.strictObject({ file: Sha256, time: Moment });
export type FileEvent = z.infer<typeof FileEvent>;

/** `promoted`: its bytes are in the library; `read`: its text is there too. */
export const events = {
  'file.promoted': FileEvent,
  'file.read': FileEvent,
} as const;

/** Codes never change: alarms, metric filters and runbooks name them. */
export const logs = {
  ready: { code: 'UPLOAD_READY', message: 'An upload became a file' },
  refused: { code: 'UPLOAD_REFUSED', message: 'An upload was refused' },
  leftOver: {
    code: 'INTAKE_LEFT_OVER',
    message: 'An object stayed in intake; its lifecycle rule removes it',
  },
  read: { code: 'FILE_READ', message: 'The text of a file was read' },
  unread: {
    code: 'FILE_UNREAD',
    message: 'A file has no text that can be read',
  },
} as const satisfies Logs;
