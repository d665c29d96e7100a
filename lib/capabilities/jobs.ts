import type { Construct } from 'constructs';
import { routes } from '../../functions/jobs/contract.ts';
import type { Stage } from '../config.ts';
import { CapabilityStack } from '../stacks/capability-stack.ts';

/** Jobs: where long work stands. Who does it is each kind's own stack. */
export class JobsStack extends CapabilityStack {
  constructor(scope: Construct, stage: Stage) {
    super(scope, 'jobs', stage);
    const api = this.api({ routes });
    api.useTable('work', ['GetItem', 'PutItem']);
    api.useTable('directory', ['GetItem', 'BatchGetItem', 'Query']);
    api.useBucket('jobs', ['GetObject']);
  }
}
