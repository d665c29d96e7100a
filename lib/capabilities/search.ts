import { CustomResource, Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { events as fileEvents } from '../../functions/files/contract.ts';
import { events as resourceEvents } from '../../functions/resources/history/contract.ts';
import { routes } from '../../functions/search/contract.ts';
import type { Stage } from '../config.ts';
import { CapabilityStack } from '../stacks/capability-stack.ts';

/** One batch reads and indexes ten resources, each with its files' text. */
const indexing = {
  timeout: Duration.seconds(30),
  concurrency: 10,
} as const;

/** Readers search, and writers write where the alias says: nothing else. */
const pathsOf = (alias: string) => ({
  api: [`${alias}/_search`],
  indexer: ['_bulk', `_alias/${alias}-write`],
});

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
    const paths = pathsOf(stage.search.alias);
    const api = this.api({ routes });
    api.useTable('catalogue', ['BatchGetItem']);
    api.useTable('directory', ['GetItem', 'BatchGetItem', 'Query']);
    api.useSearch(['Post'], paths.api);

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
    onResource.useTable('catalogue', ['GetItem']);
    onFile.useTable('catalogue', ['GetItem', 'Query']);
    for (const indexer of [onResource, onFile]) {
      indexer.useBucket('derived', ['GetObject']);
      indexer.useSearch(['Get', 'Post'], paths.indexer);
    }
    this.#keeper(stage);
  }

  /** What makes the first index on deployment, and rebuilds it when told to. */
  #keeper({ search }: Stage): void {
    const { instanceCount, shards } = search;
    const environment = {
      SEARCH_SHARDS: String(shards),
      SEARCH_REPLICAS: instanceCount > 1 ? '1' : '0',
    };
    const { answersWithin, timeout } = making;
    const onDeployed = this.function('OnDeployed', {
      entry: 'on-deployed',
      environment,
      timeout,
    });
    onDeployed.useSearch(['Get', 'Put']);
    const index = new CustomResource(this, 'Index', {
      resourceType: 'Custom::SearchIndex',
      serviceToken: onDeployed.lambda.functionArn,
      serviceTimeout: answersWithin,
      // Another domain begins without an index.
      properties: { endpoint: this.find('search-endpoint') },
    });
    index.node.addDependency(onDeployed.role);

    // No route and no event leads to it: `npm run reindex` invokes it.
    const onReindex = this.function('OnReindex', {
      entry: 'on-reindex',
      environment,
      ...rebuilding,
    });
    onReindex.useTable('catalogue', ['GetItem', 'Scan']);
    onReindex.useBucket('derived', ['GetObject']);
    onReindex.useSearch(['Get', 'Post', 'Put', 'Delete']);
  }
}
