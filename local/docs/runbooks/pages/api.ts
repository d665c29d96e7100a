import type { Page } from '../section.ts';

export const api: Page = {
  title: 'API',
  sections: [
    {
      heading: 'api-failures',
      parts: {
        symptom:
          'For ten minutes, more than one request in a hundred was answered 5xx, of at least a hundred each five minutes.',
        users:
          'Readers and teachers see "temporarily unavailable", on some pages or on all.',
        check:
          'Run the saved query `xueyuan/<stage>/api`: which routes? One route is one capability: go to its runbook. All routes are something common: DynamoDB, the keys of Cognito, the concurrency of the account ([watch-concurrency](watch.md#watch-concurrency)). `integrationError` means that the function was not reached at all. One request in full: `npm run ops -- request <x-request-id> --stage <stage>`; 503 means that something which the function needs did not answer.',
        act: 'If it began with a deployment, [deploy the commit before](README.md#deploying-another-commit). If the Region is ill (AWS Health), tell people, and decide as in [Region lost](incidents.md#region-lost).',
        verify:
          'On the dashboard `xueyuan-<stage>-duty`, "How many requests fail?" shows no 5xx for ten minutes; `GET /v1/status` is answered 200.',
        afterwards:
          "Write down since when, how many and why. See under [service levels](service-levels.md) how much of the month's allowance went.",
      },
    },
  ],
};
