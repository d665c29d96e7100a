import { type App, Aspects, type Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { AccessStack } from './capabilities/access.ts';
import { ErasureStack } from './capabilities/erasure.ts';
import { FilesStack } from './capabilities/files.ts';
import { IdentityFunctionsStack } from './capabilities/identity.ts';
import { JobsStack } from './capabilities/jobs.ts';
import { NotificationsStack } from './capabilities/notifications.ts';
import { OperatorsStack } from './capabilities/operations.ts';
import { RecoveryStack } from './capabilities/recovery.ts';
import { ResourcesStack } from './capabilities/resources.ts';
import { ReviewStack } from './capabilities/review.ts';
import { RostersStack } from './capabilities/rosters.ts';
import { SealsStack } from './capabilities/seals.ts';
import { SearchFunctionsStack } from './capabilities/search.ts';
import { ServiceStack } from './capabilities/service.ts';
import { VocabulariesStack } from './capabilities/vocabularies.ts';
import type { Stage } from './config.ts';
import { Omission } from './constructs/omission.ts';
import { hasSearch, inRecoveryRegion, isActive, ownsTables } from './seats.ts';
import { ApiStack } from './stacks/api.ts';
import { ArrivalsStack } from './stacks/arrivals.ts';
import { BackupStack } from './stacks/backup.ts';
import { BudgetStack } from './stacks/budget.ts';
import { CatalogueStack } from './stacks/catalogue.ts';
import { DashboardsStack } from './stacks/dashboards.ts';
import { EventsStack } from './stacks/events.ts';
import { IdentityStack } from './stacks/identity.ts';
import { OperationsStack } from './stacks/operations.ts';
import { SearchStack } from './stacks/search.ts';
import { ServiceLevelsStack } from './stacks/service-levels.ts';
import { StorageStack } from './stacks/storage.ts';
import { WatchStack } from './stacks/watch.ts';

type StackOf = new (scope: Construct, stage: Stage) => Stack;

/** What the recovery Region has in any case: copies of what cannot be remade. */
const copies: readonly StackOf[] = [StorageStack, BackupStack];

/** Stacks that a Region has only when it has what they are about. */
const onlyWith = new Map<StackOf, (stage: Stage) => boolean>([
  [CatalogueStack, ownsTables],
  // Without a pool of its own, a Region that only uses the tables has nothing.
  [IdentityStack, (stage) => stage.identity.userPool || ownsTables(stage)],
  [SearchStack, hasSearch],
  [SearchFunctionsStack, hasSearch],
  [OperatorsStack, hasSearch],
  [ArrivalsStack, (stage) => !isActive(stage) && stage.recovery.copies],
  // Dashboards are the account's, and who stands by is not on duty.
  [DashboardsStack, isActive],
  [ServiceLevelsStack, isActive],
  [WatchStack, isActive],
]);

/** Each layer is deployed after the one above, whose parts its stacks find. */
const layers: readonly (readonly StackOf[])[] = [
  [OperationsStack, ...copies, CatalogueStack, SearchStack],
  [ApiStack, EventsStack],
  [IdentityStack],
  [
    AccessStack,
    ArrivalsStack,
    DashboardsStack,
    ErasureStack,
    FilesStack,
    IdentityFunctionsStack,
    JobsStack,
    NotificationsStack,
    OperatorsStack,
    RecoveryStack,
    ResourcesStack,
    ReviewStack,
    RostersStack,
    SealsStack,
    SearchFunctionsStack,
    ServiceLevelsStack,
    ServiceStack,
    VocabulariesStack,
    WatchStack,
  ],
];

/** Adds all stacks of a stage: those of its recovery Region first. */
export function addStacks(app: App, stage: Stage): void {
  const away = new Construct(app, 'recovery');
  const other = inRecoveryRegion(stage);
  const isLit = stage.recovery.pilotLight || isActive(other);
  const there = addLayers(away, other, isLit ? layers : [copies], []);
  addLayers(app, stage, layers, there);
  // Without one nothing is to be made, and a stack of nothing is refused.
  if (stage.budgetUsd !== undefined) {
    new BudgetStack(app, stage, stage.budgetUsd);
  }
  Aspects.of(app).add(new Omission(stage.omit));
}

function addLayers(
  scope: Construct,
  stage: Stage,
  wanted: readonly (readonly StackOf[])[],
  before: readonly Stack[],
): Stack[] {
  let above = before;
  const all: Stack[] = [];
  for (const layer of wanted) {
    const made = layer
      .filter((one) => onlyWith.get(one)?.(stage) ?? true)
      .map((StackOfLayer) => new StackOfLayer(scope, stage));
    for (const stack of made) {
      for (const needed of above) {
        stack.addStackDependency(needed, 'it finds what that one publishes');
      }
    }
    all.push(...made);
    above = made;
  }
  return all;
}
