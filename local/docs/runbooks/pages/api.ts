import type { Page } from '../section.ts';

export const api: Page = {
  title: { 'zh-CN': '接口网关', en: 'API' },
  sections: [
    {
      heading: 'api-failures',
      parts: {
        symptom: {
          'zh-CN':
            '连续十分钟，每五分钟至少一百个请求，其中超过百分之一返回 5xx。',
          en: 'For ten minutes, more than one request in a hundred was answered 5xx, of at least a hundred each five minutes.',
        },
        users: {
          'zh-CN': '读者和教师在部分或全部页面上看到“暂时不可用”。',
          en: 'Readers and teachers see "temporarily unavailable", on some pages or on all.',
        },
        check: {
          'zh-CN':
            '运行已保存的查询 `xueyuan/<stage>/api`：是哪些接口？只有一个接口，是那一项能力的问题：转到它的手册。所有接口，是公共部分的问题：DynamoDB、Cognito 的密钥、账户的并发额度（[watch-concurrency](watch.md#watch-concurrency)）。`integrationError` 表示根本没有调用到函数。查一次请求的全部日志：`npm run ops -- request <x-request-id> --stage <stage>`；503 表示函数所依赖的服务没有响应。',
          en: 'Run the saved query `xueyuan/<stage>/api`: which routes? One route is one capability: go to its runbook. All routes are something common: DynamoDB, the keys of Cognito, the concurrency of the account ([watch-concurrency](watch.md#watch-concurrency)). `integrationError` means that the function was not reached at all. One request in full: `npm run ops -- request <x-request-id> --stage <stage>`; 503 means that something which the function needs did not answer.',
        },
        act: {
          'zh-CN':
            '若故障始于某次部署，请[部署上一个提交](README.md#deploying-another-commit)。若区域本身故障（AWS Health），告知用户，并按[区域丢失](incidents.md#region-lost)作决定。',
          en: 'If it began with a deployment, [deploy the commit before](README.md#deploying-another-commit). If the Region is ill (AWS Health), tell people, and decide as in [Region lost](incidents.md#region-lost).',
        },
        verify: {
          'zh-CN':
            '仪表盘 `xueyuan-<stage>-duty` 的“有多少请求失败？”连续十分钟没有 5xx；`GET /v1/status` 返回 200。',
          en: 'On the dashboard `xueyuan-<stage>-duty`, "How many requests fail?" shows no 5xx for ten minutes; `GET /v1/status` is answered 200.',
        },
        afterwards: {
          'zh-CN':
            '记下何时开始、多少次、什么原因。本月的允许失败量用去多少，见[服务水平](service-levels.md)。',
          en: "Write down since when, how many and why. See under [service levels](service-levels.md) how much of the month's allowance went.",
        },
      },
    },
  ],
};
