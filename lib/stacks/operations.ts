import { Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import type { Stage } from '../config.ts';
import { PlatformStack } from './platform-stack.ts';

/** How soon somebody must look: now, or on the next working day. */
export const urgencies = ['page', 'ticket'] as const;
export type Urgency = (typeof urgencies)[number];

/** Where alarms go: one encrypted topic for each urgency. */
export class OperationsStack extends PlatformStack {
  constructor(scope: Construct, stage: Stage) {
    super(scope, 'operations', stage);
    const key = new Key(this, 'TopicKey', {
      description: 'Encrypts what alarms say on their way to operators.',
      enableKeyRotation: true,
      removalPolicy: this.dataRemoval,
    });
    key.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsMayPublish',
        effect: Effect.ALLOW,
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: ['*'],
        conditions: {
          StringEquals: { 'aws:SourceAccount': Stack.of(this).account },
        },
      }),
    );
    for (const urgency of urgencies) {
      const topic = new Topic(this, urgency === 'page' ? 'Page' : 'Ticket', {
        topicName: this.names.topic(urgency),
        masterKey: key,
        enforceSSL: true,
      });
      topic.addToResourcePolicy(
        new PolicyStatement({
          sid: 'AlarmsMayPublish',
          effect: Effect.ALLOW,
          principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
          actions: ['sns:Publish'],
          resources: [topic.topicArn],
          conditions: {
            StringEquals: { 'aws:SourceAccount': Stack.of(this).account },
          },
        }),
      );
      for (const address of stage.operators[urgency]) {
        topic.addSubscription(new EmailSubscription(address));
      }
    }
  }
}
