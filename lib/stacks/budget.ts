import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import type { Construct } from 'constructs';
import type { Stage } from '../config.ts';
import { PlatformStack } from './platform-stack.ts';

/** The only Region in which CloudFormation makes budgets; they are global. */
const region = 'us-east-1';

/** What operators hear of: what is spent, and what is to be expected. */
const tellings = [
  { notificationType: 'ACTUAL', threshold: 80 },
  { notificationType: 'FORECASTED', threshold: 100 },
] as const;

/**
 * What a month may cost, by the tag of the stage. Budgets write to operators
 * themselves: they are no alarms of CloudWatch, and know no topic of another
 * Region.
 */
export class BudgetStack extends PlatformStack {
  constructor(scope: Construct, stage: Stage, budgetUsd: number) {
    super(scope, 'budget', { ...stage, region }, 'operations');
    const subscribers = stage.operators.ticket.map((address) => ({
      subscriptionType: 'EMAIL',
      address,
    }));
    new CfnBudget(this, 'Budget', {
      budget: {
        budgetName: this.names.own('month'),
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: budgetUsd, unit: 'USD' },
        costFilters: { TagKeyValue: [`user:stage$${stage.name}`] },
      },
      notificationsWithSubscribers: tellings.map((telling) => ({
        notification: { ...telling, comparisonOperator: 'GREATER_THAN' },
        subscribers,
      })),
    });
  }
}
