import { ulid } from 'ulid';
import type * as z from 'zod';
import { principals } from '../identity/principals.ts';
import type { Actor, Language } from '../platform/contract.ts';
import { environment } from '../platform/environment.ts';
import { log } from '../platform/log.ts';
import { httpApi } from '../platform/pipeline.ts';
import { type RequestOf, route } from '../platform/route.ts';
import { fill, ruleText } from '../platform/texts.ts';
import { resources } from '../resources/resources.ts';
import { type Refusal, routes, type Upload } from './contract.ts';
import type { Refused } from './model.ts';
import { sniff } from './sniff.ts';
import { fileObjects } from './store/objects.ts';
import { fileRecords } from './store/records.ts';
import {
  announceUpload,
  completeUpload,
  discardUpload,
  readUpload,
  type UploadNeeds,
  type UploadView,
} from './uploads.ts';

const limitBytes = Number(environment('UPLOAD_MAX_BYTES'));

const needs: Omit<UploadNeeds, 'commit'> = {
  records: fileRecords,
  objects: fileObjects,
  sniff,
  visible: (ids, uploader) => resources.readable(ids, uploader),
  now: () => new Date(),
  log,
};

const table = [
  route(
    routes.create,
    ({ body: said, principal: uploader, commit }) => {
      const asked = { id: `upl_${ulid()}`, uploader, said, limitBytes };
      return announceUpload({ ...needs, commit }, asked);
    },
    (view, request) => ({
      ...represented(view, request),
      location: `/v1/uploads/${view.upload.id}`,
    }),
  ),
  route(
    routes.read,
    (request) => readUpload(needsOf(request), askedBy(request)),
    represented,
  ),
  route(
    routes.complete,
    (request) => completeUpload(needsOf(request), askedBy(request)),
    represented,
  ),
  route(
    routes.discard,
    (request) => discardUpload(needsOf(request), askedBy(request)),
    () => ({}),
  ),
];

function needsOf({ commit }: Pick<RequestOf<typeof routes.read>, 'commit'>) {
  return { ...needs, commit };
}

function askedBy(request: {
  readonly params: { readonly id: string };
  readonly principal: Actor;
}) {
  return { ...request.params, uploader: request.principal };
}

function represented(
  { upload, put, duplicates }: UploadView,
  { language }: { readonly language: Language },
): { readonly body: Upload } {
  // That the library had the bytes may tell of what its reader may not see.
  const { owner: _, alreadyStored: __, expiresAt, refusal, ...rest } = upload;
  return {
    body: {
      ...rest,
      expiresAt: new Date(expiresAt * 1_000).toISOString(),
      ...(put && { put }),
      ...(refusal && { refusal: explained(refusal, language) }),
      ...(duplicates && { duplicates: [...duplicates] }),
    },
  };
}

function explained(
  refused: Refused,
  language: Language,
): z.input<typeof Refusal> {
  const message = fill(ruleText(language, refused.rule), refused);
  return { ...refused, message };
}

export const handler = httpApi('files', table, {
  principals,
  markers: environment('CATALOGUE_TABLE'),
});
