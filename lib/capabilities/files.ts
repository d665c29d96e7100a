import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { type events, routes } from '../../functions/files/contract.ts';
import type { Stage } from '../config.ts';
import { CapabilityStack } from '../stacks/capability-stack.ts';

/** The API gives up after 30 s; the copy of the largest file must fit in. */
const apiTimeout = Duration.seconds(29);

/** Reading the text of a long PDF takes a minute and much memory. */
const reading = {
  timeout: Duration.minutes(3),
  memoryMib: 2_048,
  concurrency: 10,
} as const;

/** Files: uploads, what becomes of them, and the text in them. */
export class FilesStack extends CapabilityStack {
  constructor(scope: Construct, stage: Stage) {
    super(scope, 'files', stage);
    const api = this.api({
      routes,
      timeout: apiTimeout,
      environment: { UPLOAD_MAX_BYTES: String(stage.files.maxBytes) },
    });
    api.useTable('work', ['GetItem', 'PutItem', 'DeleteItem']);
    api.useTable('catalogue', ['GetItem', 'BatchGetItem', 'Query', 'PutItem']);
    api.useTable('directory', ['GetItem', 'BatchGetItem', 'Query']);
    api.useBucket('intake', ['GetObject', 'PutObject', 'DeleteObject']);
    api.useBucket('library', ['GetObject', 'PutObject']);

    const reader = this.consumer('OnFilePromoted', {
      entry: 'on-file-promoted',
      events: ['file.promoted'] satisfies (keyof typeof events)[],
      ...reading,
    });
    reader.useTable('catalogue', ['GetItem', 'PutItem']);
    reader.useBucket('library', ['GetObject']);
    reader.useBucket('derived', ['PutObject']);
  }
}
