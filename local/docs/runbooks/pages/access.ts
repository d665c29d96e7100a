import { sectionsOf } from '../kinds.ts';
import type { Page } from '../section.ts';

export const access: Page = {
  title: { 'zh-CN': '权限查询', en: 'Access' },
  sections: sectionsOf('access', [
    {
      entry: 'api',
      trigger: 'request',
      does: { 'zh-CN': '处理 `/v1/access`', en: 'answers `/v1/access`' },
      users: {
        'zh-CN': '无法查询某事为何允许或不允许；原本允许的操作照常。',
        en: 'Nobody is told why something is or is not allowed; what is allowed goes on as before.',
      },
      errors: {
        check: {
          'zh-CN':
            '错误若指明某条规则没有文本，是我们的缺陷：权限规则缺少文本。日志若提到 DynamoDB，看区域的健康状态。',
          en: 'An error that names a rule without text is ours: a rule of the policy lacks its text. If the lines name DynamoDB, see the health of the Region.',
        },
      },
      duration: {
        check: {
          'zh-CN':
            '不论教育区域多大，一次查询只读一个资源的当前状态和一个人的任职；新实例的第一次查询还要读机构树。公式在 `functions/access/service.ts`。',
          en: "A question costs the head of one resource and one person's memberships, at any size of the district; the first of a new instance reads the tree besides. The formula stands in `functions/access/service.ts`.",
        },
      },
    },
  ]),
};
