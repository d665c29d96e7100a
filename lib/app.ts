import { type App, Aspects, type Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { AccessStack } from './capabilities/access.ts';
import { ErasureStack } from './capabilities/erasure.ts';
import { FilesStack } from './capabilities/files.ts';
import { IdentityFunctionsStack } from './capabilities/identity.ts';
import { JobsStack } from './capabilities/jobs.ts';
import { NotificationsStack } from './capabilities/notifications.ts';
import { OperatorsStack } from './capabilities/operations.ts';
import { ResourcesStack } from './capabilities/resources.ts';
import { ReviewStack } from './capabilities/review.ts';
import { RostersStack } from './capabilities/rosters.ts';
import { SealsStack } from './capabilities/seals.ts';
import { SearchFunctionsStack } from './capabilities/search.ts';
import { ServiceStack } from './capabilities/service.ts';
import { VocabulariesStack } from './capabilities/vocabularies.ts';
import type { Stage } from './config.ts';
import { Omission } from './constructs/omission.ts';
import { ApiStack } from './stacks/api.ts';
import { CatalogueStack } from './stacks/catalogue.ts';
import { EventsStack } from './stacks/events.ts';
import { IdentityStack } from './stacks/identity.ts';
import { OperationsStack } from './stacks/operations.ts';
import { SearchStack } from './stacks/search.ts';
import { StorageStack } from './stacks/storage.ts';

type StackOf = new (scope: Construct, stage: Stage) => Stack;

/** Each layer is deployed after the one above, whose parts its stacks find. */
const layers: readonly (readonly StackOf[])[] = [
  [OperationsStack, StorageStack, CatalogueStack, SearchStack],
  [ApiStack, EventsStack],
  [IdentityStack],
  [
    AccessStack,
    ErasureStack,
    FilesStack,
    IdentityFunctionsStack,
    JobsStack,
    NotificationsStack,
    OperatorsStack,
    ResourcesStack,
    ReviewStack,
    RostersStack,
    SealsStack,
    SearchFunctionsStack,
    ServiceStack,
    VocabulariesStack,
  ],
];

/** Adds all stacks of a stage. */
export function addStacks(app: App, stage: Stage): void {
  let above: Stack[] = [];
  for (const layer of layers) {
    const made = layer.map((StackOfLayer) => new StackOfLayer(app, stage));
    for (const stack of made) {
      for (const needed of above) {
        stack.addStackDependency(needed, 'it finds what that one publishes');
      }
    }
    above = made;
  }
  Aspects.of(app).add(new Omission(stage.omit));
}
