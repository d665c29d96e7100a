import { sectionsOf } from '../kinds.ts';
import type { Page } from '../section.ts';

export const recovery: Page = {
  title: { 'zh-CN': '灾难恢复', en: 'Recovery' },
  sections: sectionsOf('recovery', [
    {
      entry: 'api',
      trigger: 'request',
      does: {
        'zh-CN': '处理 `/v1/recovery/status`',
        en: 'answers `/v1/recovery/status`',
      },
      users: {
        'zh-CN': '只影响平台运维：看不到平台对丢失一个区域的准备情况。',
        en: 'Nobody but operators: they are not told how ready the platform is to lose a Region.',
      },
      errors: {
        check: {
          'zh-CN':
            '日志若提到 CloudWatch，看它在本区域的健康状态；延迟也可在其控制台 DynamoDB 下的 `ReplicationLatency` 查看。若提到演练，是有人在该位置放了别的内容：用 `npm run drill` 加 `--record` 重新写入。',
          en: 'If the lines name CloudWatch, see its health in the Region; lags are also in its console under DynamoDB, `ReplicationLatency`. If they name a drill, somebody put another item in its place: `npm run drill` with `--record` writes it anew.',
        },
      },
      duration: {
        check: {
          'zh-CN': '它逐日查询尚未存证的日子：存证积压时会变慢，见存证的手册。',
          en: 'It asks for each day that is not sealed yet: a backlog of seals makes it slow. See the runbook of seals.',
        },
      },
    },
  ]),
};
