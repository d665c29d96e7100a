import { readStage, type Stage } from '../lib/config.ts';
import { whereActive } from '../lib/seats.ts';
import { emulatorClient } from '../local/aws.ts';
import { localStage } from '../local/deploy.ts';
import {
  platformFile,
  readPlatformFile,
  StartedPlatform,
} from '../local/platform-file.ts';
import { patience } from './patience.ts';

/** A stage and the way to it: what every AWS client is made with. */
export type Target = {
  readonly stage: Stage;
  readonly aws: {
    readonly region: string;
    readonly endpoint?: string;
    readonly credentials?: {
      readonly accessKeyId: string;
      readonly secretAccessKey: string;
    };
    readonly maxAttempts?: number;
    readonly requestHandler: {
      readonly connectionTimeout: number;
      readonly requestTimeout: number;
      readonly throwOnRequestTimeout: boolean;
    };
  };
};

/**
 * The stage of that name: `local` is the platform that `npm start` keeps, every
 * other is on AWS, in the Region that is active, reached with the credentials of
 * the environment. Undefined when the local platform is not up; throws
 * `ConfigError` when there is no such stage.
 */
export function targetOf(name: string): Target | undefined {
  if (name !== 'local') {
    const stage = whereActive(readStage({ stage: name }));
    return { stage, aws: { region: stage.region, ...patience } };
  }
  const platform = readPlatformFile(platformFile, StartedPlatform);
  return platform && localTarget(platform.emulatorUrl);
}

/** The stage `local` on an emulator of this address. */
export function localTarget(emulatorUrl: string): Target {
  const stage = localStage();
  return { stage, aws: emulatorClient(emulatorUrl, stage.region) };
}
