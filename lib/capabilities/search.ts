import { CustomResource, Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { events as fileEvents } from '../../functions/files/contract.ts';
import { events as resourceEvents } from '../../functions/resources/contract.ts';
import { routes } from '../../functions/search/contract.ts';
import type { Stage } from '../config.ts';
import { CapabilityStack } from '../stacks/capability-stack.ts';

/** One batch reads and indexes ten resources, each with its files' text. */
const indexing = {
  timeout: Duration.seconds(30),
  concurrency: 10,
} as const;

/** Four tries of half a minute each: a domain may just have been made. */
const making = {
  timeout: Duration.seconds(150),
  answersWithin: Duration.seconds(240),
} as const;

/** A step answers after 20 s; one slow page of texts may follow. */
const rebuilding = { timeout: Duration.minutes(5) } as const;

/** Search: questions to the index, and what keeps the index up to date. */
export class SearchFunctionsStack extends CapabilityStack {
  constructor(scope: Construct, stage: Stage) {
    super(scope, 'search', stage);
    const api = this.api({ routes });
    api.useTable('catalogue', ['BatchGetItem']);
    api.useTable('directory', ['GetItem', 'BatchGetItem', 'Query']);
    api.useSearch(['Post']);

    const onResource = this.consumer('OnResourceChanged', {
      entry: 'on-resource-changed',
      events: Object.keys(resourceEvents),
      ...indexing,
    });
    const onFile = this.consumer('OnFileRead', {
      entry: 'on-file-read',
      events: ['file.read'] satisfies (keyof typeof fileEvents)[],
      ...indexing,
    });
    // No route leads to it: an operator invokes it, step by step.
    const onReindex = this.function('OnReindex', {
      entry: 'on-reindex',
      timeout: Duration.minutes(2),
    });
    onReindex.useTable('catalogue', ['Scan']);
    for (const consumer of [onResource, onFile]) {
      consumer.useTable('catalogue', ['GetItem', 'BatchGetItem', 'Query']);
    }
    for (const indexer of [onResource, onFile, onReindex]) {
      indexer.useBucket('derived', ['GetObject']);
      indexer.useSearch(['Get', 'Head', 'Post', 'Put', 'Delete']);
    }
  }
}
