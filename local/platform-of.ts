import { addressesOf, callbackUrl, localStage } from './deploy.ts';
import { functionVariables } from './function-variables.ts';
import {
  emulatorUrl,
  engineUrl,
  type Instance,
  outsideIssuerUrl,
} from './instance.ts';
import type { Platform, TestStack } from './platform-file.ts';

/** Describes an instance that is up, in one Region. @default the stage's own */
export async function platformOf(
  instance: Instance,
  stage = localStage(instance),
): Promise<Platform> {
  return {
    ...(await addressesOf(instance, stage)),
    callbackUrl: callbackUrl(instance),
    region: stage.region,
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
