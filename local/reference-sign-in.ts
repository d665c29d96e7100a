import {
  CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { emulatorClient } from './aws.ts';
import type { Addresses } from './deploy.ts';
import { emulatorUrl, type Instance } from './instance.ts';

/**
 * Lets people sign in from the API reference: its address has the API's id in
 * it, which only a deploy makes, so that no configuration can name it before.
 * A stage with a name of its own lists the address under `callbackUrls`.
 */
export async function allowReferenceSignIn(
  instance: Instance,
  region: string,
  { apiUrl, userPoolId, clientId }: Addresses,
): Promise<void> {
  const cognito = new CognitoIdentityProviderClient(
    emulatorClient(emulatorUrl(instance), region),
  );
  const which = { UserPoolId: userPoolId, ClientId: clientId };
  const described = await cognito.send(
    new DescribeUserPoolClientCommand(which),
  );
  const { CallbackURLs = [], ...rest } = described.UserPoolClient ?? {};
  const reference = `${apiUrl}/v1/docs/oauth2-redirect.html`;
  if (CallbackURLs.includes(reference)) return;
  const callbacks = [...CallbackURLs, reference];
  // What an update does not name goes back to its default.
  const update = { ...rest, ...which, CallbackURLs: callbacks };
  await cognito.send(new UpdateUserPoolClientCommand(update));
}
