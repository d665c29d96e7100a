import type { Text } from '../functions/platform/contract.ts';

/** One step of a recovery: what it does, what it costs, and what may go wrong. */
export type Step = {
  readonly does: Text;
  readonly cost: Text;
  readonly danger: Text;
};

/**
 * How the recovery Region takes over, in this order. Every step may be taken
 * again: it finds what is done and does the rest.
 */
export const steps = {
  fence: {
    does: {
      'zh-CN': '禁止原区域的所有函数写入（每个角色附加一条拒绝策略）',
      en: 'Denies all functions of the old Region to write, by a policy on each of their roles',
    },
    cost: { 'zh-CN': '每个角色一次 IAM 请求', en: 'One IAM request a role' },
    danger: {
      'zh-CN': '原区域若仍在服务，从此只能读取',
      en: 'If the old Region still answers, it only reads from now on',
    },
  },
  erasures: {
    does: {
      'zh-CN': '再次执行删除台账：已删除的人不得随副本回来',
      en: 'Applies the erasure ledger again, so that nobody who was erased is back',
    },
    cost: {
      'zh-CN': '每条台账一次 S3 请求和几次读取',
      en: 'One S3 request and a few reads a line',
    },
    danger: {
      'zh-CN': '台账上的人会被再次删除，无法恢复',
      en: 'Whom the ledger names is erased, for good',
    },
  },
  reconcile: {
    does: {
      'zh-CN': '逐一核对资源的当前状态、历史与文件，修补不完整的，列出丢失的',
      en: 'Holds heads, history and files against each other, mends what is torn, lists what is lost',
    },
    cost: {
      'zh-CN': '目录表读取两遍，每 4 KB 1 RRU；每个文件一次 S3 请求',
      en: 'The catalogue read twice, 1 RRU per 4 KB; one S3 request a file',
    },
    danger: {
      'zh-CN': '资源不再指向已丢失的版本；丢失会写入其历史',
      en: 'Resources stop to name versions that are lost; their history says so',
    },
  },
  streams: {
    does: {
      'zh-CN': '登记副本表的数据流，供转发器使用',
      en: 'Publishes the streams of the replicas, for the relay',
    },
    cost: { 'zh-CN': '四次请求', en: 'Four requests' },
    danger: { 'zh-CN': '无', en: 'None' },
  },
  wake: {
    does: {
      'zh-CN':
        '以新的纪元部署恢复区域：开放写入，唤醒转发器与定时任务，建立检索集群',
      en: 'Deploys the recovery Region in the new epoch: it writes, relay and schedules wake, the search domain is made',
    },
    cost: {
      'zh-CN': '检索集群从此计费；在 AWS 上约需半小时',
      en: 'The search domain is paid for from now on; half an hour on AWS',
    },
    danger: {
      'zh-CN': '从此两个区域的历史可能分叉；不可再直接唤醒原区域',
      en: 'From now on histories may fork; the old Region must not be woken as it is',
    },
  },
  accounts: {
    does: {
      'zh-CN':
        '为原用户池中的每个人在本区域重新开通账号，仍是同一个人；特权角色待管理员批准',
      en: 'Opens an account again for everyone of the lost user pool, as the same person; privileged roles wait for an admin',
    },
    cost: {
      'zh-CN':
        '目录表读取一遍，每 4 KB 1 RRU；每人 2 RRU、4 WRU 和一次 Cognito 请求，每秒至多 identity.accountsPerSecond 个',
      en: 'The directory read once, 1 RRU per 4 KB; 2 RRU, 4 WRU and one request to Cognito a person, identity.accountsPerSecond a second at most',
    },
    danger: {
      'zh-CN': '原密码和验证器不再有效；每人需要新的初始密码',
      en: 'Passwords and authenticator apps of before do not count; everyone needs a first password',
    },
  },
} as const satisfies Readonly<Record<string, Step>>;
export type StepId = keyof typeof steps;
export const stepIds = Object.keys(steps) as StepId[];

/** Steps that are left, by what a journal says was done; in their order. */
export function stepsLeft(done: readonly string[]): StepId[] {
  return stepIds.filter((step) => !done.includes(step));
}
