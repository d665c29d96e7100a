import { globSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Routes } from '../../functions/platform/contract.ts';
import { all, awsStages, stageOf } from './synthesised.ts';

/** Contracts of all capabilities that have an `api.ts`, found by folder. */
const contracts = await Promise.all(
  globSync('functions/*/api.ts').map(async (file) => {
    const capability = file.split('/')[1] ?? '';
    const { routes }: { readonly routes: Routes } = await import(
      `../../functions/${capability}/contract.ts`
    );
    return { capability, routes };
  }),
);

describe.each(awsStages)('given stage %s', (stage) => {
  const routes = all(stage, 'AWS::ApiGatewayV2::Route');
  const keys = routes.map(({ props, stack }) => `${stack}: ${props.RouteKey}`);

  test('then each route of a contract is once in the API, and no other', () => {
    const wanted = contracts.flatMap(({ capability, routes }) =>
      Object.values(routes).map(
        ({ method, path }) => `${capability}-functions: ${method} ${path}`,
      ),
    );
    expect(wanted.length).toBeGreaterThan(30);
    expect(keys.toSorted()).toEqual(
      [...wanted, 'service-functions: $default'].toSorted(),
    );
  });

  test('then no two capabilities claim one route', () => {
    const plain = routes.map(({ props }) => props.RouteKey);
    expect(new Set(plain).size).toBe(plain.length);
  });

  test('then each capability has one integration and one permission', () => {
    for (const { capability } of contracts) {
      const ofStack = ({ stack }: { readonly stack: string }) =>
        stack === `${capability}-functions`;
      for (const type of [
        'AWS::ApiGatewayV2::Integration',
        'AWS::Lambda::Permission',
      ]) {
        expect(all(stage, type).filter(ofStack)).toHaveLength(1);
      }
    }
  });

  test('then the gateway throttles, logs and answers preflights itself', () => {
    const { origins, throttle } = stageOf(stage).stage.api;
    const [deployed] = all(stage, 'AWS::ApiGatewayV2::Stage');
    expect(deployed?.props).toMatchObject({
      AutoDeploy: true,
      StageName: '$default',
      DefaultRouteSettings: {
        ThrottlingRateLimit: throttle.ratePerSecond,
        ThrottlingBurstLimit: throttle.burst,
      },
      AccessLogSettings: { Format: expect.stringContaining('$context.status') },
    });
    const [api] = all(stage, 'AWS::ApiGatewayV2::Api');
    expect(api?.props.CorsConfiguration).toMatchObject({
      AllowOrigins: origins,
      AllowHeaders: expect.arrayContaining(['if-match', 'idempotency-key']),
      ExposeHeaders: expect.arrayContaining(['etag', 'x-request-id']),
    });
  });

  test('then its access log says nothing of a query or a token', () => {
    const [deployed] = all(stage, 'AWS::ApiGatewayV2::Stage');
    const settings = JSON.stringify(deployed?.props.AccessLogSettings);
    expect(settings).not.toMatch(
      /authorizer|querystring|header|\$context\.path/i,
    );
  });
});
