import {
  PolicyDocument,
  PolicyStatement,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import { CfnResourcePolicy } from 'aws-cdk-lib/aws-logs';
import type { CfnDomain } from 'aws-cdk-lib/aws-opensearchservice';
import { Construct } from 'constructs';
import type { PlatformStack } from '../stacks/platform-stack.ts';
import { serviceLog } from './service-log.ts';

/** Logs of the search engine: what was slow, and what went wrong in it. */
const kinds = {
  'slow-searches': 'SEARCH_SLOW_LOGS',
  'slow-indexing': 'INDEX_SLOW_LOGS',
  application: 'ES_APPLICATION_LOGS',
} as const;

/** Where the search engine logs, and that it may. */
export class EngineLogs extends Construct {
  readonly options: Readonly<
    Record<string, CfnDomain.LogPublishingOptionProperty>
  >;

  constructor(stack: PlatformStack, id: string) {
    super(stack, id);
    const groups = Object.entries(kinds).map(([name, kind]) => {
      const group = serviceLog(this, kind, stack, ['search-engine', name]);
      return [kind, group.logGroupArn] as const;
    });
    this.options = Object.fromEntries(
      groups.map(([kind, cloudWatchLogsLogGroupArn]) => [
        kind,
        { enabled: true, cloudWatchLogsLogGroupArn },
      ]),
    );
    const mayLog = new PolicyStatement({
      principals: [new ServicePrincipal('es.amazonaws.com')],
      actions: [
        'logs:CreateLogStream',
        'logs:PutLogEvents',
        'logs:PutLogEventsBatch',
      ],
      resources: groups.map(([, arn]) => arn),
      conditions: {
        StringEquals: { 'aws:SourceAccount': stack.account },
        ArnEquals: { 'aws:SourceArn': stack.names.domainArn },
      },
    });
    const policy = new PolicyDocument({ statements: [mayLog] });
    new CfnResourcePolicy(this, 'Policy', {
      policyName: stack.names.own('search-engine'),
      policyDocument: stack.toJsonString(policy.toJSON()),
    });
  }
}
