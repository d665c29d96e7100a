import {
  Aws,
  CfnCondition,
  CfnResource,
  Fn,
  type IAspect,
  Stack,
} from 'aws-cdk-lib';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { IConstruct } from 'constructs';
import type { features, StageConfig } from '../config.ts';

type Feature = (typeof features)[number];

/** How a resource is known to use a feature. */
const uses: Readonly<Record<Feature, (resource: CfnResource) => boolean>> = {
  'alarm-on-metric-math': (resource) =>
    resource instanceof CfnAlarm && resource.metrics !== undefined,
};

const conditionId = 'Omitted';

/**
 * Switches off what a stage's CloudFormation cannot make, by one list in its
 * configuration: the resource stays in the template under a false condition.
 */
export class Omission implements IAspect {
  readonly #omit: ReadonlySet<string>;
  readonly #features: Feature[];

  constructor(omit: StageConfig['omit']) {
    this.#omit = new Set(omit);
    this.#features = Object.keys(uses).filter((feature): feature is Feature =>
      this.#omit.has(feature),
    );
  }

  visit(node: IConstruct): void {
    if (!(node instanceof CfnResource)) return;
    const isOmitted =
      this.#omit.has(node.cfnResourceType) ||
      this.#features.some((feature) => uses[feature](node));
    if (isOmitted) node.cfnOptions.condition = never(Stack.of(node));
  }
}

/** The stack's one condition that is never met. */
function never(stack: Stack): CfnCondition {
  const made = stack.node.tryFindChild(conditionId);
  if (made instanceof CfnCondition) return made;
  return new CfnCondition(stack, conditionId, {
    expression: Fn.conditionEquals(Aws.REGION, 'nowhere'),
  });
}
