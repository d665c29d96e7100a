import { sectionsOf } from '../kinds.ts';
import type { Page } from '../section.ts';

export const identity: Page = {
  title: { 'zh-CN': '人员与登录', en: 'Identity' },
  sections: sectionsOf('identity', [
    {
      entry: 'api',
      trigger: 'request',
      does: {
        'zh-CN': '处理 `/v1/me` 和 `/v1/organisations`',
        en: 'answers `/v1/me` and `/v1/organisations`',
      },
      users: {
        'zh-CN': '无法更改成员和角色。其他能力自行读取人员与机构，照常工作。',
        en: 'Members and roles cannot be changed. Other capabilities read the directory themselves and go on.',
      },
      errors: {
        check: {
          'zh-CN':
            '开通账号要用 Cognito：超出其每秒请求额度（Service Quotas，Cognito，UserCreation）时，显示为 `TooManyRequestsException`。日志若提到 DynamoDB，看区域的健康状态。',
          en: 'New accounts need Cognito: its quota of requests per second (Service Quotas, Cognito, UserCreation) shows as `TooManyRequestsException`. If the lines name DynamoDB, see the health of the Region.',
        },
        act: {
          'zh-CN': '若是 Cognito 的额度，分散操作：新成员逐个添加。',
          en: "For Cognito's quota, spread the work: new members one after the other.",
        },
        afterwards: {
          'zh-CN':
            '账号已开通而成员尚未加入的，再次添加同一成员时会找到并使用该账号。',
          en: 'An account that was opened without its member is found and used when the same member is added again.',
        },
      },
      duration: {
        check: {
          'zh-CN':
            '开通账号要请求 Cognito 两三次，其余只请求 DynamoDB。机构超过 10,000 个会变慢：见 ADR 0032。',
          en: 'What opens an account asks Cognito two or three times; all else asks DynamoDB only. A tree of more than 10,000 organisations would be slow: see ADR 0032.',
        },
      },
    },
    {
      entry: 'on-first-operator',
      trigger: 'operator',
      does: {
        'zh-CN': '创建一次部署的第一位平台运维',
        en: 'makes the first operator of a deployment',
      },
      users: {
        'zh-CN': '新部署无人可以管理。',
        en: 'Nobody can administer a fresh deployment.',
      },
      errors: {
        check: {
          'zh-CN':
            '一次部署只运行一次。`FIRST_OPERATOR_REFUSED` 不是错误：它说明原因，多半是已有平台运维。',
          en: "It runs once in a deployment's life. `FIRST_OPERATOR_REFUSED` is no error: it says why, mostly that there is an operator already.",
        },
        act: {
          'zh-CN':
            '按日志所述改正后再调用：`npm run ops -- first-operator --stage <stage>` 会从停下处继续。',
          en: 'Put right what the line names and call it again: `npm run ops -- first-operator --stage <stage>` goes on where it stopped.',
        },
      },
      duration: {
        check: {
          'zh-CN': '它先请求 Cognito，再写一个事务：哪一个慢？',
          en: 'It asks Cognito and then writes one transaction: which of the two is slow?',
        },
      },
    },
    {
      entry: 'on-first-passwords',
      trigger: 'operator',
      does: { 'zh-CN': '重新生成初始密码', en: 'makes first passwords anew' },
      users: {
        'zh-CN': '运维人员的名单提前结束：不在名单上的人还没有初始密码。',
        en: "An operator's list ended early: who is on none has no first password yet.",
      },
      errors: {
        check: {
          'zh-CN':
            '超出 Cognito 的每秒请求额度（Service Quotas，Cognito，UserRead 和 UserAccountRecovery）时，显示为 `TooManyRequestsException`。',
          en: "Cognito's quotas of requests per second (Service Quotas, Cognito, UserRead and UserAccountRecovery) show as `TooManyRequestsException`.",
        },
        afterwards: {
          'zh-CN':
            '它会重新生成所有尚未使用的密码：`npm run ops -- first-passwords <organisation> --stage <stage>`。之前的名单作废，请销毁。',
          en: 'It makes all passwords anew that nobody has used: `npm run ops -- first-passwords <organisation> --stage <stage>`. Throw the list of before away.',
        },
      },
      duration: {
        check: {
          'zh-CN': '一次调用处理 25 名成员，每人请求 Cognito 两次。',
          en: 'A call goes through 25 members, each with two requests to Cognito.',
        },
      },
    },
    {
      entry: 'on-token',
      stack: 'identity',
      trigger: 'sign-in',
      does: {
        'zh-CN': '在每个令牌中注明是否经两步验证登录',
        en: 'says in each token whether the sign-in was two-factor',
      },
      users: {
        'zh-CN':
          'Cognito 不发令牌：使用平台自有账号的人无法登录。使用外部身份提供方的人和已登录的人不受影响。',
        en: "Cognito gives no token: people of the district's own accounts cannot sign in. People of outside issuers, and who is signed in, go on.",
      },
      errors: {
        check: {
          'zh-CN':
            '`SECOND_FACTOR_UNKNOWN` 不是崩溃：Cognito 未及时说明账号是否有验证器，令牌因此没有这一项；特权角色暂不生效，其余照常。超出 Cognito 的 UserRead 额度（Service Quotas）时，显示为 `TooManyRequestsException`。',
          en: 'Lines `SECOND_FACTOR_UNKNOWN` are no crash: Cognito did not say in time whether an account has an authenticator app, and the token came without it; then privileged roles wait and all else goes on. The quota UserRead of Cognito (Service Quotas) shows as `TooManyRequestsException`.',
        },
        act: {
          'zh-CN': '把 UserRead 的额度提高到与 UserAuthentication 相同。',
          en: 'Raise the quota UserRead to that of UserAuthentication.',
        },
        afterwards: {
          'zh-CN': '令牌中没有这一项的人，重新登录一次。',
          en: 'Whoever got a token without the claim signs in once more.',
        },
      },
      duration: {
        check: {
          'zh-CN':
            '每个令牌请求 Cognito 一次，3.5 秒后放弃（`SECOND_FACTOR_UNKNOWN`）；Cognito 等它五秒。',
          en: 'It asks Cognito once a token and gives up after 3.5 s (`SECOND_FACTOR_UNKNOWN`); Cognito waits five seconds for it.',
        },
        act: {
          'zh-CN': '这里没有可以加快的。',
          en: 'Nothing here can be made faster.',
        },
      },
    },
  ]),
};
