import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { routes } from '../../functions/rosters/contract.ts';
import type { Stage } from '../config.ts';
import { CapabilityStack } from '../stacks/capability-stack.ts';

/** The sheet of 20,000 first passwords takes some seconds to make. */
const apiTimeout = Duration.seconds(29);

/** Two schools at once; more would only wait for Cognito's rate. */
const concurrency = 2;

/** Ends well under what a file of 20,000 people needs; see the benchmark. */
const memoryMib = 1_024;

/** Rosters: files of people, checked first and then applied. */
export class RostersStack extends CapabilityStack {
  constructor(scope: Construct, stage: Stage) {
    super(scope, 'rosters', stage);
    const api = this.api({ routes, timeout: apiTimeout });
    api.useTable('work', ['GetItem', 'PutItem']);
    api.useTable('directory', ['GetItem', 'BatchGetItem', 'Query']);
    api.useBucket('jobs', ['GetObject', 'PutObject', 'DeleteObject']);

    const { accountsPerSecond } = stage.identity;
    const worker = this.jobWorker('OnRosterRequested', {
      kind: 'roster',
      entry: 'on-roster-requested',
      concurrency,
      memoryMib,
      environment: {
        EPOCH: String(stage.epoch),
        ACCOUNTS_PER_SECOND: String(accountsPerSecond / concurrency),
      },
    });
    worker.useBucket('jobs', ['GetObject', 'PutObject']);
    worker.useTable(
      'directory',
      [
        'GetItem',
        'BatchGetItem',
        'Query',
        'PutItem',
        'UpdateItem',
        'ConditionCheckItem',
      ],
      ['byOwner'],
    );
    worker.useUserPool([
      'AdminCreateUser',
      'AdminGetUser',
      'AdminSetUserPassword',
    ]);
  }
}
