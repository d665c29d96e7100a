import { sectionsOf } from '../kinds.ts';
import type { Page } from '../section.ts';

const byHand =
  "`aws lambda invoke --function-name xueyuan-<stage>-operations-on-night --payload '{}' answer.json`";

export const operations: Page = {
  title: { 'zh-CN': '运维', en: 'Operations' },
  intro: {
    'zh-CN': '各工具的用途：[operations](../operations.md)。',
    en: 'What each tool does: [operations](../operations.md).',
  },
  sections: [
    ...sectionsOf('operations', [
      {
        entry: 'on-reconcile',
        trigger: 'operator',
        does: {
          'zh-CN': '核对资源目录、索引、溯源记录和文件库',
          en: 'compares catalogue, index, history and library',
        },
        users: {
          'zh-CN': '运维人员的核对停住了，没有改动任何内容。',
          en: "An operator's comparison stands still; nothing was changed.",
        },
        errors: {
          check: {
            'zh-CN':
              '`does not answer` 指明谁没有响应：检索引擎，或某个表。先看它们的告警。',
            en: '`does not answer` names who does not: the search engine, or a table. See their alarms first.',
          },
          afterwards: {
            'zh-CN': '`npm run ops -- reconcile --stage <stage>`。',
            en: '`npm run ops -- reconcile --stage <stage>`.',
          },
        },
        duration: {
          check: {
            'zh-CN':
              '每一步在开始 20 秒后结束，最多再处理完手上那一页：表中至多 1 MB，其中每个已发布的文件请求 S3 一次。`RECONCILED` 行说明每一步核对了多少。',
            en: 'A step ends 20 s after it began, and after its page: up to 1 MB of the table, with one request to S3 for each published file in it. Lines `RECONCILED` say how much each step looked at.',
          },
          act: {
            'zh-CN':
              '换个较空闲的时间运行：`npm run ops -- reconcile --stage <stage>`。',
            en: 'Run it at a quieter time: `npm run ops -- reconcile --stage <stage>`.',
          },
        },
      },
      {
        entry: 'on-night',
        trigger: 'clock',
        does: {
          'zh-CN': '每夜导出账号、人员与机构、配置',
          en: 'exports accounts, directory and configuration each night',
        },
        users: {
          'zh-CN': '没有人会察觉。前一夜的导出仍在。',
          en: 'Nobody. The export of the night before is still there.',
        },
        errors: {
          check: {
            'zh-CN':
              '`EXPORT_FAILED` 行指明哪一项读不了、为什么；`EXPORT_MADE` 行有各项数量。`TooManyRequestsException` 是超出 Cognito 的 UserList 额度（Service Quotas）。',
            en: 'A line `EXPORT_FAILED` names what could not be read, and why; `EXPORT_MADE` has the counts. `TooManyRequestsException` is the quota UserList of Cognito (Service Quotas).',
          },
          act: {
            'zh-CN': `先排除原因，再手动导出：${byHand}。返回的就是导出清单，其中 \`missing\` 为空。`,
            en: `Mend the cause and make the export by hand: ${byHand}. The answer is its manifest, with \`missing\` empty.`,
          },
        },
        duration: {
          check: {
            'zh-CN':
              '300,000 个账号约需 15 分钟时限中的八分钟，每次请求 60 个。与最近几行 `EXPORT_MADE` 的 `lines` 比较。',
            en: '300,000 accounts take some eight minutes of its 15, 60 a request. Compare `lines` in the last lines `EXPORT_MADE`.',
          },
          act: {
            'zh-CN': '账号超过 500,000 个时，必须分批导出：见 ADR 0161。',
            en: 'With more than 500,000 accounts the export must be divided: ADR 0161.',
          },
        },
      },
    ]),
    {
      heading: 'operations-on-night-missed',
      parts: {
        symptom: {
          'zh-CN':
            '已有 26 小时没有任何一次调用报告账号、人员与机构、配置已完整导出。',
          en: 'For 26 hours no call has reported that accounts, directory and configuration were exported whole.',
        },
        users: {
          'zh-CN':
            '没有人会察觉。若此刻丢失用户池，账号将按上一次导出的邮箱地址重新开通。',
          en: 'Nobody. If the user pool were lost now, accounts would be opened again with the e-mail addresses of the last export.',
        },
        check: {
          'zh-CN':
            '`/xueyuan/<stage>/operations/on-night` 中有 `EXPORT_MADE` 行吗，其中 `missing` 为空吗？若没有，函数是否被调用：`aws scheduler get-schedule --name xueyuan-<stage>-operations-on-night` 应显示 `ENABLED`。再看本页的其他告警。',
          en: 'Are there lines `EXPORT_MADE` in `/xueyuan/<stage>/operations/on-night`, and is `missing` in them empty? With none, is the function called at all: `aws scheduler get-schedule --name xueyuan-<stage>-operations-on-night` says `ENABLED`? Then see the other alarms of this page.',
        },
        act: {
          'zh-CN': `先排除原因，再手动导出：${byHand}。`,
          en: `Mend the cause and make the export by hand: ${byHand}.`,
        },
        verify: {
          'zh-CN':
            '返回结果中 `missing` 为空，恢复区域的存储桶 `exports` 中有今天的清单。',
          en: 'The answer has `missing` empty, and the bucket `exports` of the recovery Region has a manifest of today.',
        },
        afterwards: {
          'zh-CN':
            '若有人关闭了定时任务，问明原因。错过的夜晚不补做：下一次导出包含全部内容。',
          en: 'If somebody switched the schedule off, ask why. Nights that were missed are not caught up: the next export holds all that there is.',
        },
      },
    },
  ],
};
