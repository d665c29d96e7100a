import type { Construct } from 'constructs';
import type { Stage } from '../config.ts';
import { platformTable } from '../constructs/platform-table.ts';
import { PlatformStack } from './platform-stack.ts';

/**
 * What the district holds: `catalogue` (heads, versions, history, reviews,
 * files, idempotency markers) and `work` (uploads and jobs; later notices). Where
 * the tables are copies, this stack is not made: ADR 0152.
 */
export class CatalogueStack extends PlatformStack {
  constructor(scope: Construct, stage: Stage) {
    super(scope, 'catalogue', stage);
    const catalogue = platformTable(this, 'Catalogue', 'catalogue');
    const work = platformTable(this, 'Work', 'work');
    this.publish('catalogue-stream-arn', catalogue.tableStreamArn ?? '');
    this.publish('work-stream-arn', work.tableStreamArn ?? '');
  }
}
