import {
  CfnIntegration,
  CfnRoute,
  type CfnRouteProps,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Routes } from '../../functions/platform/contract.ts';
import type { PlatformStack } from '../stacks/platform-stack.ts';
import { accept } from './accepted.ts';
import type { ServiceFunction } from './service-function.ts';

export interface HttpRoutesProps {
  readonly routes: Routes;
  readonly handler: ServiceFunction;
  /** Whether it also answers every path that nobody else has. */
  readonly otherPaths?: boolean;
}

/**
 * The routes of a contract on the platform's HTTP API, all through one
 * integration with one permission: a permission for each route would not fit
 * in a function's policy.
 */
export class HttpRoutes extends Construct {
  constructor(stack: PlatformStack, id: string, props: HttpRoutesProps) {
    super(stack, id);
    const { handler, otherPaths = false, routes } = props;
    const apiId = stack.find('api-id');
    const integration = new CfnIntegration(this, 'Integration', {
      apiId,
      integrationType: 'AWS_PROXY',
      integrationUri: handler.lambda.functionArn,
      payloadFormatVersion: '2.0',
    });
    const target = `integrations/${integration.ref}`;
    for (const [name, { method, path }] of Object.entries(routes)) {
      this.#add(name, { apiId, routeKey: `${method} ${path}`, target });
    }
    if (otherPaths) {
      this.#add('OtherPaths', { apiId, routeKey: '$default', target });
    }
    new CfnPermission(this, 'Permission', {
      action: 'lambda:InvokeFunction',
      functionName: handler.lambda.functionArn,
      principal: 'apigateway.amazonaws.com',
      sourceArn: `${stack.names.apiArn(apiId)}/*`,
    });
  }

  #add(name: string, props: CfnRouteProps): void {
    const route = new CfnRoute(this, name, props);
    accept(route, 'APIG4', 'The pipeline verifies tokens: ADR 0002.');
  }
}
