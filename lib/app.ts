import { type App, Aspects } from 'aws-cdk-lib';
import type { Stage } from './config.ts';
import { Omission } from './constructs/omission.ts';
import { ApiStack } from './stacks/api.ts';
import { CatalogueStack } from './stacks/catalogue.ts';
import { EventsStack } from './stacks/events.ts';
import { IdentityStack } from './stacks/identity.ts';
import { OperationsStack } from './stacks/operations.ts';
import { SearchStack } from './stacks/search.ts';
import { StorageStack } from './stacks/storage.ts';

/** Adds all stacks of a stage, each after those whose parts it finds. */
export function addStacks(app: App, stage: Stage): void {
  const operations = new OperationsStack(app, stage);
  new IdentityStack(app, stage);
  new StorageStack(app, stage);
  const catalogue = new CatalogueStack(app, stage);
  new SearchStack(app, stage);
  const events = new EventsStack(app, stage);
  events.addStackDependency(catalogue, 'the relay reads its stream');
  events.addStackDependency(operations, 'alarms tell its topics');
  const api = new ApiStack(app, stage);
  api.addStackDependency(operations, 'alarms tell its topics');
  Aspects.of(app).add(new Omission(stage.omit));
}
