import type { Text } from '../../../../functions/platform/contract.ts';
import { sectionsOf } from '../kinds.ts';
import type { Page } from '../section.ts';
import { engine, rebuild } from './search-engine.ts';

const engineFirst: Text = {
  'zh-CN':
    '先看检索引擎的告警：`search-engine-red`、`search-engine-blocked`、`search-engine-pressed`。',
  en: 'See the alarms of the engine first: `search-engine-red`, `search-engine-blocked`, `search-engine-pressed`.',
};

export const search: Page = {
  title: { 'zh-CN': '检索', en: 'Search' },
  intro: {
    'zh-CN':
      '索引不是数据的来源：可以随时由资源目录整个重建，期间读写照常（[search](../search.md)）。',
    en: 'The index holds no truth: all of it can be made again from the catalogue, while people read and write ([search](../search.md)).',
  },
  sections: [
    ...sectionsOf('search', [
      {
        entry: 'api',
        trigger: 'request',
        does: { 'zh-CN': '处理 `/v1/search`', en: 'answers `/v1/search`' },
        users: {
          'zh-CN': '无法检索。按地址打开资源照常。',
          en: 'Nobody can search. Resources are opened by their address as before.',
        },
        errors: {
          check: {
            'zh-CN': `引擎没有响应是 503，不算这里的错误。${engineFirst['zh-CN']}日志若提到 DynamoDB，看区域的健康状态。`,
            en: `An engine that does not answer is 503 and no error here. ${engineFirst.en} If the lines name DynamoDB, see the health of the Region.`,
          },
          act: {
            'zh-CN': `若索引缺失或有误，重建：${rebuild}；期间读者仍用原来的索引。`,
            en: `If the index is missing or wrong, make it anew: ${rebuild}; readers go on with the old one meanwhile.`,
          },
        },
        duration: {
          check: {
            'zh-CN':
              '每次检索请求引擎一次，并批量读取一次资源的当前状态：看检索集群的 `SearchLatency`，并读慢日志 `/xueyuan/<stage>/search-engine/slow-searches`。',
            en: 'Each search is one request to the engine and one batch read of heads: compare `SearchLatency` of the domain, and read the slow log `/xueyuan/<stage>/search-engine/slow-searches`.',
          },
          act: {
            'zh-CN':
              '若只有某一类检索慢，连同慢日志中的那一行上报。若都慢，是集群太小：提高本环境配置中的 `search.instanceType` 或 `search.instanceCount`。',
            en: "If one kind of question is slow, report it with its line of the slow log. If all are, the domain is too small: raise `search.instanceType` or `search.instanceCount` in the stage's configuration.",
          },
        },
      },
      {
        entry: 'on-resource-changed',
        trigger: 'queue',
        does: {
          'zh-CN': '在每次变更后更新索引',
          en: 'brings the index up to date after each change',
        },
        users: {
          'zh-CN':
            '变更后的资源晚些才能检索到，或检索到的是旧内容。已下架的资源不会显示：命中结果会按资源的当前状态核对。',
          en: 'What was changed is found late, or as it was. Withdrawn resources are hidden all the same: hits are checked against their heads.',
        },
        errors: { check: engineFirst },
        duration: {
          check: {
            'zh-CN': `看检索集群的 \`IndexingLatency\`。${engineFirst['zh-CN']}文件多的资源文字也多。`,
            en: `See \`IndexingLatency\` of the domain. ${engineFirst.en} A resource with many files brings much text.`,
          },
          act: {
            'zh-CN':
              '若引擎因大批导入而变慢，不必处理：队列会等待。否则是集群太小。',
            en: 'If the engine is slow under a large import, let it be: the queue waits. Else the domain is too small.',
          },
        },
        'dead-letters': {
          check: {
            'zh-CN':
              '若引擎拒绝了该文档，其响应会指明字段。该资源按编号通过接口能打开吗？',
            en: 'If the engine refused the document, its answer says which field. Does the resource open by its id through the API?',
          },
        },
        delay: { check: engineFirst },
      },
      {
        entry: 'on-file-read',
        trigger: 'queue',
        does: {
          'zh-CN': '在文件的文字读取完成后更新索引',
          en: 'brings the index up to date when the text of a file is there',
        },
        users: {
          'zh-CN': '部分资源只能按元数据检索到。',
          en: 'Some resources are found by their metadata only.',
        },
        errors: { check: engineFirst },
        duration: {
          check: {
            'zh-CN':
              '同一文件若属于几百个资源，要为每个资源更新索引：START 与 END 之间有多少行 `RESOURCE_INDEXED`？',
            en: 'A file that hundreds of resources hold is indexed for each of them: how many `RESOURCE_INDEXED` stand between START and END?',
          },
          act: {
            'zh-CN': '个别这样的文件，再试就会通过。若许多都失败，调小批量。',
            en: 'One such file passes at a later try. If many fail, lower the batch.',
          },
        },
        'dead-letters': {
          check: {
            'zh-CN':
              '死信指明文件；表中 `file#<sha256>` 的 `REF#` 项列出含有它的资源。',
            en: 'The letter names the file; `REF#` items of `file#<sha256>` in the table name the resources that hold it.',
          },
          act: {
            'zh-CN':
              '若 `derived` 中没有文字对象，重新发送该文件的 `file.promoted`（`aws events put-events`）：读取后会重新写入。',
            en: "If the text object is missing in `derived`, send the file's `file.promoted` again (`aws events put-events`): reading writes it anew.",
          },
        },
        delay: { check: engineFirst },
      },
      {
        entry: 'on-deployed',
        trigger: 'deployment',
        does: {
          'zh-CN': '为环境创建第一个索引',
          en: 'makes the first index of a stage',
        },
        users: {
          'zh-CN': '检索函数的部署已经或将要失败；已有的索引保持不变。',
          en: 'A deployment of the search functions failed, or will; an index that is there is left as it is.',
        },
        errors: {
          check: {
            'zh-CN':
              '`SEARCH_INDEX_NOT_MADE` 带有引擎给出的原因。刚建好的集群可能几分钟内没有响应。',
            en: "`SEARCH_INDEX_NOT_MADE` carries the engine's reason. A domain that was just made may not answer for some minutes.",
          },
          act: {
            'zh-CN': '集群变为可用后，再次部署 `search-functions`。',
            en: 'When the domain is active, deploy `search-functions` again.',
          },
        },
        duration: {
          check: {
            'zh-CN':
              '它试四次，每次半分钟：集群响应慢或没有响应；在 OpenSearch 控制台看其状态。',
            en: 'It tries four times, half a minute each: the domain answers slowly or not at all; see its state in the console of OpenSearch.',
          },
          act: {
            'zh-CN': '集群变更完成后，再次部署。',
            en: "When the domain's change is done, deploy again.",
          },
        },
      },
      {
        entry: 'on-reindex',
        trigger: 'operator',
        does: {
          'zh-CN': '执行索引重建的各步',
          en: 'takes the steps of a rebuild',
        },
        users: {
          'zh-CN': '重建停住了；原索引仍在使用，并保持最新。',
          en: 'A rebuild stands still; the old index is in use and up to date.',
        },
        errors: {
          check: {
            'zh-CN':
              '日志说明是哪一步、引擎如何响应。`SEARCH_INDEX_SHORT` 不是错误：新索引中的资源少于写入的，因此没有切换读者。',
            en: 'The line says which step and what the engine answered. `SEARCH_INDEX_SHORT` is no error: the new index held less than it was given, so that nobody was switched to it.',
          },
          afterwards: {
            'zh-CN': `${rebuild} 会新建索引，并删除遗留的那一个。`,
            en: `${rebuild} begins a new index and removes the one left behind.`,
          },
        },
        duration: {
          check: {
            'zh-CN':
              '每一步填充 20 秒，处理完手上那一页后结束。文字很长的页会慢：看 `IndexingLatency`。',
            en: 'A step fills for 20 s and ends after its page. Very long texts make pages slow: see `IndexingLatency`.',
          },
          act: {
            'zh-CN':
              '换个较空闲的时间运行，或减少并行部分：`npm run ops -- reindex --segments 1 --stage <stage>`。',
            en: 'Run it at a quieter time, or with fewer parts: `npm run ops -- reindex --segments 1 --stage <stage>`.',
          },
        },
      },
    ]),
    ...engine,
  ],
};
