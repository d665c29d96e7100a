import type { Construct } from 'constructs';
import { routes } from '../../functions/access/contract.ts';
import type { Stage } from '../config.ts';
import { CapabilityStack } from '../stacks/capability-stack.ts';

/** Access: why somebody may or may not do something. It writes nothing. */
export class AccessStack extends CapabilityStack {
  constructor(scope: Construct, stage: Stage) {
    super(scope, 'access', stage);
    const api = this.api({ routes });
    api.useTable('catalogue', ['GetItem']);
    api.useTable('directory', ['GetItem', 'BatchGetItem', 'Query']);
  }
}
