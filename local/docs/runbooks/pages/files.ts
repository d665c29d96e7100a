import { sectionsOf } from '../kinds.ts';
import type { Page } from '../section.ts';

export const files: Page = {
  title: 'Files',
  sections: sectionsOf('files', [
    {
      entry: 'api',
      trigger: 'request',
      does: 'answers `/v1/uploads`',
      users:
        'Nobody can upload. Files that the library has are read as before.',
      errors: {
        check:
          "`UPLOAD_REFUSED` is no error: the bytes were not what was announced. Access denied by S3 or KMS names the permission: compare the bucket's policy, and the key's state (KMS, alias `xueyuan-<stage>-files` must be Enabled).",
        act: 'A key that is disabled: enable it; nothing was lost, no file can be read or written while it is disabled.',
        afterwards:
          'Completing an upload may be repeated: what was promoted is there once.',
      },
      duration: {
        check:
          'Copying the largest files (5 GiB) from `intake` to `library` takes most of the 29 s: are only completions slow, and what is `sizeBytes` of their uploads?',
        act: "If large files are common, lower `files.maxBytes` in the stage's configuration until promotion is taken out of the request. If S3 is slow for small files too, wait.",
      },
    },
    {
      entry: 'on-file-promoted',
      trigger: 'queue',
      does: 'reads the text of new files',
      users:
        'New files are safe and can be read; they are found by their metadata only.',
      errors: {
        check:
          '`FILE_UNREAD` is no error: some files have no text. A crash on one file over and over is a poison file: it ends among the dead letters. `Max Memory Used` near the limit in the REPORT line means a file that is too large to read.',
        act: 'For want of memory raise `memoryMib` in `lib/capabilities/files.ts` and deploy.',
      },
      duration: {
        check: 'A PDF with thousands of pages is the usual one.',
        act: 'One slow file passes: it is given up and ends among the dead letters.',
      },
      'dead-letters': {
        check:
          "Find the file's SHA-256 in the letter: is its object in `library`, and does it open?",
        afterwards:
          'A file that cannot be read by any means should be `FILE_UNREAD` and no error: report its kind.',
      },
    },
  ]),
};
