import type { Text } from '../../../../functions/platform/contract.ts';
import type { Page, Parts, Section } from '../section.ts';

/** What is particular to one promise. */
type Promised = {
  readonly missed: Text;
  readonly users: Text;
  readonly check: Text;
  readonly where: string;
};

const promises = {
  'reading-available': {
    missed: {
      'zh-CN': '读者打不开资源：函数返回 5xx',
      en: 'readers could not open resources: the function answered 5xx',
    },
    users: {
      'zh-CN': '读者打开资源时看到“暂时不可用”。',
      en: 'Readers see "temporarily unavailable" where a resource should open.',
    },
    check: {
      'zh-CN':
        '若只有一个接口失败，是缺陷：看 `error.message`。若全部失败，是 DynamoDB 或人员与机构没有响应：看区域的健康状态和 `resources-api-errors`。',
      en: 'If only one route fails, it is a defect: see `error.message`. If all do, DynamoDB or the directory does not answer: see the health of the Region and `resources-api-errors`.',
    },
    where: 'resources/api',
  },
  'reading-fast': {
    missed: {
      'zh-CN': '资源打开超过一秒',
      en: 'resources took more than a second to open',
    },
    users: {
      'zh-CN': '页面打开慢，不会丢失任何内容。',
      en: 'Pages open slowly; nothing is lost.',
    },
    check: {
      'zh-CN':
        '`REQUEST` 行带有 `duration` 和 `cost`。某个接口 `cost` 高，是该接口的缺陷；成本照常而耗时长，是 DynamoDB，或部署后的冷启动。',
      en: 'Lines `REQUEST` carry `duration` and `cost`. High `cost` on one route is a defect of that route; long duration at its usual cost is DynamoDB, or cold starts after a deployment.',
    },
    where: 'resources/api',
  },
  'searching-available': {
    missed: {
      'zh-CN': '检索返回 5xx',
      en: 'searches were answered 5xx',
    },
    users: {
      'zh-CN': '读者无法检索；按链接打开照常。',
      en: 'Readers cannot search; what they have a link to still opens.',
    },
    check: {
      'zh-CN':
        '`does not answer` 指检索引擎：看 `search-engine-red` 和 `search-engine-blocked`。',
      en: '`does not answer` means the engine: see `search-engine-red` and `search-engine-blocked`.',
    },
    where: 'search/api',
  },
  'searching-fast': {
    missed: {
      'zh-CN': '检索超过一秒半',
      en: 'searches took more than a second and a half',
    },
    users: {
      'zh-CN': '检索慢，不会丢失任何内容。',
      en: 'Searching is slow; nothing is lost.',
    },
    check: {
      'zh-CN':
        '看检索集群的 `SearchRate` 和 `JVMMemoryPressure`，以及 `/xueyuan/<stage>/search-engine/slow-searches`。重建索引也会使检索变慢。',
      en: 'See `SearchRate` and `JVMMemoryPressure` of the domain, and `/xueyuan/<stage>/search-engine/slow-searches`. A rebuild of the index slows searches too.',
    },
    where: 'search/api',
  },
  'contributing-available': {
    missed: {
      'zh-CN': '修改资源返回 5xx',
      en: 'changes to resources were answered 5xx',
    },
    users: {
      'zh-CN':
        '教师保存时看到“暂时不可用”；已确认的内容不会丢失，同一请求可以重发。',
      en: 'Teachers see "temporarily unavailable" when they save; nothing that was acknowledged is lost, and the same request may be sent again.',
    },
    check: {
      'zh-CN':
        '反复被拒的事务，会在 `error.message` 中指明其条件。否则是 DynamoDB 没有响应：看区域的健康状态。',
      en: 'A transaction that is refused again and again names its condition in `error.message`. Else DynamoDB does not answer: see the health of the Region.',
    },
    where: 'resources/api',
  },
  'contributing-fast': {
    missed: {
      'zh-CN': '修改超过两秒才保存',
      en: 'changes took more than two seconds to be saved',
    },
    users: {
      'zh-CN': '保存慢，不会丢失任何内容。',
      en: 'Saving is slow; nothing is lost.',
    },
    check: {
      'zh-CN':
        '`REQUEST` 行带有 `duration` 和 `cost`。成本照常而等待长，是 DynamoDB：看表 `xueyuan-<stage>-catalogue` 的 `ThrottledRequests` 和 `TransactionConflict`。',
      en: 'Lines `REQUEST` carry `duration` and `cost`. Long waits at their usual cost are DynamoDB: see `ThrottledRequests` and `TransactionConflict` of the table `xueyuan-<stage>-catalogue`.',
    },
    where: 'resources/api',
  },
  'uploading-available': {
    missed: {
      'zh-CN': '有关文件的请求返回 5xx',
      en: 'requests about files were answered 5xx',
    },
    users: {
      'zh-CN': '教师无法添加文件；草稿和文字可以保存。',
      en: 'Teachers cannot add files; drafts and texts can be saved.',
    },
    check: {
      'zh-CN':
        'S3 或 KMS 没有响应，或缺少权限：`error.name` 说明是哪一种。看 `files-api-errors`。',
      en: 'S3 or KMS does not answer, or a permission is gone: `error.name` says which. See `files-api-errors`.',
    },
    where: 'files/api',
  },
  'publishing-soon': {
    missed: {
      'zh-CN': '发布的内容一分多钟后才能检索到',
      en: 'what was published could be found only after more than a minute',
    },
    users: {
      'zh-CN': '作者检索不到刚发布的内容；按链接可以打开。',
      en: 'Authors do not find what they have just published; by its link it opens.',
    },
    check: {
      'zh-CN':
        '沿途查看：`events-on-record-delay`（转发器）、`search-on-resource-changed-delay`（队列）、`search-engine-blocked`（引擎）。重放或送回旧事件会被算作迟到：那不是故障。',
      en: 'Follow the way: `events-on-record-delay` (relay), `search-on-resource-changed-delay` (queue), `search-engine-blocked` (engine). A replay or a redrive of old events counts them as late: then nothing is wrong.',
    },
    where: 'search/on-resource-changed',
  },
} as const satisfies Record<string, Promised>;

