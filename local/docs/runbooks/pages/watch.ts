import type { Page } from '../section.ts';
import { backups } from './watch-backups.ts';
import { copies, replica } from './watch-copies.ts';

export const watch: Page = {
  title: { 'zh-CN': '总体监控', en: 'Watch' },
  intro: {
    'zh-CN':
      '这里是涉及整个账户或区域的告警。每月预算（本环境的 `budgetUsd`）不是告警：花去 80% 时，以及预计会全部花完时，AWS Budgets 自行发邮件给下一工作日处理的值班人员；见[预算](incidents.md#budget)。',
    en: 'What concerns the whole account or Region. The budget of the month (`budgetUsd` of the stage) is no alarm: AWS Budgets writes to the operators of tickets by itself, at 80 % spent and when all of it is to be expected; see [budget](incidents.md#budget).',
  },
  sections: [
    replica('catalogue', {
      'zh-CN': '资源、评审及其溯源记录',
      en: 'resources, reviews and their history',
    }),
    replica('work', {
      'zh-CN': '任务、上传和通知',
      en: 'jobs, uploads and notices',
    }),
    replica('directory', {
      'zh-CN': '人员、机构和角色',
      en: 'people, organisations and roles',
    }),
    ...copies('library', { 'zh-CN': '文件', en: 'files' }),
    ...copies('seals', {
      'zh-CN': '溯源记录的存证',
      en: 'seals of the history',
    }),
    ...copies('erasures', {
      'zh-CN': '删除台账',
      en: 'the ledger of erasures',
    }),
    ...backups,
    {
      heading: 'watch-concurrency',
      parts: {
        symptom: {
          'zh-CN': '各函数已用去账户在本区域并发额度的 80%。',
          en: 'Functions use 80 % of the concurrent executions that the account may have in this Region.',
        },
        users: {
          'zh-CN': '暂无感受。到 100% 时，请求返回 429 或 503，事件等待。',
          en: 'Nothing yet. At 100 % requests are answered 429 or 503, and events wait.',
        },
        check: {
          'zh-CN':
            '哪个函数占用（按函数看 `ConcurrentExecutions`）？读者激增，见仪表盘 `xueyuan-<stage>-duty` 的“有多少请求失败？”；导入，见“事件等了多久？”。按地址查：对 `/xueyuan/<stage>/api/access` 运行已保存的查询 `xueyuan/<stage>/api`。',
          en: 'Which function takes them (`ConcurrentExecutions` by function)? A flood of readers shows in "How many requests fail?" on the dashboard `xueyuan-<stage>-duty`; an import in "How long have events waited?". By address: the saved query `xueyuan/<stage>/api` over `/xueyuan/<stage>/api/access`.',
        },
        act: {
          'zh-CN':
            '提高额度（Service Quotas，Lambda，Concurrent executions；幅度不大时往往立即生效）。请求过多时，调低本环境配置中的 `api.throttle`，并部署 `api` 栈。',
          en: 'Raise the quota (Service Quotas, Lambda, Concurrent executions; often at once for moderate numbers). Against a flood lower `api.throttle` in the configuration of the stage and deploy the stack `api`.',
        },
        verify: {
          'zh-CN': '连续一小时低于 60%。',
          en: 'Below 60 % for an hour.',
        },
        afterwards: {
          'zh-CN':
            '若用量属自然增长，申请两倍于峰值的额度。队列中被拒的调用会再来；看 `npm run ops -- dlq list --stage <stage>`。',
          en: 'If use grew by itself, ask for a quota of twice the peak. What was turned away in queues comes again; see `npm run ops -- dlq list --stage <stage>`.',
        },
      },
    },
    {
      heading: 'watch-certificate',
      parts: {
        symptom: {
          'zh-CN': '接口自有域名的证书将在 30 天内到期。',
          en: "The certificate of the API's own domain ends within 30 days.",
        },
        users: {
          'zh-CN': '暂无感受。到期当天，所有客户端都会拒绝连接接口。',
          en: 'Nothing yet. On the day that it ends all clients refuse the API.',
        },
        check: {
          'zh-CN':
            '只要能验证域名，ACM 会在到期前 60 天续期：要么它要求的 DNS 记录没有了，要么证书是导入的，根本不会续期。`aws acm describe-certificate --certificate-arn <arn>` 说明是哪一种；ARN 是配置中的 `api.domain.certificateArn`。',
          en: 'ACM renews a certificate 60 days before its end if it can prove the domain: the record that it asked for in DNS is gone, or the certificate was imported and is not renewed at all. `aws acm describe-certificate --certificate-arn <arn>` says which; the ARN is `api.domain.certificateArn` of the configuration.',
        },
        act: {
          'zh-CN':
            '按 ACM 所示恢复该记录；数小时内续期。若是导入的证书：把下一张导入同一 ARN（`aws acm import-certificate`）。',
          en: 'Put the record back as ACM shows it; renewal follows within hours. An imported one: import the next under the same ARN (`aws acm import-certificate`).',
        },
        verify: {
          'zh-CN': '`DaysToExpiry` 跳升。',
          en: '`DaysToExpiry` jumps up.',
        },
        afterwards: {
          'zh-CN': '若是导入的证书：把下一次到期日记入日历。',
          en: 'An imported certificate: put its next end into the calendar.',
        },
      },
    },
  ],
};
