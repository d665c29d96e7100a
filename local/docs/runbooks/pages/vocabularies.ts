import { sectionsOf } from '../kinds.ts';
import type { Page } from '../section.ts';

export const vocabularies: Page = {
  title: { 'zh-CN': '分类体系', en: 'Vocabularies' },
  sections: sectionsOf('vocabularies', [
    {
      entry: 'api',
      trigger: 'request',
      does: {
        'zh-CN': '处理 `/v1/vocabularies`',
        en: 'answers `/v1/vocabularies`',
      },
      users: {
        'zh-CN': '表单中没有可选的分类项。',
        en: 'Forms cannot offer terms.',
      },
      errors: {
        check: {
          'zh-CN':
            '它不读取任何外部内容：错误在其代码中，或在请求所带的令牌中（取不到身份提供方的密钥是 503，不算错误）。',
          en: 'It reads nothing from outside: an error is in its code, or in the token that came with the request (keys of issuers that could not be fetched are 503 and no error).',
        },
      },
      duration: {
        check: {
          'zh-CN':
            '请求带有令牌时，它只读取身份提供方的密钥：其地址有响应吗？取到后会留存。',
          en: "It reads nothing from outside but the issuers' keys, when a request brings a token: does their address answer? They are kept once fetched.",
        },
      },
    },
  ]),
};