export const serviceLevels: Page = {
  title: { 'zh-CN': '服务水平', en: 'Service levels' },
  intro: {
    'zh-CN':
      '各项承诺在一张表中：`lib/service-levels.ts`；多快算太快、为什么：[ADR 0142](../adr/0142-service-levels-burn-in-two-windows.md)。每一节对应三个告警：`-quick`（立即处理：照此速度，一个月的允许失败量两天用完）、`-steady`（立即处理：五天用完）、`-slow`（下一工作日处理：将会用完）。',
    en: 'The promises themselves are one table, `lib/service-levels.ts`; how fast is too fast, and why: [ADR 0142](../adr/0142-service-levels-burn-in-two-windows.md). Three alarms lead to each heading: `-quick` (page: at this rate the allowance of a month is gone in two days), `-steady` (page: in five days), `-slow` (ticket: it will be used up).',
  },
  sections: Object.entries<Promised>(promises).map(sectionOf),
};

function sectionOf([name, promised]: [string, Promised]): Section {
  const { missed, users, check, where } = promised;
  const parts: Parts = {
    symptom: {
      'zh-CN': `这种情况太多：${missed['zh-CN']}。告警名称说明本月的允许失败量消耗得有多快。`,
      en: `Too often, ${missed.en}. The alarm's name says how fast the month's allowance of failures burns.`,
    },
    users,
    check: {
      'zh-CN': `打开仪表盘 \`xueyuan-<stage>-duty\` 和已保存的查询 \`xueyuan/<stage>/service-levels\`：哪个接口，什么状态码，从何时开始？查一次请求的全部日志：\`npm run ops -- request <x-request-id> --stage <stage>\`。${check['zh-CN']}`,
      en: `Open the dashboard \`xueyuan-<stage>-duty\` and the saved query \`xueyuan/<stage>/service-levels\`: which route, which status, since when? One request in full: \`npm run ops -- request <x-request-id> --stage <stage>\`. ${check.en}`,
    },
    act: {
      'zh-CN': `若故障始于某次部署，请[部署上一个提交](README.md#deploying-another-commit)。否则解决检查中发现的问题，它在 \`/xueyuan/<stage>/${where}\` 中，或在其后面的服务中。`,
      en: `If it began with a deployment, [deploy the commit before](README.md#deploying-another-commit). Otherwise mend what the check found, in \`/xueyuan/<stage>/${where}\` or behind it.`,
    },
    verify: {
      'zh-CN':
        '仪表盘 `xueyuan-<stage>-duty` 上该项承诺的图连续一小时低于其限值；告警自行解除。',
      en: 'The picture of this promise on the dashboard `xueyuan-<stage>-duty` is below its limit for an hour; the alarm ends by itself.',
    },
    afterwards: {
      'zh-CN':
        '记下本月的允许失败量用去多少；用去一半以上时，查明原因之前暂停变更。',
      en: "Write down how much of the month's allowance went; when more than half is gone, changes wait until the cause is understood.",
    },
  };
  return { heading: `service-levels-${name}`, parts };
}
