import { EventBus } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import type { Stage } from '../config.ts';
import { PlatformStack } from './platform-stack.ts';

/** The event bus. */
export class EventsStack extends PlatformStack {
  constructor(scope: Construct, stage: Stage) {
    super(scope, 'events', stage);
    new EventBus(this, 'Bus', { eventBusName: this.names.bus });
  }
}
