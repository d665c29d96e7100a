import type { Construct } from 'constructs';
import { routes } from '../../functions/resources/contract.ts';
import type { Stage } from '../config.ts';
import { CapabilityStack } from '../stacks/capability-stack.ts';

/** Resources: their drafts, versions, history, and the way to their files. */
export class ResourcesStack extends CapabilityStack {
  constructor(scope: Construct, stage: Stage) {
    super(scope, 'resources', stage);
    const environment = { EPOCH: String(stage.epoch) };
    const api = this.api({ routes, environment });
    api.useTable(
      'catalogue',
      [
        'GetItem',
        'BatchGetItem',
        'Query',
        'PutItem',
        'UpdateItem',
        'DeleteItem',
      ],
      ['byOwner', 'byDay'],
    );
    api.useTable('work', ['GetItem']);
    api.useTable('directory', [
      'GetItem',
      'BatchGetItem',
      'Query',
      'ConditionCheckItem',
    ]);
    api.useBucket('library', ['GetObject']);
  }
}
