import { devNull } from 'node:os';
import { delimiter, join } from 'node:path';
import { emulatorUrl, type Instance, root } from './instance.ts';

/** The emulator's keys: those of its account's root. */
const key = 'test';

/** A function that is invoked may run for a minute on a loaded machine. */
const limits = { connectionMs: 5_000, requestMs: 90_000 } as const;

/** What an SDK client needs to reach an emulator, in one Region. */
export function emulatorClient(endpoint: string, region: string) {
  return {
    endpoint,
    region,
    credentials: { accessKeyId: key, secretAccessKey: key },
    requestHandler: {
      connectionTimeout: limits.connectionMs,
      requestTimeout: limits.requestMs,
      // Without it the SDK only warns, and waits on.
      throwOnRequestTimeout: true,
    },
  };
}

/**
 * Variables with which any AWS tool reaches this emulator and nothing else: the
 * person's own profiles and keys are left out, so that a local deploy can never
 * go to a real account.
 */
export function emulatorVariables(instance: Instance, region: string) {
  return {
    AWS_ENDPOINT_URL: emulatorUrl(instance),
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: key,
    AWS_SECRET_ACCESS_KEY: key,
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
  } as const;
}

/** The environment for a tool that deploys to an instance. */
export function toolEnvironment(
  instance: Instance,
  region: string,
): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('AWS_') && !name.startsWith('CDK_'),
  );
  return {
    ...Object.fromEntries(own),
    ...emulatorVariables(instance, region),
    PATH: [join(root, 'node_modules', '.bin'), process.env.PATH].join(
      delimiter,
    ),
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    CI: 'true',
  };
}
