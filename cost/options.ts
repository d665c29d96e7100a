import type { Text } from '../functions/platform/contract.ts';
import type { Range } from '../local/options.ts';

/** One assumption of the estimate: an option with its default. */
type Option = { readonly usual: number; readonly says: Text };

/** What the estimate assumes of a district, by the option's name. */
export const options = {
  schools: { usual: 300, says: { 'zh-CN': '学校数', en: 'schools' } },
  teachers: { usual: 20_000, says: { 'zh-CN': '教师数', en: 'teachers' } },
  students: { usual: 300_000, says: { 'zh-CN': '学生数', en: 'students' } },
  reads: {
    usual: 5_000_000,
    says: { 'zh-CN': '每月打开资源次数', en: 'resources opened in a month' },
  },
  searches: {
    usual: 2_000_000,
    says: { 'zh-CN': '每月检索次数', en: 'searches in a month' },
  },
  downloads: {
    usual: 1_000_000,
    says: { 'zh-CN': '每月下载文件次数', en: 'files downloaded in a month' },
  },
  uploads: {
    usual: 10_000,
    says: {
      'zh-CN': '每月上传文件数',
      en: 'files uploaded in a month',
    },
  },
  publications: {
    usual: 5_000,
    says: {
      'zh-CN': '每月发布的版本数',
      en: 'versions published in a month',
    },
  },
  'edits-per-publication': {
    usual: 5,
    says: {
      'zh-CN': '每个版本发布前的修改次数',
      en: 'edits before each publication',
    },
  },
  resources: {
    usual: 200_000,
    says: { 'zh-CN': '库内资源数', en: 'resources in the library' },
  },
  'files-per-resource': {
    usual: 2,
    says: { 'zh-CN': '每个资源的文件数', en: 'files of a resource' },
  },
  'file-mb': {
    usual: 5,
    says: { 'zh-CN': '文件平均大小（MB）', en: 'mean size of a file, MB' },
  },
  'resource-kb': {
    usual: 60,
    says: {
      'zh-CN': '每个资源及其历史在表中的大小（KB）',
      en: 'items of a resource with its history, KB',
    },
  },
  'person-kb': {
    usual: 4,
    says: {
      'zh-CN': '每个人在表中的大小（KB）',
      en: 'items of a person, KB',
    },
  },
  'answer-kb': {
    usual: 6,
    says: {
      'zh-CN': '每次应答的平均大小（KB）',
      en: 'mean size of an answer, KB',
    },
  },
  'active-share': {
    usual: 0.6,
    says: {
      'zh-CN': '当月登录者占师生的比例',
      en: 'share of people who sign in within a month',
    },
  },
  'own-accounts-share': {
    usual: 1,
    says: {
      'zh-CN': '其中使用本平台账户（而非外部身份源）的比例',
      en: 'share of them with an account of the pool, not of an outside issuer',
    },
  },
  'sessions-per-person': {
    usual: 8,
    says: {
      'zh-CN': '每位登录者每月的使用次数',
      en: 'sessions of an active person in a month',
    },
  },
  'request-ms': {
    usual: 100,
    says: {
      'zh-CN': '每次请求的平均计算时间（毫秒）',
      en: 'mean time of a request in its function, ms',
    },
  },
  'log-kb': {
    usual: 2,
    says: {
      'zh-CN': '每次请求的日志（KB）',
      en: 'log of a request, KB',
    },
  },
  mails: {
    usual: 50_000,
    says: { 'zh-CN': '每月邮件数', en: 'mails in a month' },
  },
} as const satisfies Record<string, Option>;

export type OptionName = keyof typeof options;
export type Assumptions = Readonly<Record<OptionName, number>>;

/** What values an assumption may have: shares are of one, nothing is negative. */
export function rangeOf(name: OptionName): Range {
  return { least: 0, ...(name.endsWith('-share') && { most: 1 }) };
}

/** The defaults. */
export const usual = Object.fromEntries(
  Object.entries(options).map(([name, option]) => [name, option.usual]),
) as Assumptions;
