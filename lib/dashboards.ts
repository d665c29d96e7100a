import { Duration } from 'aws-cdk-lib';
import {
  type IMetric,
  MathExpression,
  Metric,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Text } from '../functions/platform/contract.ts';
import { upToDateMetric } from '../functions/seals/contract.ts';
import type { Stage } from './config.ts';
import { ownMetric } from './metrics.ts';
import { namesOf, tables } from './names.ts';
import { type ServiceLevel, serviceLevels } from './service-levels.ts';

/** One picture: a question, and the range in which its answer is good. */
export type Picture = {
  readonly asks: Text;
  readonly good: Text;
  readonly shows: readonly IMetric[];
};

export type Dashboard = {
  readonly name: string;
  /** How far back it looks when it is opened. */
  readonly looksBack: Duration;
  readonly pictures: readonly Picture[];
};

const minutes = Duration.minutes(5);
const day = Duration.days(1);

/** The two dashboards of a stage; `apiId` is what API Gateway named its API. */
export function dashboardsOf(stage: Stage, apiId: string): Dashboard[] {
  return [
    {
      name: 'duty',
      looksBack: Duration.hours(3),
      pictures: [...promises(), ...workings(stage, apiId)],
    },
    {
      name: 'growth',
      looksBack: Duration.days(90),
      pictures: growth(stage, apiId),
    },
  ];
}

/** For each service level: how often is it missed? */
function promises(): Picture[] {
  return Object.values(serviceLevels).map((level: ServiceLevel) => {
    const { by, goodPercent, says, withinMs } = level;
    const [capability, name] = by;
    const share = ownMetric(capability, name as never, {
      statistic: withinMs === undefined ? 'Average' : `PR(:${withinMs})`,
      period: minutes,
    });
    const bad = new MathExpression({
      expression: withinMs === undefined ? '100 * share' : '100 - share',
      usingMetrics: { share },
      period: minutes,
      label: '%',
    });
    const allowed = Number((100 - goodPercent).toFixed(1));
    return {
      asks: {
        'zh-CN': `“${says['zh-CN']}”未做到的有多少？`,
        en: `How often is "${says.en}" missed?`,
      },
      good: {
        'zh-CN': `好：低于 ${allowed}%`,
        en: `good: below ${allowed} %`,
      },
      shows: [bad],
    };
  });
}

function workings(stage: Stage, apiId: string): Picture[] {
  const { own, domain, table } = namesOf(stage);
  return [
    {
      asks: { 'zh-CN': '有多少请求失败？', en: 'How many requests fail?' },
      good: { 'zh-CN': '好：5xx 为 0', en: 'good: no 5xx' },
      shows: ['Count', '4xx', '5xx'].map((name) =>
        aws('AWS/ApiGateway', name, { ApiId: apiId }, 'Sum', minutes),
      ),
    },
    {
      asks: {
        'zh-CN': '事件等了多久？',
        en: 'How long have events waited?',
      },
      good: { 'zh-CN': '好：低于 60 秒', en: 'good: below 60 s' },
      shows: [
        search(
          'AWS/SQS',
          'QueueName',
          own(''),
          'ApproximateAgeOfOldestMessage',
          'Maximum',
          minutes,
        ),
      ],
    },
    {
      asks: { 'zh-CN': '有死信吗？', en: 'Are there dead letters?' },
      good: { 'zh-CN': '好：0', en: 'good: 0' },
      shows: [
        search(
          'AWS/SQS',
          'QueueName',
          `${own('')} dead letters`,
          'ApproximateNumberOfMessagesVisible',
          'Maximum',
          minutes,
        ),
      ],
    },
    {
      asks: {
        'zh-CN': '目录变更的转发落后多少？',
        en: "How far behind is the relay of the catalogue's news?",
      },
      good: { 'zh-CN': '好：低于 10 秒', en: 'good: below 10 s' },
      shows: [
        aws(
          'AWS/Lambda',
          'IteratorAge',
          { FunctionName: own('events-on-record') },
          'Maximum',
          minutes,
        ),
      ],
    },
    {
      asks: { 'zh-CN': '有函数出错吗？', en: 'Do functions fail?' },
      good: { 'zh-CN': '好：0', en: 'good: 0' },
      shows: [
        search('AWS/Lambda', 'FunctionName', own(''), 'Errors', 'Sum', minutes),
      ],
    },
    {
      asks: {
        'zh-CN': '检索引擎是否健康？',
        en: 'Is the search engine well?',
      },
      good: {
        'zh-CN': '好：红与写入受阻为 0，内存低于 85%',
        en: 'good: red and blocked 0, memory below 85 %',
      },
      shows: [
        'ClusterStatus.red',
        'ClusterIndexWritesBlocked',
        'JVMMemoryPressure',
      ].map((name) =>
        aws(
          'AWS/ES',
          name,
          { DomainName: domain, ClientId: stage.account ?? '' },
          'Maximum',
          minutes,
        ),
      ),
    },
    {
      asks: {
        'zh-CN': '溯源记录是否已存证到上一整点？',
        en: 'Is the history sealed to the last hour?',
      },
      good: { 'zh-CN': '好：每小时 1', en: 'good: 1 each hour' },
      shows: [
        ownMetric('seals', upToDateMetric, {
          statistic: 'Sum',
          period: Duration.hours(1),
        }),
      ],
    },
    {
      asks: {
        'zh-CN': '恢复区域的副本落后多少？',
        en: "How far behind are the recovery Region's replicas?",
      },
      good: { 'zh-CN': '好：低于 5 秒', en: 'good: below 5 s' },
      shows: tables.map((name) =>
        aws(
          'AWS/DynamoDB',
          'ReplicationLatency',
          { TableName: table(name), ReceivingRegion: stage.recoveryRegion },
          'Maximum',
          minutes,
        ),
      ),
    },
  ];
}

