import type { Commit } from '../platform/commit.ts';
import type { Actor } from '../platform/contract.ts';
import type { Log } from '../platform/log.ts';
import { fail, ok, type Result } from '../platform/result.ts';
import { limits, logs, type NewUpload, type PutRequest } from './contract.ts';
import {
  announce,
  type Breach,
  checkArrival,
  isExpired,
  judge,
  possible,
  type Refused,
  type Sniffed,
  type StoredUpload,
} from './model.ts';
import type { FileObjects } from './store/objects.ts';
import type { FileRecords } from './store/records.ts';

/** What the use cases of uploads need from outside. */
export type UploadNeeds = {
  readonly records: Pick<
    FileRecords,
    | 'upload'
    | 'newUpload'
    | 'settledUpload'
    | 'noUpload'
    | 'file'
    | 'newFile'
    | 'references'
  >;
  readonly objects: Pick<
    FileObjects,
    'putRequest' | 'arrived' | 'promote' | 'removeArrived'
  >;
  readonly sniff: (
    bytes: Uint8Array,
    options: { readonly isCut: boolean },
  ) => Promise<Sniffed>;
  /** Of these resources, those that the uploader may read. */
  readonly visible: (
    ids: readonly string[],
    uploader: Actor,
  ) => Promise<readonly string[]>;
  readonly commit: Commit;
  readonly now: () => Date;
  readonly log: Log;
};

/** An upload with what its state adds for its uploader. */
export type UploadView = {
  readonly upload: StoredUpload;
  readonly put?: PutRequest;
  readonly duplicates?: readonly string[];
};

type Unknown = { readonly code: 'unknown' };
type NotYet = {
  readonly code: 'state';
  readonly state: StoredUpload['state'];
  readonly possible: readonly string[];
};
type Changed = { readonly code: 'changed' };
type Asked = { readonly id: string; readonly uploader: Actor };

/** Announces a file. Cost: 3 WRU; no S3 request, the address is only signed. */
export async function announceUpload(
  { records, objects, commit, now }: UploadNeeds,
  asked: {
    readonly id: string;
    readonly uploader: Actor;
    readonly said: NewUpload;
    readonly limitBytes: number;
  },
): Promise<
  Result<UploadView, { code: 'rule-broken'; errors: Breach[] } | Changed>
> {
  const { id, uploader, said, limitBytes } = asked;
  const at = now();
  const opened = announce({
    id,
    owner: uploader.id,
    said,
    now: at,
    limitBytes,
  });
  if (!opened.ok) return opened;
  const upload = opened.value;
  const put = await objects.putRequest(upload, at);
  return commit({ upload, put }, [records.newUpload(upload)]);
}

/**
 * Where an upload stands. Cost: 1 RRU; when it is ready, 0.5 RRU for its
 * duplicates and what reading their heads costs (25 at most).
 */
export async function readUpload(
  needs: UploadNeeds,
  asked: Asked,
): Promise<Result<UploadView, Unknown>> {
  const found = await ownUpload(needs, asked);
  return found.ok
    ? ok(await viewOf(needs, found.value, asked.uploader))
    : found;
}

/**
 * Looks at what came and makes it a file of the library, or refuses it; what was
 * settled before is answered again. Cost: 2 RRU and 5 WRU for bytes that are
 * new (3 for known ones), and of S3 five requests for new bytes (HEAD and GET of
 * what came, HEAD of the library, COPY, DELETE), four for known ones, three when
 * refused; with the uploader's own PUT, six for a new file.
 *
 * Killed at any point, it is completed by the next call: until the transaction
 * the upload awaits, and the copy is found where it was put.
 */
export async function completeUpload(
  needs: UploadNeeds,
  asked: Asked,
): Promise<Result<UploadView, Unknown | NotYet | Changed>> {
  const found = await ownUpload(needs, asked);
  if (!found.ok) return found;
  const settled =
    found.value.state === 'awaiting'
      ? await settle(needs, found.value)
      : ok(found.value);
  if (settled.ok) return ok(await viewOf(needs, settled.value, asked.uploader));
  // Another completion may have been faster; then its outcome is the answer.
  const again = await ownUpload(needs, asked);
  if (!again.ok) return again;
  return again.value.state === 'awaiting'
    ? settled
    : ok(await viewOf(needs, again.value, asked.uploader));
}

/**
 * Forgets an upload, and its bytes if they were not made a file. Cost: 1 RRU
 * and 3 WRU, and one S3 request if it was not completed.
 */
