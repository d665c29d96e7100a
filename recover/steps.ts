import type { Text } from '../functions/platform/contract.ts';
import type { Seat } from '../lib/seats.ts';

/** One step of a recovery: what it does, what it costs, and what may go wrong. */
export type Step = {
  readonly does: Text;
  readonly cost: Text;
  readonly danger: Text;
};

const none = { 'zh-CN': '无', en: 'None' } as const;

/** Every step may be taken again: it finds what is done and does the rest. */
export const steps = {
  stand: {
    does: {
      'zh-CN':
        '在主区域重建表的副本与全部堆栈（处于待命状态），并让文件重新向其复制',
      en: 'Makes replicas of the tables and all stacks in the primary Region, standing by, and has new files copied there again',
    },
    cost: {
      'zh-CN': '每个表每 KB 1 个复制写入单位；检索集群从此计费；大表需数小时',
      en: 'One replicated write unit per KB of each table; the search domain is paid for; hours for large tables',
    },
    danger: none,
  },
  bytes: {
    does: {
      'zh-CN': '把主区域缺少的文件、文本、存证与删除台账复制过去',
      en: 'Copies files, texts, seals and the erasure ledger that the primary Region lacks',
    },
    cost: {
      'zh-CN': '每 1000 个对象一次列举；每个缺少的对象一次复制与跨区域流量',
      en: 'One listing per 1,000 objects; for each that lacks one copy, and traffic between Regions',
    },
    danger: none,
  },
  rest: {
    does: {
      'zh-CN': '让恢复区域待命：以新的纪元部署，转发器与定时任务休眠',
      en: 'Has the recovery Region stand by: deployed in the new epoch, relay and schedules asleep',
    },
    cost: { 'zh-CN': '一次部署，数分钟', en: 'One deploy, some minutes' },
    danger: {
      'zh-CN': '从此刻到 wake 完成，平台只能读取',
      en: 'From now until `wake` is done, the platform only reads',
    },
  },
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
  agree: {
    does: {
      'zh-CN': '等到两个区域的表与文件完全一致',
      en: 'Waits until tables and files of both Regions are the same',
    },
    cost: {
      'zh-CN': '两个区域的表各读两遍，每 4 KB 1 RRU；重新列举对象',
      en: 'The tables of both Regions read twice, 1 RRU per 4 KB; objects listed again',
    },
    danger: none,
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
      'zh-CN':
        '逐一核对机构、任职、资源与评审：当前状态、溯源记录与文件，修补不完整的，列出丢失的',
      en: 'Holds organisations, memberships and resources against their histories and files, and reviews against these; mends what is torn, lists what is lost',
    },
    cost: {
      'zh-CN':
        '人员与机构表读取四遍，资源表读取三遍，每 4 KB 1 RRU；进行中的评审及其资源再读一遍；`work` 表读取一遍，每 4 KB 0.5 RRU；每个文件一次 S3 请求',
      en: 'The directory read four times, the catalogue three times, 1 RRU per 4 KB; open reviews and their resources once more; the table `work` once, 0.5 RRU per 4 KB; one S3 request a file',
    },
    danger: {
      'zh-CN':
        '没有记录证明的角色不再有效；资源不再指向已丢失的版本；两者都会写入历史；资源没有记录的评审决定不再有效',
      en: 'Roles that no entry proves end; resources stop to name versions that are lost; histories say so; decisions on a review that its resource does not know do not count',
    },
  },
  streams: {
    does: {
      'zh-CN': '登记副本表的数据流，供转发器使用',
      en: 'Publishes the streams of the replicas, for the relay',
    },
    cost: { 'zh-CN': '四次请求', en: 'Four requests' },
    danger: none,
  },
  wake: {
    does: {
      'zh-CN':
        '以新的纪元部署接管的区域：开放写入，唤醒转发器与定时任务，未完成的后台任务继续执行',
      en: 'Deploys the Region that takes over in the new epoch: it writes, relay and schedules wake, jobs that are not over go on',
    },
    cost: {
      'zh-CN':
        '尚无检索集群时会建立，并从此计费，在 AWS 上约需半小时；work 表读取一遍，每 4 KB 1 RRU',
      en: 'A search domain is made where there is none, and paid for, half an hour on AWS; the table `work` read once, 1 RRU per 4 KB',
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
  index: {
    does: {
      'zh-CN': '由目录重建检索索引，其间仍可读写',
      en: 'Rebuilds the search index from the catalogue, while people read and write',
    },
    cost: {
      'zh-CN': '目录表读取一遍，每 4 KB 1 RRU；每个文本一次 S3 请求',
      en: 'The catalogue read once, 1 RRU per 4 KB; one S3 request a text',
    },
    danger: {
      'zh-CN': '完成之前检索结果不全',
      en: 'Until it is done, searches find a part',
    },
  },
  address: {
    does: {
      'zh-CN': '把平台的域名指向接管的区域',
      en: "Points the platform's name to the Region that takes over",
    },
    cost: {
      'zh-CN': '一次 Route 53 请求；一分钟内生效',
      en: 'One request to Route 53; in force within a minute',
    },
    danger: {
      'zh-CN': '从此所有人使用接管的区域',
      en: 'From now on everybody uses the Region that takes over',
    },
  },
} as const satisfies Readonly<Record<string, Step>>;
export type StepId = keyof typeof steps;

/** How each of the Regions takes over from the other, in this order. */
export const plans = {
  recovery: [
    'fence',
    'erasures',
    'reconcile',
    'streams',
    'wake',
    'accounts',
    'index',
    'address',
  ],
  primary: [
    'stand',
    'bytes',
    'rest',
    'fence',
    'agree',
    'erasures',
    'reconcile',
    'index',
    'streams',
    'wake',
    'accounts',
    'address',
  ],
} as const satisfies Readonly<Record<Seat, readonly StepId[]>>;

/** Steps that are left, by what a journal says was done; in their order. */
export function stepsLeft(
  plan: readonly StepId[],
  done: readonly string[],
): StepId[] {
  return plan.filter((step) => !done.includes(step));
}
