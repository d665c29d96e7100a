import { addressesOf, callbackUrl, localStage } from './deploy.ts';
import { functionVariables } from './function-variables.ts';
import {
  emulatorUrl,
  engineUrl,
  type Instance,
  outsideIssuerUrl,
} from './instance.ts';
import type { Platform, TestStack } from './platform-file.ts';

/** Describes an instance that is up. */
export async function platformOf(instance: Instance): Promise<Platform> {
  return {
    ...(await addressesOf(instance)),
    callbackUrl: callbackUrl(instance),
    region: localStage(instance).region,
    emulatorUrl: emulatorUrl(instance),
    outsideIssuer: outsideIssuerUrl(instance),
    engineUrl: engineUrl(instance),
  };
}

/** Describes it for tests, which also run code of functions themselves. */
export async function testStackOf(instance: Instance): Promise<TestStack> {
  const platform = await platformOf(instance);
  const environment = await functionVariables(instance, platform.region);
  return { ...platform, environment, folder: instance.folder };
}