export async function discardUpload(
  needs: UploadNeeds,
  asked: Asked,
): Promise<Result<undefined, Unknown | Changed>> {
  const found = await ownUpload(needs, asked);
  if (!found.ok) return found;
  const gone = await needs.commit(undefined, [
    needs.records.noUpload(asked.id),
  ]);
  if (gone.ok && found.value.state === 'awaiting') {
    await removeArrived(needs, asked.id);
  }
  return gone;
}

/** The upload, if it is this uploader's and not over. Nobody else's exists. */
async function ownUpload(
  { records, now }: UploadNeeds,
  { id, uploader }: Asked,
): Promise<Result<StoredUpload, Unknown>> {
  const upload = await records.upload(id);
  const isTheirs = upload?.owner === uploader.id && !isExpired(upload, now());
  return upload && isTheirs ? ok(upload) : fail({ code: 'unknown' });
}

async function settle(
  needs: UploadNeeds,
  upload: StoredUpload,
): Promise<Result<StoredUpload, NotYet | Changed>> {
  const { objects, sniff } = needs;
  const arrived = await objects.arrived(upload.id);
  if (!arrived) {
    const { state } = upload;
    return fail({ code: 'state', state, possible: possible[state] });
  }
  const isCut = arrived.beginning.length < arrived.sizeBytes;
  const refused =
    checkArrival(upload, arrived) ??
    judge(upload.mediaType, await sniff(arrived.beginning, { isCut }));
  const settled = refused
    ? await refuse(needs, upload, refused)
    : await promote(needs, upload);
  if (settled.ok) await removeArrived(needs, upload.id);
  return settled;
}

async function refuse(
  { records, commit, log }: UploadNeeds,
  upload: StoredUpload,
  refusal: Refused,
): Promise<Result<StoredUpload, Changed>> {
  const refused: StoredUpload = { ...upload, state: 'refused', refusal };
  const done = await commit(refused, [records.settledUpload(refused)]);
  if (done.ok) log.warn(logs.refused, { upload: upload.id, ...refusal });
  return done;
}

/** Tries of the transaction, of which each may lose to the same bytes. */
const attempts = 3;

async function promote(
  needs: UploadNeeds,
  upload: StoredUpload,
): Promise<Result<StoredUpload, Changed>> {
  const { records, objects, log } = needs;
  await objects.promote(upload);
  for (let attempt = 1; ; attempt += 1) {
    const done = await recordReady(needs, upload);
    const { id, sha256: file } = upload;
    if (done.ok) log.info(logs.ready, { upload: id, file });
    if (done.ok || attempt === attempts) return done;
    const now = await records.upload(id);
    if (now?.state !== 'awaiting') return done;
  }
}

/** The upload's end and the file's beginning, in one transaction. */
async function recordReady(
  { records, commit, now }: UploadNeeds,
  upload: StoredUpload,
): Promise<Result<StoredUpload, Changed>> {
  const { sha256: id, mediaType, sizeBytes } = upload;
  const alreadyStored = (await records.file(id)) !== undefined;
  const ready: StoredUpload = { ...upload, state: 'ready', alreadyStored };
  const settled = records.settledUpload(ready);
  if (alreadyStored) return commit(ready, [settled]);
  const storedAt = now().toISOString();
  const file = records.newFile({ id, mediaType, sizeBytes, storedAt });
  return commit(ready, [settled, file]);
}

/** What stays is removed by the bucket's lifecycle rule. */
async function removeArrived(
  { objects, log }: UploadNeeds,
  upload: string,
): Promise<void> {
  try {
    await objects.removeArrived(upload);
  } catch (error) {
    log.warn(logs.leftOver, { upload, error });
  }
}

async function viewOf(
  needs: UploadNeeds,
  upload: StoredUpload,
  uploader: Actor,
): Promise<UploadView> {
  const { state } = upload;
  if (state === 'refused') return { upload };
  if (state === 'awaiting') {
    return { upload, put: await needs.objects.putRequest(upload, needs.now()) };
  }
  return { upload, duplicates: await duplicatesOf(needs, upload, uploader) };
}

async function duplicatesOf(
  { records, visible }: UploadNeeds,
  { sha256, alreadyStored }: StoredUpload,
  uploader: Actor,
): Promise<readonly string[]> {
  if (!alreadyStored) return [];
  const limit = limits.duplicatesConsidered;
  const { resources } = await records.references(sha256, { limit });
  if (resources.length === 0) return [];
  const seen = await visible(resources, uploader);
  return seen.slice(0, limits.duplicates);
}
