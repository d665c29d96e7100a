import {
  DescribeContinuousBackupsCommand,
  RestoreTableFromBackupCommand,
  RestoreTableToPointInTimeCommand,
} from '@aws-sdk/client-dynamodb';
import type { Tool } from '../../tool.ts';
import { clientOf, restoredMark, tableFault, tableOf } from './tables.ts';

/**
 * `restore table <name> --at <time>`: a table as it was, beside the one that is
 * used. With `--backup` it is made of that backup, of whatever time it is.
 */
export const restoreTable: Tool = {
  usage: 'restore table <name> --at <time> [--backup <arn>] [--apply]',
  summary: 'restoreTableSummary',
  options: {
    at: { type: 'string', isNeeded: true, isTime: true },
    backup: { type: 'string' },
    apply: { type: 'boolean' },
  },
  argumentsMost: 1,
  fault: ({ positionals }, say) => tableFault(positionals, say),
  use: async (target, { positionals: [name], values }, say) => {
    const at = new Date(String(values.at));
    const table = tableOf(target, name);
    const stamp = at
      .toISOString()
      .replace(/[-:]|\.\d+/g, '')
      .toLowerCase();
    const TargetTableName = `${table}${restoredMark}${stamp}`;
    const client = clientOf(target);
    const { ContinuousBackupsDescription: described } = await client.send(
      new DescribeContinuousBackupsCommand({ TableName: table }),
    );
    const span = described?.PointInTimeRecoveryDescription;
    const facts = {
      table,
      target: TargetTableName,
      at: at.toISOString(),
      from: span?.EarliestRestorableDateTime?.toISOString() ?? '?',
      until: span?.LatestRestorableDateTime?.toISOString() ?? '?',
    };
    if (values.apply !== true) {
      return { lines: [say('restoreTableWould', facts)], isDone: true };
    }
    const made = { TargetTableName };
    if (typeof values.backup === 'string') {
      const BackupArn = values.backup;
      await client.send(
        new RestoreTableFromBackupCommand({ ...made, BackupArn }),
      );
    } else {
      const from = { SourceTableName: table, RestoreDateTime: at };
      await client.send(
        new RestoreTableToPointInTimeCommand({ ...made, ...from }),
      );
    }
    return { lines: [say('restoreTableBegun', facts)], isDone: true };
  },
};
