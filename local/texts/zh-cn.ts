import type { Catalogue } from './en.ts';

/** 本机平台对启动者说的话（简体中文）。 */
export const zhCn: Catalogue = {
  title: '学源 · 本机平台',
  install: '已安装 AWS 模拟器与 OpenSearch',
  startServers: '模拟器已运行，OpenSearch 正在启动',
  build: '已构建各栈及其函数',
  deploy: '已部署各栈',
  unchanged: '无变化',
  stacks: '共 {count} 个栈',
  engineReady: 'OpenSearch 已就绪',
  testStackReady:
    '测试栈已就绪。运行：XUEYUAN_TEST_STACK={file} npx vitest run --project e2e',
  testStackStopped: '测试栈已停止。',
  nodeFound: '脚本由 Node {version} 运行。',
  pythonFound: '已有 {version}（含 venv）。',
  pythonMissing:
    '缺少 Python；AWS 模拟器需要 {least} 或更高版本，命令名为 python3。',
  pythonOld: '{version} 版本过低；AWS 模拟器需要 {least} 或更高版本。',
  venvMissing: 'Python 缺少 venv 模块，模拟器要装在其中。',
  javaFound: '已有 Java {version}。',
  javaMissing: '缺少 Java；OpenSearch 需要 {least} 或更高版本。',
  javaOld: 'Java {version} 版本过低；OpenSearch 需要 {least} 或更高版本。',
  mavenFound: '已有 {version}。',
  mavenMissing: '缺少 Maven；要用它下载 OpenSearch。',
  installByApt: 'Debian、Ubuntu：sudo apt-get install {names}',
  installByBrew: 'macOS：brew install {names}',
  portFree: '端口 {port} 空闲。',
  portOurs: '端口 {port} 由正在运行的本平台使用。',
  portTaken: '端口 {port} 已被占用：{who}。',
  somebody: '其他程序',
  movePort: '停止该程序，或改用其他端口：{name}={other} npm start',
  diskGood: '磁盘可用 {free} GB。',
  diskFull: '磁盘仅剩 {free} GB；需要 {least} GB。',
  freeDisk: '请在本目录所在磁盘上腾出空间。',
  memoryGood: '内存 {has} GB。',
  memoryShort: '本机内存 {has} GB；需要 {least} GB。',
  freeMemory: '请换用内存更大的机器，或给虚拟机分配更多内存。',
  machineGood: '一切就绪：npm start',
  machineBad: '需要处理 {count} 项；处理后请再运行 npm run doctor。',
  firstOperator: '已创建首位平台运维人员',
  demo: '已载入示范区数据',
  organisations: '机构 {done}/{of}',
  people: '人员 {done}/{of}',
  resources: '资源 {done}/{of}',
  ready: '平台已就绪：{apiUrl}',
  accounts: '示范账号（密码均为“{password}”）：',
  try: '可以试试：',
  trySearch:
    '不登录查找资源：    curl -G "{apiUrl}/v1/search" --data-urlencode "q=浮力"',
  tryToken:
    '以教师身份问我是谁：curl -H "authorization: Bearer $(npm run -s token -- teacher)" "{apiUrl}/v1/me"',
  tryReference: '打开接口文档并登录：{apiUrl}/v1/docs',
  holds: '按 Ctrl-C 停止；数据保留到下次启动。',
  runsOn: '平台在后台运行；用 npm stop 停止，数据保留。',
  stopping: '正在停止……',
  stopped: '平台已停止，数据已保留。',
  stoppedByForce: '平台未能及时停止，已强制结束：上次停止之后的改动可能丢失。',
  failed: '平台未能启动。可运行 npm run doctor 检查本机。',
  wasKilled:
    '上次平台不是正常停止，而是被强制结束：模拟器中的数据以上次正常停止时为准。',
  wasNeverSaved:
    '平台在第一次正常停止之前被强制结束，没有保存任何数据，将重新开始。',
  otherPort:
    '已保留的数据是在端口 {port} 上建立的：请用 XUEYUAN_PORT={port} 启动，或重新开始：npm start -- --fresh',
  hasEnded:
    '{name} 自行结束（日志见 .local/logs）。如果结束的是模拟器，上次正常停止之后的改动已丢失。',
  isUp: '平台已在运行：{apiUrl}（用 npm stop 停止）。',
  isStarting: '平台正在启动，或上次启动中断：请先运行 npm stop。',
  wasNotUp: '平台没有运行：npm start',
  roleUnknown: '没有“{role}”的示范账号；可用的有：{roles}',
  loadUsage:
    '用法：npm run load -- FILE.ndjson.gz --count {count} [--concurrency {concurrency}]。FILE 每行一篇（id、title、creator、dynasty、collection、text）；count 为篇数，concurrency 为同时进行的篇数（1 至 64）。',
  loadNoFile: '没有文件 {file}。请给出 NDJSON 文件（可为 gzip）的路径。',
  loadNoPlatform:
    '平台没有运行：找不到 .local/platform.json。请先运行：npm start',
  loadNoAnswer:
    '.local/platform.json 存在，但 {url} 没有应答。请启动平台：npm start',
  loadNoAccount:
    '平台上的账号无法载入：{reason}。请重新开始：npm start -- --fresh',
  loadFailed: '{failed} 个失败',
  loadRequests: '请求（客户端所见，毫秒）',
  loadRequestHead: '路由|次数|p50|p95|p99|重发|拒绝',
  loadCost: '每发布一个资源的消耗（各函数自报）',
  loadCostHead: '来源|RRU|WRU|S3',
  loadCostRequests: '教师与资源管理员的请求',
  loadCostConsumers: '中继与消费者',
  loadCostUpload: '预签名地址上传',
  loadCostSum: '合计',
  loadUntold: '有 {count} 个请求在日志中没有记录，合计因此偏小',
  loadFound:
    '从发布到可检索，共 {of} 个资源：p50 {p50} 秒，p95 {p95} 秒，p99 {p99} 秒',
  loadNeverFound: '{count} 个资源未能按时检索到',
  loadSummary:
    '已发布 {published} 个（其中此前完成 {before} 个），失败 {failed}，短语检索命中 {phrases}，文件一致 {files}，用时 {seconds} 秒',
};
