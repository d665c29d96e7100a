import type { Construct } from 'constructs';
import { routes } from '../../functions/service/contract.ts';
import type { Stage } from '../config.ts';
import { CapabilityStack } from '../stacks/capability-stack.ts';

/** The service itself: its state, its API's reference, and unknown paths. */
export class ServiceStack extends CapabilityStack {
  constructor(scope: Construct, stage: Stage) {
    super(scope, 'service', stage);
    const { domainPrefix, signInOrigin, userPool, issuers } = stage.identity;
    const [outside] = userPool ? [] : issuers;
    const ownPages = `https://${domainPrefix}.auth.${stage.region}.amazoncognito.com`;
    this.api({
      routes,
      otherPaths: true,
      environment: {
        DISTRICT: JSON.stringify(stage.district),
        API_URL: this.find('api-url'),
        SIGN_IN_URL: outside?.issuer ?? signInOrigin ?? ownPages,
        CLIENT_ID: outside?.audiences[0] ?? this.find('client-id'),
      },
    });
  }
}
