import type { Section } from '../section.ts';

/** The command that makes the index anew. */
export const rebuild = '`npm run ops -- reindex --stage <stage>`';

/** What is told of the search engine itself, on the page of search. */
export const engine: readonly Section[] = [
  {
    heading: 'search-engine-red',
    parts: {
      symptom: {
        'zh-CN': '索引至少有一部分没有可用的副本。',
        en: 'At least one part of an index has no copy that answers.',
      },
      users: {
        'zh-CN':
          '检索结果不全或失败。按链接打开照常；保存的内容都已保存，其变更在队列中等待。',
        en: 'Searches miss results or fail. What is opened by a link opens; what is saved is saved, and its news wait in their queues.',
      },
      check: {
        'zh-CN':
          '在 OpenSearch 控制台看集群 `xueyuan-<stage>`：是否丢了节点、正在变更、磁盘已满？看 `Nodes`、各节点的 `FreeStorageSpace`，以及日志 `/xueyuan/<stage>/search-engine/application`（已保存的查询 `xueyuan/<stage>/search`）。',
        en: 'In the console of OpenSearch, domain `xueyuan-<stage>`: has a node been lost, a change been made, a disk filled? See `Nodes`, `FreeStorageSpace` of each node, and the log `/xueyuan/<stage>/search-engine/application` (saved query `xueyuan/<stage>/search`).',
      },
      act: {
        'zh-CN': `丢失的节点由 AWS 更换，多半在一小时内：等待。若那一部分没有恢复，重建索引：${rebuild}。`,
        en: `A lost node is replaced by AWS, mostly within an hour: wait. If the part does not come back, make the index anew: ${rebuild}.`,
      },
      verify: {
        'zh-CN':
          '仪表盘 `xueyuan-<stage>-duty` 的“检索引擎是否健康？”中，红为 0；检索一次，并打开一个结果。',
        en: 'On the dashboard `xueyuan-<stage>-duty`, "Is the search engine well?" shows red 0; search for something and open a hit.',
      },
      afterwards: {
        'zh-CN':
          '`npm run ops -- reconcile --repair --stage <stage>` 核对并修复索引；`npm run ops -- dlq list --stage <stage>` 显示其间失败五次的变更：把它们送回。只有一个节点（`search.instanceCount` 为 1）的，还会再发生。',
        en: '`npm run ops -- reconcile --repair --stage <stage>` compares and mends the index; `npm run ops -- dlq list --stage <stage>` shows news that failed five times meanwhile: redrive them. One node only (`search.instanceCount` 1) will do this again.',
      },
    },
  },
  {
    heading: 'search-engine-blocked',
    parts: {
      symptom: {
        'zh-CN': '检索集群不接受写入。',
        en: 'The domain takes no writes.',
      },
      users: {
        'zh-CN':
          '新发布或修改的内容暂时检索不到；检索照常。不会丢失：变更在队列中保留四天，之后在死信中保留 14 天。',
        en: 'What was published or changed is not found yet; searches go on. Nothing is lost: news wait in their queues for four days, then among the dead letters for 14.',
      },
      check: {
        'zh-CN':
          '几乎总是磁盘：看各节点的 `FreeStorageSpace`。否则是内存：`JVMMemoryPressure` 超过 92% 半小时，也会停止写入。',
        en: 'Nearly always the disk: see `FreeStorageSpace` of each node. Else memory: `JVMMemoryPressure` above 92 % for half an hour blocks writes too.',
      },
      act: {
        'zh-CN':
          '提高本环境配置中的 `search.volumeGib`（或 `search.instanceType`）并部署：`npx cdk deploy -c stage=<stage> search --exclusively`。有了空间，会自动恢复写入。',
        en: "Raise `search.volumeGib` (or `search.instanceType`) in the stage's configuration and deploy: `npx cdk deploy -c stage=<stage> search --exclusively`. Writes are taken again by themselves when there is room.",
      },
      verify: {
        'zh-CN':
          '仪表盘 `xueyuan-<stage>-duty` 上，写入受阻为 0，“事件等了多久？”在下降。发布一个资源，并检索到它。',
        en: 'On the dashboard `xueyuan-<stage>-duty`, blocked is 0 and "How long have events waited?" falls. Publish something and find it.',
      },
      afterwards: {
        'zh-CN':
          '`npm run ops -- dlq list --stage <stage>`：送回其间失败五次的。然后运行 `npm run ops -- reconcile --repair --stage <stage>`。',
        en: '`npm run ops -- dlq list --stage <stage>`: redrive what failed five times meanwhile. Then `npm run ops -- reconcile --repair --stage <stage>`.',
      },
    },
  },
  {
    heading: 'search-engine-full',
    parts: {
      symptom: {
        'zh-CN':
          '某节点的剩余空间不到四分之一。降到五分之一或 20 GiB 时，集群停止接受写入。',
        en: 'A node has less than a quarter of its volume left. At a fifth, or 20 GiB, the domain stops taking writes.',
      },
      users: { 'zh-CN': '暂无感受。', en: 'Nothing yet.' },
      check: {
        'zh-CN':
          '仪表盘 `xueyuan-<stage>-growth` 的“检索引擎还剩多少空间？”：是突然下降，还是缓慢下降？突然：重建遗留了一个索引（以角色 `xueyuan-<stage>-<region>-search-maintainer` 执行 `GET _cat/indices`）。缓慢：资源增多了。',
        en: 'On the dashboard `xueyuan-<stage>-growth`, "How much room has the search engine left?": did it fall at once, or slowly? At once: a rebuild left an index behind (`GET _cat/indices` as the role `xueyuan-<stage>-<region>-search-maintainer`). Slowly: the library has grown.',
      },
      act: {
        'zh-CN': `没有别名指向的索引，由下一次重建删除：${rebuild}。否则提高本环境配置中的 \`search.volumeGib\` 并部署 \`search\`；不会中断服务。`,
        en: `An index that no alias names is removed by the next rebuild: ${rebuild}. Else raise \`search.volumeGib\` in the stage's configuration and deploy \`search\`; it is done without a pause.`,
      },
      verify: {
        'zh-CN': '每个节点的 `FreeStorageSpace` 都超过四分之一。',
        en: '`FreeStorageSpace` of every node is above a quarter.',
      },
      afterwards: {
        'zh-CN': '记下增长速度，以及预计何时会再次告警。',
        en: 'Note how fast it fills, and when it will ring again.',
      },
    },
  },
  {
    heading: 'search-engine-pressed',
    parts: {
      symptom: {
        'zh-CN': '引擎的内存占用连续 15 分钟超过 85%。',
        en: "The engine's memory has been more than 85 % full for 15 minutes.",
      },
      users: {
        'zh-CN': '检索变慢；最终引擎会停止接受写入。',
        en: 'Searches get slow; in the end the engine takes no writes.',
      },
      check: {
        'zh-CN':
          '看集群的 `SearchRate` 和 `IndexingRate`，以及 `/xueyuan/<stage>/search-engine/slow-searches`。短时高峰会过去，目录增大不会。是否正在重建索引？',
        en: 'See `SearchRate` and `IndexingRate` of the domain, and `/xueyuan/<stage>/search-engine/slow-searches`. A burst passes; a growing catalogue does not. Does a rebuild run?',
      },
      act: {
        'zh-CN':
          '若是重建或导入：等它结束，或停止它。否则提高本环境配置中的 `search.instanceType` 并部署 `search`；大一号的内存更多。',
        en: "A rebuild or an import: let it end, or stop it. Else raise `search.instanceType` in the stage's configuration and deploy `search`; the next size has more memory.",
      },
      verify: {
        'zh-CN': '`JVMMemoryPressure` 连续一小时低于 85%。',
        en: '`JVMMemoryPressure` stays below 85 % for an hour.',
      },
      afterwards: {
        'zh-CN': '若某一类检索慢，连同慢日志中的那一行上报。',
        en: 'If one question was slow, report it with its line of the slow log.',
      },
    },
  },
];