function growth(stage: Stage, apiId: string): Picture[] {
  const { bucket, domain, logGroup, own, table } = namesOf(stage);
  const engine = { DomainName: domain, ClientId: stage.account ?? '' };
  const steady = {
    'zh-CN': '好：随使用平缓变化',
    en: 'good: changes slowly, as use does',
  };
  return [
    {
      asks: {
        'zh-CN': '每天有多少请求？',
        en: 'How many requests are there a day?',
      },
      good: steady,
      shows: [aws('AWS/ApiGateway', 'Count', { ApiId: apiId }, 'Sum', day)],
    },
    {
      asks: {
        'zh-CN': '各表每天读写多少单位？',
        en: 'How many units do the tables read and write a day?',
      },
      good: steady,
      shows: tables.flatMap((name) =>
        ['ConsumedReadCapacityUnits', 'ConsumedWriteCapacityUnits'].map(
          (unit) =>
            aws('AWS/DynamoDB', unit, { TableName: table(name) }, 'Sum', day),
        ),
      ),
    },
    {
      asks: {
        'zh-CN': '文件占多少空间？',
        en: 'How much room do files take?',
      },
      good: {
        'zh-CN': '好：文件库平缓增长，上传区低于文件库的百分之一',
        en: 'good: the library grows slowly, intake stays below a hundredth of it',
      },
      shows: (['library', 'derived', 'intake', 'jobs', 'seals'] as const).map(
        (name) =>
          aws(
            'AWS/S3',
            'BucketSizeBytes',
            { BucketName: bucket(name), StorageType: 'StandardStorage' },
            'Average',
            day,
          ),
      ),
    },
    {
      asks: { 'zh-CN': '有多少个文件？', en: 'How many files are there?' },
      good: steady,
      shows: [
        aws(
          'AWS/S3',
          'NumberOfObjects',
          { BucketName: bucket('library'), StorageType: 'AllStorageTypes' },
          'Average',
          day,
        ),
      ],
    },
    {
      asks: {
        'zh-CN': '函数每天运行多少毫秒？',
        en: 'How many milliseconds do functions run a day?',
      },
      good: steady,
      shows: [
        search('AWS/Lambda', 'FunctionName', own(''), 'Duration', 'Sum', day),
      ],
    },
    {
      asks: {
        'zh-CN': '日志每天写入多少字节？',
        en: 'How many bytes of logs are written a day?',
      },
      good: {
        'zh-CN': '好：每次请求约 2 KB',
        en: 'good: some 2 KB for each request',
      },
      shows: [
        search(
          'AWS/Logs',
          'LogGroupName',
          logGroup('', '').slice(0, -2),
          'IncomingBytes',
          'Sum',
          day,
        ),
      ],
    },
    {
      asks: {
        'zh-CN': '检索引擎还剩多少空间？',
        en: 'How much room has the search engine left?',
      },
      good: {
        'zh-CN': `好：每节点超过 ${stage.search.volumeGib * 256} MiB（四分之一）`,
        en: `good: above ${stage.search.volumeGib * 256} MiB a node, a quarter`,
      },
      shows: [aws('AWS/ES', 'FreeStorageSpace', engine, 'Minimum', day)],
    },
    {
      asks: {
        'zh-CN': '可检索的资源有多少？',
        en: 'How many resources can be found?',
      },
      good: steady,
      shows: [aws('AWS/ES', 'SearchableDocuments', engine, 'Maximum', day)],
    },
  ];
}

function aws(
  namespace: string,
  metricName: string,
  dimensionsMap: Readonly<Record<string, string>>,
  statistic: string,
  period: Duration,
): Metric {
  return new Metric({
    namespace,
    metricName,
    dimensionsMap,
    statistic,
    period,
  });
}

/** The metric of every thing of the stage: those that are made later, too. */
function search(
  namespace: string,
  dimension: string,
  value: string,
  metricName: string,
  statistic: string,
  period: Duration,
): MathExpression {
  // A search knows names by their words, not by their beginnings.
  const words = value.split(/[ /-]+/).filter(Boolean);
  const named = words.map((word) => `${dimension}=${word}`).join(' ');
  const asked = `{${namespace},${dimension}} MetricName="${metricName}" ${named}`;
  return new MathExpression({
    expression: `SEARCH('${asked}', '${statistic}', ${period.toSeconds()})`,
    period,
    label: '',
  });
}
