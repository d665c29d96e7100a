import {
  Aws,
  CfnCondition,
  CfnResource,
  Fn,
  type IAspect,
  Stack,
} from 'aws-cdk-lib';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnBucketPolicy } from 'aws-cdk-lib/aws-s3';
import { CfnTopicPolicy } from 'aws-cdk-lib/aws-sns';
import { CfnQueuePolicy } from 'aws-cdk-lib/aws-sqs';
import type { IConstruct } from 'constructs';
import * as z from 'zod';
import type { features, StageConfig } from '../config.ts';

type Feature = (typeof features)[number];

/** What is done to a resource that uses a feature. */
const without: Readonly<Record<Feature, (resource: CfnResource) => void>> = {
  'alarm-on-metric-math': (resource) => {
    if (resource instanceof CfnAlarm && resource.metrics !== undefined) {
      omit(resource);
    }
  },
  'denial-of-plain-http': (resource) => {
    const isPolicy =
      resource instanceof CfnBucketPolicy ||
      resource instanceof CfnQueuePolicy ||
      resource instanceof CfnTopicPolicy;
    if (!isPolicy) return;
    const policy = Policy.parse(
      resource.stack.resolve(resource.policyDocument),
    );
    const kept = policy.Statement.filter((statement) => !isDenial(statement));
    if (kept.length === 0) omit(resource);
    else resource.policyDocument = { ...policy, Statement: kept };
  },
};

/**
 * Switches off what a stage's CloudFormation cannot make or act on, by one list
 * in its configuration. A resource stays in the template under a condition that
 * is never met, so that nothing else need know.
 */
export class Omission implements IAspect {
  readonly #types: ReadonlySet<string>;
  readonly #without: ((resource: CfnResource) => void)[];

  constructor(list: StageConfig['omit']) {
    this.#types = new Set(list);
    this.#without = Object.entries(without)
      .filter(([feature]) => this.#types.has(feature))
      .map(([, act]) => act);
  }

  visit(node: IConstruct): void {
    if (!(node instanceof CfnResource)) return;
    if (this.#types.has(node.cfnResourceType)) omit(node);
    for (const act of this.#without) act(node);
  }
}

const conditionId = 'Omitted';

function omit(resource: CfnResource): void {
  const stack = Stack.of(resource);
  const made = stack.node.tryFindChild(conditionId);
  resource.cfnOptions.condition =
    made instanceof CfnCondition
      ? made
      : new CfnCondition(stack, conditionId, {
          expression: Fn.conditionEquals(Aws.REGION, 'nowhere'),
        });
}

const Statement = z.looseObject({
  Effect: z.enum(['Allow', 'Deny']),
  Condition: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
});
const Policy = z.looseObject({ Statement: z.array(Statement) });

/** Whether a statement turns away what does not come by TLS. */
function isDenial({ Effect, Condition = {} }: z.infer<typeof Statement>) {
  const keys = Object.values(Condition).flatMap(Object.keys);
  const ofTls = ['aws:SecureTransport', 's3:TlsVersion'];
  return Effect === 'Deny' && keys.some((key) => ofTls.includes(key));
}
