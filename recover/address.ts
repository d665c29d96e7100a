import {
  ApiGatewayV2Client,
  GetDomainNameCommand,
} from '@aws-sdk/client-apigatewayv2';
import {
  ChangeResourceRecordSetsCommand,
  Route53Client,
} from '@aws-sdk/client-route-53';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { Stage } from '../lib/config.ts';
import { namesOf } from '../lib/names.ts';
import { patience } from '../ops/patience.ts';
import type { Outcome } from './run.ts';

/** Of both families, as API Gateway answers both. */
const recordTypes = ['A', 'AAAA'] as const;

/**
 * Points the stage's name to this Region's API, where Route 53 keeps the name
 * and the configuration says in which zone; otherwise it tells whom the name
 * must lead to. A stage without a name is told its API's new address.
 */
export async function switchAddress(stage: Stage): Promise<Outcome> {
  const { region } = stage;
  const { domain } = stage.api;
  if (domain === undefined) {
    const ssm = new SSMClient({ region, ...patience });
    const Name = namesOf(stage).parameter('api-url');
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name }));
    return { address: Parameter?.Value };
  }
  const { hostedZoneId, name } = domain;
  const gateway = new ApiGatewayV2Client({ region, ...patience });
  const { DomainNameConfigurations: [here] = [] } = await gateway.send(
    new GetDomainNameCommand({ DomainName: name }),
  );
  const target = here?.ApiGatewayDomainName;
  if (target === undefined)
    throw new Error(`${name} leads nowhere in ${region}.`);
  if (hostedZoneId === undefined) return { name, target, switched: false };
  await new Route53Client(patience).send(
    new ChangeResourceRecordSetsCommand({
      HostedZoneId: hostedZoneId,
      ChangeBatch: {
        Changes: recordTypes.map((Type) => ({
          Action: 'UPSERT',
          ResourceRecordSet: {
            Name: name,
            Type,
            AliasTarget: {
              DNSName: target,
              HostedZoneId: here?.HostedZoneId,
              EvaluateTargetHealth: false,
            },
          },
        })),
      },
    }),
  );
  return { name, target, switched: true };
}
