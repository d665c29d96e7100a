import { sectionsOf } from '../kinds.ts';
import type { Page } from '../section.ts';

export const resources: Page = {
  title: { 'zh-CN': '资源', en: 'Resources' },
  sections: sectionsOf('resources', [
    {
      entry: 'api',
      trigger: 'request',
      does: { 'zh-CN': '处理 `/v1/resources`', en: 'answers `/v1/resources`' },
      users: {
        'zh-CN': '无法打开或修改资源。',
        en: 'People cannot open or change resources.',
      },
      errors: {
        check: {
          'zh-CN':
            '操作被拒不是错误：日志为 `RESOURCE_STEP_REFUSED`，或请求返回 4xx。日志若提到 DynamoDB，看区域的健康状态，以及表 `xueyuan-<stage>-catalogue` 的 `ThrottledRequests`。',
          en: 'A refused step is no error: it is `RESOURCE_STEP_REFUSED`, or a request answered 4xx. If the lines name DynamoDB, see the health of the Region and the `ThrottledRequests` of the table `xueyuan-<stage>-catalogue`.',
        },
        afterwards: {
          'zh-CN': '崩溃不会留下改了一半的内容：每个操作是一个事务。',
          en: 'A crash never leaves half a change: each command is one transaction.',
        },
      },
      duration: {
        check: {
          'zh-CN':
            '通常是不带 `limit` 读取几千条溯源记录。每个用例的成本写在 `functions/resources/service/`；成本若随目录增大，是缺陷。',
          en: 'A history with thousands of entries, read without `limit`, is the usual one. Each use case names its cost in `functions/resources/service/`; a cost that grew with the catalogue is a defect.',
        },
      },
    },
    {
      entry: 'on-day',
      trigger: 'clock',
      does: {
        'zh-CN': '每小时请求处理截至今日的剩余事项',
        en: 'asks each hour for what is left of the days up to today',
      },
      users: {
        'zh-CN':
          '在它成功之前，定期发布不会进行，临近复审不会提醒，到期也不会处理；读者和贡献者照常。',
        en: 'Until it succeeds nothing is published on its date, nobody is told that re-review comes near, and nothing falls due; readers and contributors go on.',
      },
      errors: {
        check: {
          'zh-CN':
            '正常的一次运行会写 `DAYS_LOOKED_THROUGH`，带有所请求的日子和部分。',
          en: 'A good run writes `DAYS_LOOKED_THROUGH` with the days and parts that it asked for.',
        },
      },
      duration: {
        check: {
          'zh-CN':
            '平常日子，`DAYS_LOOKED_THROUGH` 行中的 `days` 为 3，最多 31。远多于 3：较早某日的某个资源每次都失败，见 `/xueyuan/<stage>/resources/on-day-waiting` 中的 `RESOURCE_DUE_FAILED`。',
          en: '`days` in the lines `DAYS_LOOKED_THROUGH` is 3 on a plain day, 31 at most. Many more than 3: a resource of an early day fails each time; see `RESOURCE_DUE_FAILED` in `/xueyuan/<stage>/resources/on-day-waiting`.',
        },
        act: {
          'zh-CN': '把那里失败的问题解决。',
          en: 'Put right what fails there.',
        },
      },
    },
    {
      entry: 'on-restore',
      trigger: 'operator',
      does: {
        'zh-CN': '把一个资源恢复到某一时刻',
        en: 'restores one resource as of a time',
      },
      users: {
        'zh-CN': '运维人员的恢复停住了，没有改动任何内容。',
        en: "An operator's restoration stands still; nothing was changed.",
      },
      errors: {
        check: {
          'zh-CN':
            '被拒不是错误：命令会说明原因。日志若提到 DynamoDB 或 S3，看区域的健康状态。',
          en: 'What is refused is no error: the command says why. If the lines name DynamoDB or S3, see the health of the Region.',
        },
        afterwards: {
          'zh-CN':
            '`npm run restore -- resource <id> --at <time> --stage <stage>` 会先说明是否已经完成：一个事务，要么全做，要么不做。',
          en: '`npm run restore -- resource <id> --at <time> --stage <stage>` says first whether it was done: one transaction does all or nothing.',
        },
      },
      duration: {
        check: {
          'zh-CN':
            '它读取该资源的全部内容，并就每个文件请求 S3 一次，最多 50 个。',
          en: 'It reads all that there is of one resource, and asks S3 for each of its files, 50 at most.',
        },
      },
    },
    {
      entry: 'on-day-waiting',
      trigger: 'queue',
      does: {
        'zh-CN': '处理当日到期的事项',
        en: 'works off what is due on a day',
      },
      users: {
        'zh-CN': '到期的事项（发布、提醒、复审）延后处理。',
        en: 'What is due on its date (publishing, reminders, re-review) is done late.',
      },
      errors: {
        check: {
          'zh-CN': '`RESOURCE_DUE_FAILED` 指明资源，并带有错误。',
          en: '`RESOURCE_DUE_FAILED` names the resource and carries the error.',
        },
        afterwards: {
          'zh-CN':
            '已做的有效；该部分其余的每小时会再次请求，不再到期的不会动。',
          en: 'What it had done is done; the rest of its part is asked for again each hour, and what is not due any more is left alone.',
        },
      },
      duration: {
        check: {
          'zh-CN':
            '它在 40 秒内取新的页，两秒 20 个资源，其余转交下去：一个完整回合，`DAY_PART_WORKED_OFF` 行中的 `looked` 约为 400。同样时间内较少：DynamoDB 响应慢。公式在 `functions/resources/service/due.ts`。',
          en: 'It begins pages for 40 s, 20 resources in two seconds, and hands the rest on: `looked` in the lines `DAY_PART_WORKED_OFF` is some 400 in a full turn. Fewer in the same time: DynamoDB answers slowly. The formula stands in `functions/resources/service/due.ts`.',
        },
      },
      'dead-letters': {
        check: {
          'zh-CN':
            '死信中有日期和数字；`RESOURCE_DUE_FAILED` 指明资源。`The Region has been succeeded` 不是故障：另一区域已接管，由它处理。',
          en: 'A letter holds a date and a number; `RESOURCE_DUE_FAILED` names the resource. `The Region has been succeeded` is no fault: another Region has taken over, and works it off there.',
        },
        afterwards: {
          'zh-CN':
            '无论是否送回，只要该部分还有剩余，每小时的运行都会再次请求它。',
          en: 'The hourly run asks for that part again for as long as anything is left of it, redriven or not.',
        },
      },
      delay: {
        check: {
          'zh-CN':
            '五个处理程序每秒共处理 50 个资源，每回合 40 秒；即使有 50,000 个到期，也没有哪一部分会久等。',
          en: 'Five workers take 50 resources a second in turns of 40 s, so that no part waits for long even when 50,000 are due.',
        },
      },
    },
  ]),
};
