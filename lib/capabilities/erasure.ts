import type { Construct } from 'constructs';
import { routes } from '../../functions/erasure/contract.ts';
import type { Stage } from '../config.ts';
import { CapabilityStack } from '../stacks/capability-stack.ts';

/** Erasure: what is held about a person, and how it goes. */
export class ErasureStack extends CapabilityStack {
  constructor(scope: Construct, stage: Stage) {
    super(scope, 'erasure', stage);
    const api = this.api({ routes });
    api.useTable(
      'directory',
      ['GetItem', 'BatchGetItem', 'Query', 'PutItem'],
      ['byOwner'],
    );
    api.useTable('catalogue', ['GetItem', 'Query'], ['byOwner']);
    api.useTable('work', ['GetItem', 'PutItem'], ['byOwner']);

    const worker = this.jobWorker('OnErasureRequested', {
      entry: 'on-erasure-requested',
      kind: 'erasure',
      environment: { EPOCH: String(stage.epoch) },
      concurrency: 2,
    });
    const all = [
      'GetItem',
      'Query',
      'PutItem',
      'UpdateItem',
      'DeleteItem',
    ] as const;
    worker.useTable('directory', all, ['byOwner']);
    worker.useTable('catalogue', all, ['byOwner']);
    worker.useTable('work', ['Query', 'DeleteItem'], ['byOwner']);
    worker.useUserPool(['AdminDeleteUser']);
    worker.useBucket('intake', ['DeleteObject']);
    worker.useBucket('erasures', ['PutObject']);
    worker.useCopies('library');
    worker.useCopies('derived');
  }
}
