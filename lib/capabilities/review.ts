import type { Construct } from 'constructs';
import { routes } from '../../functions/review/contract.ts';
import type { Stage } from '../config.ts';
import { CapabilityStack } from '../stacks/capability-stack.ts';

/** Review: what waits for a decision, and the decisions. */
export class ReviewStack extends CapabilityStack {
  constructor(scope: Construct, stage: Stage) {
    super(scope, 'review', stage);
    const api = this.api({
      routes,
      environment: { EPOCH: String(stage.epoch) },
    });
    api.useTable(
      'catalogue',
      ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'],
      ['byOwner', 'byDay'],
    );
    api.useTable('directory', ['GetItem', 'BatchGetItem', 'Query']);
  }
}
