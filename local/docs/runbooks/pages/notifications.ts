import { sectionsOf } from '../kinds.ts';
import type { Page } from '../section.ts';

export const notifications: Page = {
  title: 'Notifications',
  sections: sectionsOf('notifications', [
    {
      entry: 'api',
      trigger: 'request',
      does: 'answers `/v1/notifications`',
      users: 'People do not see what they were told; all else goes on.',
      errors: {
        check:
          'If the lines name DynamoDB, see the health of the Region and the `ThrottledRequests` of the table `xueyuan-<stage>-work`.',
        afterwards: 'Notices are kept for half a year: none is lost meanwhile.',
      },
      duration: {
        check:
          "A page is one query; anything slow is DynamoDB or the issuers' keys. The formula stands in `functions/notifications/service/reading.ts`.",
      },
    },
    {
      entry: 'on-news',
      trigger: 'queue',
      does: 'tells people of news',
      users:
        'Somebody hears late, or not at all, of what was decided; the resource itself is as it should be.',
      errors: {
        check:
          '`NOTICE_MAIL_UNCERTAIN` and `NOTICE_MAIL_REFUSED` are no errors: that one mail is not sent again, and its notice stands in the platform.',
        afterwards: 'Nobody is told twice, however often an event comes.',
      },
      duration: {
        check:
          'A mail takes some 100 ms, at most 10 s. Many contributors of one resource, or a mail service that answers slowly, add up.',
        act: "See the health of Amazon SES in the Region, or of the district's own mail server. A call that is cut off goes on where it stood.",
      },
      'dead-letters': {
        check:
          "`MailDelayed` means that mails were turned away each time, and `NOTICE_MAIL_DELAYED` says by its `cause` why: of SES see the sending limits, the state of the account and whether the address is confirmed (SES, Account dashboard and Identities, in the Region that `mail.region` names); of a server of one's own `EAUTH` is its user or password, `ETLS` its certificate, `ECONNECTION` and `ETIMEDOUT` that it is not reached.",
        act: 'A password is changed in the SSM parameter that `mail.passwordParameter` names; deploy the stack `notifications-functions` anew so that functions read it. Who was told already is not told again.',
      },
      delay: {
        act: 'If the mail service is slow or turns mails away, wait, or raise its sending rate (Service Quotas, SES).',
      },
    },
  ]),
};
