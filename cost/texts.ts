import type { Language } from '../functions/platform/contract.ts';
import type { Group } from './model.ts';

/** What the estimate says, by language. */
type Catalogue = Readonly<Record<Group, string>> & {
  readonly title: string;
  readonly line: string;
  readonly units: string;
  readonly usd: string;
  readonly total: string;
  readonly perSchool: string;
  readonly perReader: string;
  readonly basis: string;
  readonly unverified: string;
};

export const texts: Readonly<Record<Language, Catalogue>> = {
  en: {
    title: 'What a month costs at list price',
    line: 'line',
    units: 'units a month',
    usd: 'USD',
    requests: 'Requests',
    tables: 'Tables, both Regions',
    events: 'Events and queues',
    identity: 'Identity',
    storage: 'Files, both Regions',
    search: 'Search',
    watching: 'Watching',
    transfer: 'Data transfer',
    keys: 'Keys',
    backup: 'Backup, both vaults',
    exporting: 'Nightly export',
    mail: 'Mail',
    total: 'Total a month',
    perSchool: 'for each school',
    perReader: 'for each person who signs in',
    basis:
      'Prices of {region}, read on {readOn}; without taxes, support and free tiers of the first year. What was measured and what is assumed: docs/cost.md.',
    unverified: 'Not confirmed by anything that could be read: {names}.',
  },
  'zh-CN': {
    title: '按公开价目估算的每月费用',
    line: '项目',
    units: '每月用量',
    usd: '美元',
    requests: '请求',
    tables: '数据表（两个区域）',
    events: '事件与队列',
    identity: '身份认证',
    storage: '文件（两个区域）',
    search: '检索',
    watching: '监控',
    transfer: '数据传输',
    keys: '密钥',
    backup: '备份（两个保管库）',
    exporting: '每夜导出',
    mail: '邮件',
    total: '每月合计',
    perSchool: '每所学校',
    perReader: '每位登录者',
    basis:
      '价格为 {region} 区域，于 {readOn} 查阅；不含税费、技术支持和首年免费额度。实测值与假设见 docs/cost.md。',
    unverified: '以下价格未能核实：{names}。',
  },
};
