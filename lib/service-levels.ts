import { Duration } from 'aws-cdk-lib';
import { requestMetrics, type Text } from '../functions/platform/contract.ts';
import { searchableMetric } from '../functions/search/contract.ts';
import type { MeasuredBy, ownMetrics } from './metrics.ts';
import type { Urgency } from './stacks/operations.ts';

const { read, write } = requestMetrics;

/** What we promise to people, and by which metric we see whether it is kept. */
export type ServiceLevel = {
  readonly says: Text;
  readonly by: {
    [C in MeasuredBy]: readonly [C, (typeof ownMetrics)[C][number]];
  }[MeasuredBy];
  /** Of a hundred, how many must be good over 30 days. */
  readonly goodPercent: number;
  /** What is good: within so many milliseconds, or, without, no fault. */
  readonly withinMs?: number;
  /** Fewer than these within the longer window say nothing. */
  readonly least: number;
};

/** One failure among few would be a high rate: nights and holidays are quiet. */
const busy = 100;
const busyWithNews = 10;

/**
 * The service levels. Latency is measured in the function, from its first line
 * to its last; it leaves out the network and a cold start before that.
 */
export const serviceLevels = {
  'reading-available': {
    says: { 'zh-CN': '读者打开资源', en: 'Readers open resources' },
    by: ['resources', read.faults],
    goodPercent: 99.9,
    least: busy,
  },
  'reading-fast': {
    says: { 'zh-CN': '资源在一秒内打开', en: 'Resources open within a second' },
    by: ['resources', read.latency],
    goodPercent: 95,
    withinMs: 1_000,
    least: busy,
  },
  'searching-available': {
    says: { 'zh-CN': '检索有结果返回', en: 'Searches are answered' },
    by: ['search', read.faults],
    goodPercent: 99.5,
    least: busy,
  },
  'searching-fast': {
    says: {
      'zh-CN': '检索在一秒半内返回',
      en: 'Searches are answered within a second and a half',
    },
    by: ['search', read.latency],
    goodPercent: 95,
    withinMs: 1_500,
    least: busy,
  },
  'contributing-available': {
    says: {
      'zh-CN': '教师贡献和修改资源',
      en: 'Teachers contribute and change resources',
    },
    by: ['resources', write.faults],
    goodPercent: 99.5,
    least: busy,
  },
  'contributing-fast': {
    says: {
      'zh-CN': '修改在两秒内保存',
      en: 'Changes are saved within two seconds',
    },
    by: ['resources', write.latency],
    goodPercent: 95,
    withinMs: 2_000,
    least: busy,
  },
  'uploading-available': {
    says: { 'zh-CN': '教师上传文件', en: 'Teachers upload files' },
    by: ['files', write.faults],
    goodPercent: 99.5,
    least: busy,
  },
  'publishing-soon': {
    says: {
      'zh-CN': '发布的资源一分钟内可检索到',
      en: 'What is published can be found within a minute',
    },
    by: ['search', searchableMetric],
    goodPercent: 95,
    withinMs: 60_000,
    least: busyWithNews,
  },
} as const satisfies Record<string, ServiceLevel>;

/** One rate at which a month's allowance of failures burns, and who is told. */
export type Burn = {
  /** Times as fast as the allowance lasts 30 days. */
  readonly times: number;
  /** That it is worth telling. */
  readonly long: { readonly period: Duration; readonly periods: number };
  /** That it still burns. */
  readonly short: { readonly period: Duration; readonly periods: number };
  readonly urgency: Urgency;
  readonly says: Text;
};

const once = (period: Duration) => ({ period, periods: 1 });

/**
 * Rates and windows of the recommended multiwindow, multi-burn-rate alerts: 2 %
 * of the month's allowance within an hour, 5 % within six, 10 % within three
 * days. CloudWatch looks at no period above a day, so that three days are three
 * days in a row: ADR 0142. Source: B. Beyer et al. (eds.), The Site Reliability
 * Workbook, O'Reilly 2018, chapter 5, "Alerting on SLOs", table 5-8.
 */
export const burns = {
  quick: {
    times: 14.4,
    long: once(Duration.hours(1)),
    short: once(Duration.minutes(5)),
    urgency: 'page',
    says: {
      'zh-CN': '本月容许的失败两天内将耗尽',
      en: "this month's allowance of failures is gone in two days",
    },
  },
  steady: {
    times: 6,
    long: once(Duration.hours(6)),
    short: once(Duration.minutes(30)),
    urgency: 'page',
    says: {
      'zh-CN': '本月容许的失败五天内将耗尽',
      en: "this month's allowance of failures is gone in five days",
    },
  },
  slow: {
    times: 1,
    long: { period: Duration.days(1), periods: 3 },
    short: once(Duration.hours(6)),
    urgency: 'ticket',
    says: {
      'zh-CN': '本月容许的失败将全部耗尽',
      en: "this month's allowance of failures will be used up",
    },
  },
} as const satisfies Record<string, Burn>;
