import { sectionsOf } from '../kinds.ts';
import type { Page } from '../section.ts';

const engineFirst =
  'See the alarms of the engine first: `search-engine-red`, `search-engine-blocked`, `search-engine-pressed`.';
const late =
  'What was changed is found late, or as it was. Withdrawn resources are hidden all the same: hits are checked against their heads.';
const rebuild = '`npm run ops -- reindex --stage <stage>`';

export const search: Page = {
  title: 'Search',
  intro:
    'The index holds no truth: all of it can be made again from the catalogue, while people read and write ([search](../search.md)).',
  sections: [
    ...sectionsOf('search', [
      {
        entry: 'api',
        trigger: 'request',
        does: 'answers `/v1/search`',
        users:
          'Nobody can search. Resources are opened by their address as before.',
        errors: {
          check: `An engine that does not answer is 503 and no error here. ${engineFirst} If the lines name DynamoDB, see the health of the Region.`,
          act: `If the index is missing or wrong, make it anew: ${rebuild}; readers go on with the old one meanwhile.`,
        },
        duration: {
          check:
            'Each search is one request to the engine and one batch read of heads: compare `SearchLatency` of the domain, and read the slow log `/xueyuan/<stage>/search-engine/slow-searches`.',
          act: "If one kind of question is slow, report it with its line of the slow log. If all are, the domain is too small: raise `search.instanceType` or `search.instanceCount` in the stage's configuration.",
        },
      },
      {
        entry: 'on-resource-changed',
        trigger: 'queue',
        does: 'brings the index up to date after each change',
        users: late,
        errors: { check: engineFirst },
        duration: {
          check: `See \`IndexingLatency\` of the domain. ${engineFirst} A resource with many files brings much text.`,
          act: 'If the engine is slow under a large import, let it be: the queue waits. Else the domain is too small.',
        },
        'dead-letters': {
          check:
            'If the engine refused the document, its answer says which field. Does the resource open by its id through the API?',
        },
        delay: { check: engineFirst },
      },
      {
        entry: 'on-file-read',
        trigger: 'queue',
        does: 'brings the index up to date when the text of a file is there',
        users: 'Some resources are found by their metadata only.',
        errors: { check: engineFirst },
        duration: {
          check:
            'A file that hundreds of resources hold is indexed for each of them: how many `RESOURCE_INDEXED` stand between START and END?',
          act: 'One such file passes at a later try. If many fail, lower the batch.',
        },
        'dead-letters': {
          check:
            'The letter names the file; `REF#` items of `file#<sha256>` in the table name the resources that hold it.',
          act: "If the text object is missing in `derived`, send the file's `file.promoted` again (`aws events put-events`): reading writes it anew.",
        },
        delay: { check: engineFirst },
      },
      {
        entry: 'on-deployed',
        trigger: 'deployment',
        does: 'makes the first index of a stage',
        users:
          'A deployment of the search functions failed, or will; an index that is there is left as it is.',
        errors: {
          check:
            "`SEARCH_INDEX_NOT_MADE` carries the engine's reason. A domain that was just made may not answer for some minutes.",
          act: 'When the domain is active, deploy `search-functions` again.',
        },
        duration: {
          check:
            'It tries four times, half a minute each: the domain answers slowly or not at all; see its state in the console of OpenSearch.',
          act: "When the domain's change is done, deploy again.",
        },
      },
      {
        entry: 'on-reindex',
        trigger: 'operator',
        does: 'takes the steps of a rebuild',
        users:
          'A rebuild stands still; the old index is in use and up to date.',
        errors: {
          check:
            'The line says which step and what the engine answered. `SEARCH_INDEX_SHORT` is no error: the new index held less than it was given, so that nobody was switched to it.',
          afterwards: `${rebuild} begins a new index and removes the one left behind.`,
        },
        duration: {
          check:
            'A step fills for 20 s and ends after its page. Very long texts make pages slow: see `IndexingLatency`.',
          act: 'Run it at a quieter time, or with fewer parts: `npm run ops -- reindex --segments 1 --stage <stage>`.',
        },
      },
    ]),
    {
      heading: 'search-engine-red',
      parts: {
        symptom: 'At least one part of an index has no copy that answers.',
        users:
          'Searches miss results or fail. What is opened by a link opens; what is saved is saved, and its news wait in their queues.',
        check:
          'In the console of OpenSearch, domain `xueyuan-<stage>`: has a node been lost, a change been made, a disk filled? See `Nodes`, `FreeStorageSpace` of each node, and the log `/xueyuan/<stage>/search-engine/application` (saved query `xueyuan/<stage>/search`).',
        act: `A lost node is replaced by AWS, mostly within an hour: wait. If the part does not come back, make the index anew: ${rebuild}.`,
        verify:
          'On the dashboard `xueyuan-<stage>-duty`, "Is the search engine well?" shows red 0; search for something and open a hit.',
        afterwards:
          '`npm run ops -- reconcile --repair --stage <stage>` compares and mends the index; `npm run ops -- dlq list --stage <stage>` shows news that failed five times meanwhile: redrive them. One node only (`search.instanceCount` 1) will do this again.',
      },
    },
    {
      heading: 'search-engine-blocked',
      parts: {
        symptom: 'The domain takes no writes.',
        users:
          'What was published or changed is not found yet; searches go on. Nothing is lost: news wait in their queues for four days, then among the dead letters for 14.',
        check:
          'Nearly always the disk: see `FreeStorageSpace` of each node. Else memory: `JVMMemoryPressure` above 92 % for half an hour blocks writes too.',
        act: "Raise `search.volumeGib` (or `search.instanceType`) in the stage's configuration and deploy: `npx cdk deploy -c stage=<stage> search --exclusively`. Writes are taken again by themselves when there is room.",
        verify:
          'On the dashboard `xueyuan-<stage>-duty`, blocked is 0 and "How long have events waited?" falls. Publish something and find it.',
        afterwards:
          '`npm run ops -- dlq list --stage <stage>`: redrive what failed five times meanwhile. Then `npm run ops -- reconcile --repair --stage <stage>`.',
      },
    },
    {
      heading: 'search-engine-full',
      parts: {
        symptom:
          'A node has less than a quarter of its volume left. At a fifth, or 20 GiB, the domain stops taking writes.',
        users: 'Nothing yet.',
        check:
          'On the dashboard `xueyuan-<stage>-growth`, "How much room has the search engine left?": did it fall at once, or slowly? At once: a rebuild left an index behind (`GET _cat/indices` as the role `xueyuan-<stage>-<region>-search-maintainer`). Slowly: the library has grown.',
        act: `An index that no alias names is removed by the next rebuild: ${rebuild}. Else raise \`search.volumeGib\` in the stage's configuration and deploy \`search\`; it is done without a pause.`,
        verify: '`FreeStorageSpace` of every node is above a quarter.',
        afterwards: 'Note how fast it fills, and when it will ring again.',
      },
    },
    {
      heading: 'search-engine-pressed',
      parts: {
        symptom:
          "The engine's memory has been more than 85 % full for 15 minutes.",
        users: 'Searches get slow; in the end the engine takes no writes.',
        check:
          'See `SearchRate` and `IndexingRate` of the domain, and `/xueyuan/<stage>/search-engine/slow-searches`. A burst passes; a growing catalogue does not. Does a rebuild run?',
        act: "A rebuild or an import: let it end, or stop it. Else raise `search.instanceType` in the stage's configuration and deploy `search`; the next size has more memory.",
        verify: '`JVMMemoryPressure` stays below 85 % for an hour.',
        afterwards:
          'If one question was slow, report it with its line of the slow log.',
      },
    },
  ],
};
