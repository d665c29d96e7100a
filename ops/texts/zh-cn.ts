import type { Catalogue } from './en.ts';

/** 运维命令面向用户的中文文本。 */
export const zhCn = {
  commands: '命令：',
  usage: '用法：npm run ops -- {usage}',
  unknownCommand: '没有“{command}”这个命令。',
  firstOperatorSummary: '在新部署上创建区域的教育局和第一位平台运维',
  missing: '缺少 {option}。',
  failed: '{reason}',
  malformed: '以下内容不符合要求：{problems}。',
  operatorExists:
    '{stage} 环境已有平台运维。可由现有运维通过接口添加：PUT /v1/organisations/{id}/members/{personId}/roles/operator。',
  usernameTaken: '{stage} 环境中登录名“{username}”已被他人使用，请换一个。',
  noFunction:
    '{stage} 环境在 {region} 没有函数 {name}。请先部署该环境，并使用其账户的凭证。',
  made: '已创建机构 {organisation} 和第一位平台运维 {person}。',
  username: '登录名：{username}',
  password: '首次登录密码（仅显示这一次，登录时须更改）：{password}',
  secondFactor:
    '其角色须经两步验证登录后才生效：请先登录并更改密码，再用带有 aws.cognito.signin.user.admin 权限范围的令牌调用 POST /v1/me/second-factor 设置验证器，用 PUT 提交验证码，然后重新登录（见 docs/sign-in.md）。',
  outsideFactor:
    '其角色须经外部身份提供方认定的两步验证登录后才生效（见 docs/sign-in.md）。',
  issuerUnknown:
    '{stage} 环境不信任身份提供方 {issuer}。请填写其配置 identity.issuers 中的一个。',
  notUp: '本地平台尚未启动，请先运行：npm start',
  dlqListSummary: '列出哪些死信队列有积压、各有多少',
  dlqShowSummary: '查看某队列的死信，死信留在原处',
  dlqRedriveSummary: '故障排除后，把死信送回原来的队列',
  dlqNameOne: '请指定一个队列，可用“npm run ops -- dlq list”列出。',
  dlqWaiting: '{name}：{waiting}',
  dlqListed: '共有 {queues} 个死信队列，其中 {full} 个有积压。',
  dlqUnknown:
    '没有名为“{name}”的死信队列。可用“npm run ops -- dlq list”列出有积压的队列。',
  dlqShown: '已显示 {name} 的 {shown} 条死信，死信仍在原处。',
  dlqNoWayBack:
    '{name} 的死信并非来自队列，而是来自表的数据流或定时任务，请查看其处置手册；“npm run ops -- replay”可重新发送某时段的事件。',
  dlqRedriven: '已把 {moved} 条死信送回 {name}，剩余 {left} 条。',
  firstPasswordsSummary: '为尚未自设密码的成员重新生成初始密码并显示',
  firstPasswordsOf:
    '“{organisation}”不是机构编号。请给出 GET /v1/organisations 所列的编号。',
  firstPasswordsTold:
    '{organisation} 的 {people} 个初始密码，仅显示这一次：班级、学工号、姓名、登录名、密码。七天内有效。另有 {others} 名成员已自设密码或在其他身份提供方登录。',
  noSpan: '从 {since} 到 {until} 没有任何时间，请给出更早的 --since。',
  replaySummary: '依据溯源记录重新发送某时段的事件；消费者可承受重复',
  replayed:
    '已重新发送 {since} 至 {until} 的 {sent} 个事件；{unread} 条记录无法读取（见日志 events/on-replay）。',
  reconcileSummary:
    '核对目录、索引、溯源记录和文件库，列出不一致之处；加 --repair 可修复其中安全的部分',
  reconciled:
    '已核对 {heads} 个资源、索引中 {documents} 个文档、文件库中 {files} 个文件：{left} 处不一致，已修复 {mended} 处。',
  mended: '已修复：{what}',
  mendable: '其中索引的问题可用 --repair 修复。',
  'index-missing': '已发布，但检索不到',
  'index-behind': '检索到的是旧状态',
  'index-withdrawn': '已下架，但仍能检索到',
  'index-unknown': '能检索到，但并未发布；请重建索引（reindex）',
  'history-behind': '资源所记的条目数多于溯源记录；请查看灾难恢复手册',
  'history-ahead': '溯源记录中有资源不知道的条目；请查看灾难恢复手册',
  'history-differs':
    '资源所记的最后一条与溯源记录不同，可能有人改动过；请查看存证手册',
  'file-missing': '文件库中没有文件 {file} 的内容；请从恢复区域的副本取回',
  'file-unrecorded': '文件库中有此内容，但目录中没有任何记录',
  reindexSummary: '重建检索索引，期间读写照常',
  reindexGiven: '{given} 个资源',
  reindexShort:
    '新索引 {index} 现有 {held} 个资源，删除了 {removed} 个，而写入了 {given} 个：读者仍使用原来的索引。请重新运行；如仍如此，请检查搜索引擎的磁盘。',
  reindexed:
    '{index} 现有 {held} 个资源（写入 {given} 个），用时 {seconds} 秒；已删除旧索引：{dropped}',
  requestSummary: '按顺序列出一次请求的全部日志',
  requestId: '“{id}”不是请求编号，请填写应答头 x-request-id 的值。',
  requestNone:
    '自 {since} 起没有提到 {id} 的日志。可用 --since <时间> 查更早的日志；最近一分钟的日志可能尚未到达。',
  requestShown: '{id} 共有 {lines} 行日志，出自 {groups} 个日志组。',
  restoreIndexSummary: '依据目录重建检索索引；不加 --apply 时只说明两者的差异',
  restoreIndexWould:
    '未作任何更改。加 --apply 后将依据目录填充新索引，填满后再切换读者。',
  restoreResourceSummary:
    '让读者重新看到某资源在某时刻的内容，作为新版本；不加 --apply 时只说明将有哪些变化',
  restoreResourceOf: '“{id}”不是资源编号。请给出如 res_01J… 的编号。',
  restorePossible:
    '未作任何更改。加 --apply 后，{id} 自 {since} 起可读的第 {version} 版将作为第 {becomes} 版重新可读：{files} 个文件，复审日期 {reviewDue}；变化的字段：{fields}。',
  restoreDone:
    '{id} 自 {since} 起可读的第 {version} 版已作为第 {becomes} 版重新可读：{files} 个文件，复审日期 {reviewDue}；变化的字段：{fields}。',
  restoreTables: '没有名为“{name}”的表。可选：{tables}。',
  restoreWith:
    '--with 为“{with}”。请给出由 {name} 恢复的表，名称见 restore table 的输出。',
  restorePartitions: '请给出要放回的分区键，一至 {most} 个，如 res_01J…。',
  restoreTableSummary:
    '把某时刻的表恢复到现用表旁边；不加 --apply 时只说明将做什么',
  restoreTableWould:
    '未作任何更改。{table} 可恢复到 {from} 至 {until} 之间的任一秒；加 --apply 后将其 {at} 时的内容恢复为旁边的 {target}。需数分钟至数小时，删除前按容量计费。',
  restoreTableBegun:
    '正在把 {table} 在 {at} 时的内容恢复为 {target}。就绪后运行：npm run restore -- compare。用完请删除：aws dynamodb delete-table --table-name {target}',
  restoreCompareSummary: '说明恢复出的表与现用的表有何不同',
  restoreNotReady: '{target} 尚未就绪：{status}。请等到 ACTIVE。',
  restoreCompared:
    '{target} 有 {before} 项，{table} 有 {now} 项；256 个部分中有 {parts} 个不同。其中：{same} 项相同，{missing} 项现已缺失，{differs} 项不同，{newer} 项现在更新，{erased} 项涉及已删除的人，{expired} 项已过期；此后新增 {added} 项。',
  restoreCopySummary: '从恢复出的表放回指定分区的项；不加 --apply 时只列出',
  restoreCopyWould:
    '未作任何更改。加 --apply 后将把标有 * 的 {due} 项放入 {table}。加 --replace 也替换不同的项。',
  restoreCopied:
    '已把 {done} 项放入 {table}；{moved} 项因期间被更改而未放入。请接着运行：npm run ops -- reconcile。',
  'restore-unknown': '没有资源 {id}。',
  'restore-not-open':
    '{id} 在 {at} 时读者无法打开。请给出它已发布且未下架的时刻，可查其溯源记录。',
  'restore-erased': '{id} 在 {at} 时的内容此后已应当事人要求删除，无法恢复。',
  'restore-version-lost':
    '{id} 在 {at} 时的版本已不存在，或内容已改变。请把当时的表恢复到旁边再复制该版本：npm run restore -- table catalogue --at {at}。',
  'restore-files-lost':
    '文件库中没有 {id} 的上述文件。请先从对象的早期版本或另一区域的副本取回，再重试。',
  'restore-withdrawn':
    '{id} 已下架。请先结束下架：POST /v1/resources/{id}/restore。',
  'restore-open-work':
    '{id} 有版本正在编辑或评审。请先让其放弃或作出决定，否则恢复的版本会排在它之前。',
  'restore-same': '{id} 的读者现在看到的与 {at} 时相同。',
  'restore-changed': '{id} 在此期间被更改。请重新运行并查看结果。',
  'restore-unavailable': '另一区域已接管 {id}。请使用当前区域的配置运行。',
  madeSummary: '{stage} 环境的第一位平台运维已可登录。',
} as const satisfies Catalogue;
