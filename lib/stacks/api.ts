import { Duration } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  ApiMapping,
  CorsHttpMethod,
  DomainName,
  HttpApi,
  HttpStage,
  LogGroupLogDestination,
  SecurityPolicy,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { Stage } from '../config.ts';
import { AlarmDesk, alarmPeriod } from '../constructs/alarm-desk.ts';
import { serviceLog } from '../constructs/service-log.ts';
import { PlatformStack } from './platform-stack.ts';

/** Browsers ask at most once an hour whether they may. */
const preflight = Duration.hours(1);

/** Request headers that our contracts know. */
const requestHeaders = [
  'authorization',
  'content-type',
  'accept-language',
  'idempotency-key',
  'if-match',
  'if-none-match',
];

/** Answer headers that a browser's script may read. */
const answerHeaders = ['etag', 'location', 'retry-after', 'x-request-id'];

/** One answer in a hundred that fails is more than bad luck. */
const failuresPercent = 1;

/** Below this many requests a period, one failure would be a high rate. */
const rateIsMeaningful = 100;

/** What an operator wants to see of the access log first. */
const failed = `fields @timestamp, requestId, route, status, milliseconds, integrationError
| filter status >= 500
| sort @timestamp desc
| limit 100`;

/** One line for each request that reached the gateway; no query, no token. */
const accessLine = {
  requestId: '$context.requestId',
  time: '$context.requestTimeEpoch',
  address: '$context.identity.sourceIp',
  route: '$context.routeKey',
  status: '$context.status',
  bytes: '$context.responseLength',
  milliseconds: '$context.responseLatency',
  integrationError: '$context.integrationErrorMessage',
};

/**
 * The HTTP API that all capabilities add their routes to. It has no authoriser:
 * the pipeline in the functions verifies tokens (ADR 0002).
 */
export class ApiStack extends PlatformStack {
  constructor(scope: Construct, stage: Stage) {
    super(scope, 'api', stage);
    const { origins, throttle } = stage.api;
    const api = new HttpApi(this, 'Api', {
      apiName: this.names.own('api'),
      description: `${stage.district.name.en}: Xueyuan`,
      createDefaultStage: false,
      corsPreflight: {
        allowOrigins: [...origins],
        allowMethods: [
          CorsHttpMethod.GET,
          CorsHttpMethod.HEAD,
          CorsHttpMethod.POST,
          CorsHttpMethod.PUT,
          CorsHttpMethod.PATCH,
          CorsHttpMethod.DELETE,
        ],
        allowHeaders: requestHeaders,
        exposeHeaders: answerHeaders,
        maxAge: preflight,
      },
    });
    const log = serviceLog(this, 'AccessLog', this, ['api', 'access']);
    const deployed = new HttpStage(this, 'Stage', {
      httpApi: api,
      stageName: '$default',
      autoDeploy: true,
      throttle: {
        rateLimit: throttle.ratePerSecond,
        burstLimit: throttle.burst,
      },
      accessLogSettings: {
        destination: new LogGroupLogDestination(log),
        format: AccessLogFormat.custom(JSON.stringify(accessLine)),
      },
    });
    this.#domain(stage, api, deployed);
    this.publish('api-id', api.apiId);
    this.publish('api-url', addressOf(stage, api));
    this.#alarms(api);
  }

  /** Gives the API the stage's own name, if it has one. */
  #domain(
    { api: { domain } }: Stage,
    httpApi: HttpApi,
    stage: HttpStage,
  ): void {
    if (domain === undefined) return;
    const domainName = new DomainName(this, 'Domain', {
      domainName: domain.name,
      certificate: Certificate.fromCertificateArn(
        this,
        'Certificate',
        domain.certificateArn,
      ),
      securityPolicy: SecurityPolicy.TLS_1_2,
    });
    new ApiMapping(this, 'Mapping', { api: httpApi, domainName, stage });
  }

  #alarms(api: HttpApi): void {
    const alarms = new AlarmDesk(this, 'api', { text: failed });
    const inPeriod = { period: alarmPeriod };
    alarms.page('failures', {
      metric: new MathExpression({
        expression: `IF(requests >= ${rateIsMeaningful}, 100 * failures / requests, 0)`,
        usingMetrics: {
          failures: api.metricServerError({ ...inPeriod, statistic: 'Sum' }),
          requests: api.metricCount({ ...inPeriod, statistic: 'Sum' }),
        },
        period: alarmPeriod,
        label: 'Requests answered 5xx, percent',
      }),
      threshold: failuresPercent,
      periods: 2,
      says: {
        'zh-CN': `超过 ${failuresPercent}% 的请求因平台自身原因失败。`,
        en: `More than ${failuresPercent} % of all requests fail on our side.`,
      },
    });
  }
}

/** Where clients reach the API, without a slash at the end. */
function addressOf({ api }: Stage, { apiEndpoint, apiId }: HttpApi): string {
  if (api.address !== undefined) return api.address.replace('{apiId}', apiId);
  return api.domain === undefined ? apiEndpoint : `https://${api.domain.name}`;
}
