import type { Text } from '../../../../functions/platform/contract.ts';
import type { Section } from '../section.ts';

const unseen: Text = {
  'zh-CN': '暂无感受；但若此刻丢失该区域，这些内容就没有了。',
  en: 'Nothing; but if the Region were lost now, this would be missing.',
};
const slower: Text = {
  'zh-CN': '若由导入引起，记下其速率：下一次放慢。',
  en: 'If it was an import, note its rate: the next one goes slower.',
};

/** A table's replica; `holds` says what is in it. */
export function replica(table: string, holds: Text): Section {
  return {
    heading: `watch-${table}-replication`,
    parts: {
      symptom: {
        'zh-CN': `一刻钟以来，表 \`xueyuan-<stage>-${table}\`（${holds['zh-CN']}）在恢复区域的副本落后五分钟以上。`,
        en: `For a quarter of an hour the replica of the table \`xueyuan-<stage>-${table}\` (${holds.en}) in the recovery Region has been more than five minutes behind.`,
      },
      users: unseen,
      check: {
        'zh-CN':
          '其他表也落后吗（仪表盘 `xueyuan-<stage>-duty` 的“恢复区域的副本落后多少？”）？若是，问题在区域：看两个区域的健康状态。只有这一个表：写入突增（`ConsumedWriteCapacityUnits`），例如导入。',
        en: 'Do the other tables lag too (dashboard `xueyuan-<stage>-duty`, "How far behind are the recovery Region\'s replicas?")? Then it is a Region: see the health of both. One table alone: a burst of writes (`ConsumedWriteCapacityUnits`), such as an import.',
      },
      act: {
        'zh-CN':
          '它会自行赶上。落后期间，不要开始导入或灾难演练。若两个区域都健康而持续一小时，向 AWS 提交工单。',
        en: 'It catches up by itself. While it lags, begin no import and no rehearsal of recovery. If it lasts an hour in healthy Regions, open a case with AWS.',
      },
      verify: {
        'zh-CN': '仪表盘上的图降到 5 秒以下。',
        en: 'The picture on the dashboard falls below 5 s.',
      },
      afterwards: slower,
    },
  };
}

/** A bucket's copies: late ones, which the other Region tells, and failed ones. */
export function copies(bucket: string, holds: Text): Section[] {
  return [
    {
      heading: `watch-${bucket}-replication`,
      parts: {
        symptom: {
          'zh-CN': `一刻钟以来，存储桶 \`${bucket}\`（${holds['zh-CN']}）的对象超过 15 分钟才到达恢复区域，已超出 S3 的承诺。此告警在恢复区域：S3 在那里计量。`,
          en: `For a quarter of an hour objects of the bucket \`${bucket}\` (${holds.en}) have taken more than 15 minutes to reach the recovery Region: longer than S3 promises. The alarm stands in the recovery Region: S3 measures there.`,
        },
        users: unseen,
        check: {
          'zh-CN': `在恢复区域看该存储桶的 \`OperationsPendingReplication\`：是一次来了许多文件，还是其中一个区域的 S3 慢（看其健康状态）。\`watch-${bucket}-replication-failed\` 也在告警吗？先处理它。`,
          en: `In the recovery Region see \`OperationsPendingReplication\` of the bucket: many files at once, or S3 in one of the Regions is slow (see its health). Does \`watch-${bucket}-replication-failed\` ring too? Begin there.`,
        },
        act: {
          'zh-CN': '待复制的对象会自行到达。落后期间，不要开始灾难演练。',
          en: 'Pending objects arrive by themselves. While they lag, begin no rehearsal of recovery.',
        },
        verify: {
          'zh-CN':
            '在恢复区域，该存储桶的 `ReplicationLatency` 降到 15 分钟以下。',
          en: '`ReplicationLatency` of the bucket falls below 15 minutes, in the recovery Region.',
        },
        afterwards: slower,
      },
    },
    {
      heading: `watch-${bucket}-replication-failed`,
      parts: {
        symptom: {
          'zh-CN': `存储桶 \`${bucket}\`（${holds['zh-CN']}）有对象未能复制到恢复区域。它们不会自动重试。`,
          en: `Objects of the bucket \`${bucket}\` (${holds.en}) could not be copied to the recovery Region. They are not tried again by themselves.`,
        },
        users: unseen,
        check: {
          'zh-CN':
            '缺少权限或密钥：谁更改了角色 `xueyuan-<stage>-<region>-storage-replicator`，或任一区域的密钥 `xueyuan-<stage>-files`？CloudTrail 有记录。恢复区域的存储桶是否仍开启版本控制？',
          en: 'A permission or a key is gone: who changed the role `xueyuan-<stage>-<region>-storage-replicator`, or the key `xueyuan-<stage>-files` of either Region? CloudTrail names them. Does the bucket of the recovery Region still have versions?',
        },
        act: {
          'zh-CN':
            '部署两个区域的 `storage` 栈，再用 S3 批量复制补上失败的对象（S3 控制台，Batch Operations，Replicate，状态为 FAILED 的对象）。',
          en: 'Deploy the stack `storage` of both Regions, then let S3 Batch Replication copy what failed (console of S3, Batch Operations, Replicate, objects whose status is FAILED).',
        },
        verify: {
          'zh-CN':
            '该存储桶的 `OperationsFailedReplication` 保持为 0，批量复制任务完成。',
          en: '`OperationsFailedReplication` of the bucket stays 0, and the job of Batch Replication completes.',
        },
        afterwards: {
          'zh-CN': '记下副本缺失了多久：若当时丢失该区域，这些对象就没有了。',
          en: 'Write down how long copies were missing: had the Region been lost then, these objects would be gone.',
        },
      },
    },
  ];
}
