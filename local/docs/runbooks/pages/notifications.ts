import { sectionsOf } from '../kinds.ts';
import type { Page } from '../section.ts';

export const notifications: Page = {
  title: { 'zh-CN': '通知', en: 'Notifications' },
  sections: sectionsOf('notifications', [
    {
      entry: 'api',
      trigger: 'request',
      does: {
        'zh-CN': '处理 `/v1/notifications`',
        en: 'answers `/v1/notifications`',
      },
      users: {
        'zh-CN': '用户看不到通知，其余照常。',
        en: 'People do not see what they were told; all else goes on.',
      },
      errors: {
        check: {
          'zh-CN':
            '日志若提到 DynamoDB，看区域的健康状态，以及表 `xueyuan-<stage>-work` 的 `ThrottledRequests`。',
          en: 'If the lines name DynamoDB, see the health of the Region and the `ThrottledRequests` of the table `xueyuan-<stage>-work`.',
        },
        afterwards: {
          'zh-CN': '通知保留半年，其间不会丢失。',
          en: 'Notices are kept for half a year: none is lost meanwhile.',
        },
      },
      duration: {
        check: {
          'zh-CN':
            '一页只是一次查询；慢在 DynamoDB 或身份提供方的密钥。公式在 `functions/notifications/service/reading.ts`。',
          en: "A page is one query; anything slow is DynamoDB or the issuers' keys. The formula stands in `functions/notifications/service/reading.ts`.",
        },
      },
    },
    {
      entry: 'on-news',
      trigger: 'queue',
      does: { 'zh-CN': '把消息通知到人', en: 'tells people of news' },
      users: {
        'zh-CN': '有人晚收到或收不到结果通知；资源本身状态正确。',
        en: 'Somebody hears late, or not at all, of what was decided; the resource itself is as it should be.',
      },
      errors: {
        check: {
          'zh-CN':
            '`NOTICE_MAIL_UNCERTAIN` 和 `NOTICE_MAIL_REFUSED` 不是错误：那一封邮件不再发送，平台内的通知仍在。',
          en: '`NOTICE_MAIL_UNCERTAIN` and `NOTICE_MAIL_REFUSED` are no errors: that one mail is not sent again, and its notice stands in the platform.',
        },
        afterwards: {
          'zh-CN': '同一事件不论来多少次，同一人只通知一次。',
          en: 'Nobody is told twice, however often an event comes.',
        },
      },
      duration: {
        check: {
          'zh-CN':
            '一封邮件约 100 毫秒，最多 10 秒。资源的贡献者多，或邮件服务响应慢，时间就会累积。',
          en: 'A mail takes some 100 ms, at most 10 s. Many contributors of one resource, or a mail service that answers slowly, add up.',
        },
        act: {
          'zh-CN':
            '看 Amazon SES 在该区域的健康状态，或教育局自有邮件服务器的状态。被中断的调用会从停下处继续。',
          en: "See the health of Amazon SES in the Region, or of the district's own mail server. A call that is cut off goes on where it stood.",
        },
      },
      'dead-letters': {
        check: {
          'zh-CN':
            '`MailDelayed` 表示邮件每次都被拒收，原因见 `NOTICE_MAIL_DELAYED` 的 `cause`。用 SES 时，看发送限额、账户状态、发件地址是否已验证（SES，Account dashboard 和 Identities，在 `mail.region` 所指的区域）；用自有服务器时，`EAUTH` 是用户名或密码，`ETLS` 是证书，`ECONNECTION` 和 `ETIMEDOUT` 是连不上。',
          en: "`MailDelayed` means that mails were turned away each time, and `NOTICE_MAIL_DELAYED` says by its `cause` why: of SES see the sending limits, the state of the account and whether the address is confirmed (SES, Account dashboard and Identities, in the Region that `mail.region` names); of a server of one's own `EAUTH` is its user or password, `ETLS` its certificate, `ECONNECTION` and `ETIMEDOUT` that it is not reached.",
        },
        act: {
          'zh-CN':
            '密码在 `mail.passwordParameter` 所指的 SSM 参数中更改；改后重新部署 `notifications-functions` 栈，函数才会读取。已通知过的人不会再通知。',
          en: 'A password is changed in the SSM parameter that `mail.passwordParameter` names; deploy the stack `notifications-functions` anew so that functions read it. Who was told already is not told again.',
        },
      },
      delay: {
        act: {
          'zh-CN':
            '若邮件服务慢或拒收，等待，或提高其发送速率（Service Quotas，SES）。',
          en: 'If the mail service is slow or turns mails away, wait, or raise its sending rate (Service Quotas, SES).',
        },
      },
    },
  ]),
};
