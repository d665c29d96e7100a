import type { Construct } from 'constructs';
import { routes } from '../../functions/vocabularies/contract.ts';
import type { Stage } from '../config.ts';
import { CapabilityStack } from '../stacks/capability-stack.ts';

/** Vocabularies: the terms that resources are described with. */
export class VocabulariesStack extends CapabilityStack {
  constructor(scope: Construct, stage: Stage) {
    super(scope, 'vocabularies', stage);
    this.api({ routes });
  }
}
