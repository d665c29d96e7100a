import type { Construct } from 'constructs';
import { routes } from '../../functions/recovery/contract.ts';
import type { Stage } from '../config.ts';
import { acceptWildcard } from '../constructs/accepted.ts';
import { CapabilityStack } from '../stacks/capability-stack.ts';

/** Recovery: how ready the platform is to lose a Region. It writes nothing. */
export class RecoveryStack extends CapabilityStack {
  constructor(scope: Construct, stage: Stage) {
    super(scope, 'recovery', stage);
    const api = this.api({
      routes,
      environment: {
        EPOCH: String(stage.epoch),
        OTHER_REGION: stage.recoveryRegion,
      },
    });
    api.useTable('catalogue', ['Query'], ['byDay']);
    api.useTable('work', ['GetItem']);
    api.useTable('directory', ['GetItem', 'BatchGetItem', 'Query'], ['byDay']);
    api.allow({ actions: ['cloudwatch:GetMetricData'], resources: ['*'] });
    acceptWildcard(api.role, '*', 'Metrics have no resources in IAM.');
  }
}
