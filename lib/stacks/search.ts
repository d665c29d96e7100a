import { ComparisonOperator, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import {
  AccountPrincipal,
  AnyPrincipal,
  Effect,
  PolicyDocument,
  PolicyStatement,
  Role,
} from 'aws-cdk-lib/aws-iam';
import { CfnDomain } from 'aws-cdk-lib/aws-opensearchservice';
import type { Construct } from 'constructs';
import type { Stage } from '../config.ts';
import { accept, acceptWildcard } from '../constructs/accepted.ts';
import { AlarmDesk, alarmPeriod } from '../constructs/alarm-desk.ts';
import { EngineLogs } from '../constructs/engine-logs.ts';
import { PlatformStack } from './platform-stack.ts';

/** The version that the analysis was measured with. */
const engineVersion = 'OpenSearch_2.19';

/** Fewest zones that one may be lost of, and most that a domain can be in. */
const zones = { least: 2, most: 3 } as const;

/** Below this part of its volume, a node is about to take no writes. */
const freePart = 0.25;

/** The metric of free room is in MiB. */
const mibInGib = 1_024;

/** Above this the engine spends its time on clearing memory. */
const memoryPercent = 85;

/** Functions that may ask the engine. */
const askers = [
  ['search', 'api'],
  ['search', 'on-resource-changed'],
  ['search', 'on-file-read'],
  ['search', 'on-deployed'],
  ['search', 'on-reindex'],
  ['operations', 'on-reconcile'],
] as const;

/** The search engine: encrypted, signed requests only, of named roles only. */
export class SearchStack extends PlatformStack {
  constructor(scope: Construct, stage: Stage) {
    super(scope, 'search', stage);
    const { instanceCount, instanceType, managers, volumeGib } = stage.search;
    const isSpread = instanceCount >= zones.least;
    const maintainer = this.#maintainer();
    const logs = new EngineLogs(this, 'Logs');
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
        ...askers.map((asker) =>
          this.names.roleArn(this.names.role(asker[0], asker[1])),
        ),
      ]),
      logPublishingOptions: logs.options,
    });
    // The engine refuses to log where it may not.
    domain.node.addDependency(logs);
    domain.applyRemovalPolicy(this.dataRemoval);
    accept(domain, 'OS1', 'No VPC: named roles only, no NAT to pay: ADR 0013.');
    accept(domain, 'OS3', 'Functions outside a VPC have no fixed addresses.');
    if (managers === undefined) {
      accept(domain, 'OS4', 'The stage is small: its data nodes manage it.');
    }
    if (!isSpread) {
      accept(
        domain,
        'OS7',
        'One node, by configuration; the index can be rebuilt.',
      );
    }
    this.publish('search-endpoint', domain.attrDomainEndpoint);
    this.#watch(volumeGib);
  }

  #watch(volumeGib: number): void {
    const alarms = new AlarmDesk(this, 'search');
    const metric = (metricName: string, statistic: string) =>
      new Metric({
        namespace: 'AWS/ES',
        metricName,
        statistic,
        period: alarmPeriod,
        dimensionsMap: {
          DomainName: this.names.domain,
          ClientId: this.account,
        },
      });
    alarms.page('engine-red', {
      metric: metric('ClusterStatus.red', 'Maximum'),
      threshold: 1,
      says: {
        'zh-CN': '检索索引的一部分没有可用副本。',
        en: 'A part of the search index has no copy that answers.',
      },
    });
    alarms.page('engine-blocked', {
      metric: metric('ClusterIndexWritesBlocked', 'Maximum'),
      threshold: 1,
      says: {
        'zh-CN': '检索引擎不接受写入。',
        en: 'The search engine takes no writes.',
      },
    });
    alarms.ticket('engine-full', {
      metric: metric('FreeStorageSpace', 'Minimum'),
      threshold: freePart * volumeGib * mibInGib,
      comparison: ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD,
      says: {
        'zh-CN': '检索引擎某节点剩余空间不足。',
        en: 'A node of the search engine has little room left.',
      },
    });
    alarms.ticket('engine-pressed', {
      metric: metric('JVMMemoryPressure', 'Maximum'),
      threshold: memoryPercent,
      periods: 3,
      says: {
        'zh-CN': '检索引擎内存不足。',
        en: 'The search engine is short of memory.',
      },
    });
  }

  /** Whom an operator becomes to mend the index by hand. */
  #maintainer(): Role {
    const role = new Role(this, 'Maintainer', {
      roleName: this.names.role('search', 'maintainer'),
      description: 'Mends the search index by hand.',
      assumedBy: new AccountPrincipal(this.account),
    });
    const paths = `${this.names.domainArn}/*`;
    role.addToPrincipalPolicy(
      new PolicyStatement({
        actions: [
          'es:ESHttpGet',
          'es:ESHttpHead',
          'es:ESHttpPost',
          'es:ESHttpPut',
          'es:ESHttpDelete',
        ],
        resources: [paths],
      }),
    );
    acceptWildcard(role, paths, 'Whoever mends must reach every index.');
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
}
