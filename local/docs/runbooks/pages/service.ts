import { sectionsOf } from '../kinds.ts';
import type { Page } from '../section.ts';

export const service: Page = {
  title: { 'zh-CN': '平台状态与接口参考', en: 'Service' },
  sections: sectionsOf('service', [
    {
      entry: 'api',
      trigger: 'request',
      does: {
        'zh-CN': '处理 `/v1/status`、接口参考和所有未知路径',
        en: 'answers `/v1/status`, the API reference, and all unknown paths',
      },
      users: {
        'zh-CN': '接口参考打不开；外部监测误以为平台不可用。',
        en: 'The reference cannot be opened; watchdogs see the platform as down, while it is not.',
      },
      errors: {
        check: {
          'zh-CN':
            '除自带文件外，它不读取任何外部内容。大量访问未知路径，是有人在找漏洞：在 `/xueyuan/<stage>/api/access` 中按地址查看。',
          en: 'It reads nothing from outside but its own files. Many calls of unknown paths are somebody looking for holes: see `/xueyuan/<stage>/api/access` by address.',
        },
      },
      duration: {
        check: {
          'zh-CN':
            '它不压缩，也不读取外部内容；慢是因为内存或处理器不足：看 REPORT 行中的 `Max Memory Used`。',
          en: 'It compresses nothing and reads nothing from outside; slowness is a want of memory or of processor: see `Max Memory Used` in the REPORT lines.',
        },
      },
    },
  ]),
};
