import {
  AccountPrincipal,
  AnyPrincipal,
  Effect,
  PolicyDocument,
  PolicyStatement,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import { CfnResourcePolicy } from 'aws-cdk-lib/aws-logs';
import {
  CfnDomain,
  type CfnDomainProps,
} from 'aws-cdk-lib/aws-opensearchservice';
import type { Construct } from 'constructs';
import type { Stage } from '../config.ts';
import { serviceLog } from '../constructs/service-log.ts';
import { PlatformStack } from './platform-stack.ts';

/** The version that the analysis was measured with. */
const engineVersion = 'OpenSearch_2.19';

/** Fewest zones that one may be lost of, and most that a domain can be in. */
const zones = { least: 2, most: 3 } as const;

/** Logs of the engine: what was slow, and what went wrong in it. */
const engineLogs = {
  'slow-searches': 'SEARCH_SLOW_LOGS',
  'slow-indexing': 'INDEX_SLOW_LOGS',
  application: 'ES_APPLICATION_LOGS',
} as const;

/** Functions of the search capability that may ask the engine. */
const askers = ['api', 'on-resource-changed', 'on-file-read'] as const;

/** The search engine: encrypted, signed requests only, of named roles only. */
export class SearchStack extends PlatformStack {
  constructor(scope: Construct, stage: Stage) {
    super(scope, 'search', stage);
    const { instanceCount, instanceType, managers, volumeGib } = stage.search;
    const isSpread = instanceCount >= zones.least;
    const maintainer = this.#maintainer();
    const domain = new CfnDomain(this, 'Domain', {
      domainName: this.names.domain,
      engineVersion,
      clusterConfig: {
        instanceType,
        instanceCount,
        zoneAwarenessEnabled: isSpread,
        ...(isSpread && {
          zoneAwarenessConfig: {
            availabilityZoneCount: Math.min(instanceCount, zones.most),
          },
        }),
        dedicatedMasterEnabled: managers !== undefined,
        ...(managers && {
          dedicatedMasterType: managers.instanceType,
          dedicatedMasterCount: managers.count,
        }),
      },
      ebsOptions: {
        ebsEnabled: true,
        volumeType: 'gp3',
        volumeSize: volumeGib,
      },
      encryptionAtRestOptions: { enabled: true },
      nodeToNodeEncryptionOptions: { enabled: true },
      domainEndpointOptions: {
        enforceHttps: true,
        tlsSecurityPolicy: 'Policy-Min-TLS-1-2-PFS-2023-10',
      },
      accessPolicies: this.#onlyFor([
        maintainer.roleArn,
        ...askers.map((entry) =>
          this.names.roleArn(this.names.role('search', entry)),
        ),
      ]),
      logPublishingOptions: this.#logs(),
    });
    domain.applyRemovalPolicy(this.dataRemoval);
    this.publish('search-endpoint', domain.attrDomainEndpoint);
  }

  /** Whom an operator becomes to mend the index by hand. */
  #maintainer(): Role {
    const role = new Role(this, 'Maintainer', {
      roleName: this.names.role('search', 'maintainer'),
      description: 'Mends the search index by hand.',
      assumedBy: new AccountPrincipal(this.account),
    });
    role.addToPrincipalPolicy(
      new PolicyStatement({
        actions: [
          'es:ESHttpGet',
          'es:ESHttpHead',
          'es:ESHttpPost',
          'es:ESHttpPut',
          'es:ESHttpDelete',
        ],
        resources: [`${this.names.domainArn}/*`],
      }),
    );
    return role;
  }

  /**
   * Allows and, for all others, denies: within one account a role's own policy
   * would be enough to come in. The roles are named by a condition, since a
   * domain refuses a policy whose principals do not exist yet.
   */
  #onlyFor(roleArns: string[]): PolicyDocument {
    const actions = ['es:ESHttp*'];
    const resources = [`${this.names.domainArn}/*`];
    const named = { 'aws:PrincipalArn': roleArns };
    return new PolicyDocument({
      statements: [
        new PolicyStatement({
          principals: [new AccountPrincipal(this.account)],
          actions,
          resources,
          conditions: { ArnEquals: named },
        }),
        new PolicyStatement({
          effect: Effect.DENY,
          principals: [new AnyPrincipal()],
          actions,
          resources,
          conditions: { ArnNotEquals: named },
        }),
      ],
    });
  }

  #logs(): CfnDomainProps['logPublishingOptions'] {
    const groups = Object.entries(engineLogs).map(
      ([name, kind]) =>
        [kind, serviceLog(this, kind, this, ['search-engine', name])] as const,
    );
    new CfnResourcePolicy(this, 'EngineMayLog', {
      policyName: this.names.own('search-engine'),
      policyDocument: this.toJsonString(
        new PolicyDocument({
          statements: [
            new PolicyStatement({
              principals: [new ServicePrincipal('es.amazonaws.com')],
              actions: [
                'logs:CreateLogStream',
                'logs:PutLogEvents',
                'logs:PutLogEventsBatch',
              ],
              resources: groups.map(([, group]) => group.logGroupArn),
              conditions: {
                StringEquals: { 'aws:SourceAccount': this.account },
                ArnEquals: { 'aws:SourceArn': this.names.domainArn },
              },
            }),
          ],
        }).toJSON(),
      ),
    });
    return Object.fromEntries(
      groups.map(([kind, group]) => [
        kind,
        { enabled: true, cloudWatchLogsLogGroupArn: group.logGroupArn },
      ]),
    );
  }
}
