import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { clientScope } from '../../functions/identity/clients/contract.ts';
import { factorClaim } from '../../functions/identity/me/contract.ts';
import { type JobKind, working } from '../../functions/jobs/contract.ts';
import type { Routes } from '../../functions/platform/contract.ts';
import type { Stage } from '../config.ts';
import { AlarmDesk } from '../constructs/alarm-desk.ts';
import { EventQueue } from '../constructs/event-queue.ts';
import { HttpRoutes } from '../constructs/http-routes.ts';
import {
  ServiceFunction,
  type ServiceFunctionProps,
} from '../constructs/service-function.ts';
import { PlatformStack } from './platform-stack.ts';

type FunctionProps = Omit<ServiceFunctionProps, 'capability' | 'alarms'>;
type ApiProps = Omit<FunctionProps, 'entry'> & {
  readonly routes: Routes;
  readonly otherPaths?: boolean;
};
type ConsumerProps = FunctionProps & {
  readonly timeout: Duration;
  readonly events: readonly string[];
  readonly concurrency: number;
  readonly batchSize?: number;
};
type JobWorkerProps = FunctionProps & {
  readonly kind: JobKind;
  /** Most jobs of this kind that are worked on at once. */
  readonly concurrency: number;
};

/** What all that a capability runs has in common. */
export abstract class CapabilityStack extends PlatformStack {
  readonly capability: string;
  readonly alarms: AlarmDesk;

  constructor(scope: Construct, capability: string, stage: Stage) {
    super(scope, `${capability}-functions`, stage, capability);
    this.capability = capability;
    this.alarms = new AlarmDesk(this, capability);
  }

  /** The function behind `api.ts`, with the contract's routes to it. */
  api({ routes, otherPaths, ...props }: ApiProps): ServiceFunction {
    const { environment, ...rest } = props;
    const handler = this.function('Api', {
      entry: 'api',
      urgency: 'page',
      environment: {
        ISSUERS: this.issuers(),
        DOCS_URL: `${this.find('api-url')}/v1/docs`,
        ...environment,
      },
      ...rest,
    });
    new HttpRoutes(this, 'Routes', { routes, handler, otherPaths });
    return handler;
  }

  /** The function behind `on-<event>.ts`, with the queue that feeds it. */
  consumer(id: string, props: ConsumerProps): ServiceFunction {
    const { batchSize, concurrency, events, ...rest } = props;
    const { entry, timeout } = rest;
    const { alarms } = this;
    const consumer = this.function(id, rest);
    const queue = { alarms, concurrency, consumer, entry, events, timeout };
    new EventQueue(this, `${id}Events`, { ...queue, batchSize });
    return consumer;
  }

  /**
   * The function behind `on-<kind>-requested.ts`: it gets one job at a time,
   * keeps where it stands, and asks for itself to go on. Who keeps a report
   * lets it put one in the bucket `jobs`.
   */
  jobWorker(id: string, { kind, ...props }: JobWorkerProps): ServiceFunction {
    const worker = this.consumer(id, {
      ...props,
      environment: {
        STEPS_SECONDS: String(this.stage.jobs.stepsSeconds),
        ...props.environment,
      },
      timeout: Duration.seconds(working.timeoutSeconds),
      events: [`${kind}.requested`],
      batchSize: 1,
    });
    worker.useTable('work', ['GetItem', 'PutItem']);
    worker.useBus();
    return worker;
  }

  /** A function that nobody calls but who is told to by other means. */
  function(id: string, props: FunctionProps): ServiceFunction {
    const { alarms, capability } = this;
    return new ServiceFunction(this, id, { ...props, alarms, capability });
  }

  /** The user pool and the stage's other issuers, as `ISSUERS` lists them. */
  issuers(): string {
    const { identity } = this.stage;
    const own = identity.userPool ? [this.#ownIssuer()] : [];
    return this.toJsonString([...own, ...identity.issuers]);
  }

  #ownIssuer() {
    const { identity, region } = this.stage;
    const pool = this.find('user-pool-id');
    const home = `https://cognito-idp.${region}.${this.urlSuffix}`;
    return {
      issuer: `${home}/${pool}`,
      keysUrl: `${identity.keysOrigin ?? home}/${pool}/.well-known/jwks.json`,
      audiences: [this.find('client-id')],
      accessMark: { claim: 'token_use', value: 'access' },
      secondFactor: { claim: factorClaim.name, values: [factorClaim.value] },
      clientScope,
    };
  }
}
