import type { PreTokenGenerationV2TriggerEvent } from 'aws-lambda';
import { log } from '../platform/log.ts';
import { logs } from './contract.ts';
import { factorClaim } from './me/contract.ts';
import { secondFactors } from './store/second-factor.ts';

/**
 * Says in an access token that the sign-in was two-factor: Cognito asks for a
 * code as soon as an app is the preferred factor. When that cannot be found out
 * the token comes without it, so that people can sign in and only privileged
 * roles wait. One request to Cognito for each token.
 */
export async function handler(
  event: PreTokenGenerationV2TriggerEvent,
): Promise<PreTokenGenerationV2TriggerEvent> {
  if (!(await isTwoFactor(event))) return event;
  event.response = {
    claimsAndScopeOverrideDetails: {
      accessTokenGeneration: {
        claimsToAddOrOverride: { [factorClaim.name]: factorClaim.value },
      },
    },
  };
  return event;
}

async function isTwoFactor({
  userPoolId,
  userName,
}: PreTokenGenerationV2TriggerEvent): Promise<boolean> {
  try {
    return await secondFactors.isPreferred(userPoolId, userName);
  } catch (error) {
    const reason = error instanceof Error ? error.name : String(error);
    log.error(logs.factorUnknown, { reason });
    return false;
  }
}
