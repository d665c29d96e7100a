import {
  CreateUserPoolClientCommand,
  DeleteUserPoolClientCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import { environment } from '../../platform/environment.ts';
import { clientScope } from '../clients/contract.ts';
import { cognito } from './cognito.ts';

/** As long as a person's: an ended client's last token is no danger for long. */
const accessMinutes = 15;

/** Makes an app client that signs in by its secret alone. One request. */
async function open(
  name: string,
): Promise<{ readonly id: string; readonly secret: string }> {
  const { UserPoolClient: made } = await cognito.send(
    new CreateUserPoolClientCommand({
      UserPoolId: environment('USER_POOL_ID'),
      ClientName: name,
      GenerateSecret: true,
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['client_credentials'],
      AllowedOAuthScopes: [clientScope],
      AccessTokenValidity: accessMinutes,
      TokenValidityUnits: { AccessToken: 'minutes' },
      EnableTokenRevocation: true,
    }),
  );
  const { ClientId: id, ClientSecret: secret } = made ?? {};
  if (id === undefined || secret === undefined) {
    throw new Error('Cognito answered no app client.');
  }
  return { id, secret };
}

/** Ends an app client; ended already is as good. One request. */
async function end(id: string): Promise<void> {
  try {
    await cognito.send(
      new DeleteUserPoolClientCommand({
        UserPoolId: environment('USER_POOL_ID'),
        ClientId: id,
      }),
    );
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
  }
}

/** App clients of machine clients in the district's own user pool. */
export const appClients = { open, end };
export type AppClients = typeof appClients;
