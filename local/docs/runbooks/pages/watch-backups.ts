import type { Section } from '../section.ts';

/** What is told of backups, on the page of the watch. */
export const backups: readonly Section[] = [
  {
    heading: 'watch-backup-failed',
    parts: {
      symptom: {
        'zh-CN': '某个表或存储桶的备份失败。',
        en: 'A backup of a table or bucket failed.',
      },
      users: {
        'zh-CN': '暂无感受。表的时间点恢复照常，更早的备份仍在。',
        en: 'Nothing. Point-in-time recovery of the tables goes on, and older backups are there.',
      },
      check: {
        'zh-CN':
          '在 AWS Backup 控制台的 Jobs，或 `aws backup list-backup-jobs --by-state FAILED`：哪个资源，为什么？多半是权限、密钥，或刚重建的资源。',
        en: 'In the console of AWS Backup, Jobs, or `aws backup list-backup-jobs --by-state FAILED`: which resource, and why? Mostly a permission, a key, or a resource that was just made anew.',
      },
      act: {
        'zh-CN':
          '部署 `backup` 栈以修复，再手动备份该资源（AWS Backup 控制台，Create on-demand backup）。',
        en: 'Mend it by deploying the stack `backup`, then start the backup of that resource by hand (console of AWS Backup, Create on-demand backup).',
      },
      verify: {
        'zh-CN': '该资源的一次备份已完成。',
        en: 'A backup of that resource is completed.',
      },
      afterwards: {
        'zh-CN': '若是重建的资源，确认下一夜会自动备份它。',
        en: 'If it was a resource made anew, see that the next night backs it up by itself.',
      },
    },
  },
  {
    heading: 'watch-backup-copy-failed',
    parts: {
      symptom: {
        'zh-CN': '备份已完成，但未能复制到恢复区域的保管库。',
        en: 'A backup was made but could not be copied to the vault of the recovery Region.',
      },
      users: {
        'zh-CN': '暂无感受。若此刻丢失该区域，只能用更早的副本。',
        en: 'Nothing. If the Region were lost now, an older copy would have to do.',
      },
      check: {
        'zh-CN':
          '`aws backup list-copy-jobs --by-state FAILED`：哪一个，为什么？那里的保管库拒绝保留期长于或短于其锁定范围的副本。',
        en: '`aws backup list-copy-jobs --by-state FAILED`: which, and why? The vault there refuses copies that would be kept longer or shorter than its lock allows.',
      },
      act: {
        'zh-CN':
          '若恢复区域缺少什么，部署那里的各栈，再手动复制该恢复点（AWS Backup 控制台，Copy）。',
        en: 'Deploy the stacks of the recovery Region if something of them is gone, then copy that recovery point by hand (console of AWS Backup, Copy).',
      },
      verify: {
        'zh-CN': '副本已在另一区域的保管库 `xueyuan-<stage>` 中。',
        en: 'The copy stands in the vault `xueyuan-<stage>` of the other Region.',
      },
      afterwards: {
        'zh-CN':
          '若更改过配置中的 `backup.dailyDays` 或 `backup.yearlyDays`，两个区域都必须部署。',
        en: 'If `backup.dailyDays` or `backup.yearlyDays` of the configuration was changed, both Regions must be deployed.',
      },
    },
  },
  {
    heading: 'watch-backup-missed',
    parts: {
      symptom: {
        'zh-CN': '已两天没有完成任何备份。',
        en: 'For two days no backup has been completed.',
      },
      users: {
        'zh-CN': '暂无感受。表的时间点恢复照常。',
        en: 'Nothing. Point-in-time recovery of the tables goes on.',
      },
      check: {
        'zh-CN':
          '备份计划 `xueyuan-<stage>-backup` 还在吗（`aws backup list-backup-plans`），有任务吗（`aws backup list-backup-jobs`）？一小时内未开始的任务会过期。',
        en: 'Does the plan `xueyuan-<stage>-backup` exist (`aws backup list-backup-plans`), and has it jobs (`aws backup list-backup-jobs`)? A job that does not begin within an hour expires.',
      },
      act: {
        'zh-CN':
          '部署 `backup` 栈：`npx cdk deploy -c stage=<stage> backup --exclusively`。再手动备份一次。',
        en: 'Deploy the stack `backup`: `npx cdk deploy -c stage=<stage> backup --exclusively`. Then start a backup by hand.',
      },
      verify: {
        'zh-CN': '一次备份已完成，下一夜又完成一次。',
        en: 'A backup is completed, and another the next night.',
      },
      afterwards: {
        'zh-CN':
          '查明谁删除或更改了备份计划：CloudTrail 有记录。已有的备份到期前无法删除。',
        en: 'Find out who removed or changed the plan: CloudTrail names them. Backups that are there cannot be deleted before their time.',
      },
    },
  },
];
