import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readStage, type Stage } from '../lib/config.ts';
import { namesOf, type ParameterName } from '../lib/names.ts';
import { assemblyHash, synthesisedStacks } from './assembly.ts';
import { toolEnvironment } from './aws.ts';
import { run } from './command.ts';
import { closeGaps } from './emulator-gaps.ts';
import {
  emulatorUrl,
  type Instance,
  logFile,
  outsideIssuerUrl,
  root,
} from './instance.ts';
import { parametersUnder, readMark, setMark } from './parameters.ts';
import { sourcesHash } from './sources.ts';

/** The stage that runs on one machine: `config/local.json`. */
const stageName = 'local';

/** 4 to 11 s with the bundles; a loaded machine takes longer. */
const synthLimitSeconds = 240;
/** 3 s for two Regions. */
const bootstrapLimitSeconds = 120;
/** 6 to 20 s; without `boto3` a custom resource would wait for an hour. */
const deployLimitSeconds = 600;
/** More at once is no faster on two cores. */
const stacksAtOnce = 4;

/** Where a portal that is being developed is served. */
const portalOrigin = 'http://localhost:5173';

/** Where a person's browser and the scripted sign-in are sent back to. */
export function callbackUrl({ ports }: Instance): string {
  return `http://localhost:${ports.emulator}/callback`;
}

/** The local stage, at an instance's own addresses if one is given. */
export function localStage(instance?: Instance): Stage {
  const overrides = instance && overridesOf(instance);
  return readStage({ stage: stageName, overrides }, join(root, 'config'));
}

/** What makes the local stage that of an instance, as JSON text. */
export function overridesOf(instance: Instance): string {
  const browser = `http://localhost:${instance.ports.emulator}`;
  return JSON.stringify({
    ...instance.changes,
    identity: {
      callbackUrls: [callbackUrl(instance)],
      logoutUrls: [`${browser}/`],
      keysOrigin: emulatorUrl(instance),
      signInOrigin: emulatorUrl(instance),
      issuers: [outsideIssuer(instance)],
    },
    api: {
      origins: [browser, emulatorUrl(instance), portalOrigin],
      // Without a stage's name in it: shells read `$default` as a variable.
      address: `${emulatorUrl(instance)}/_aws/execute-api/{apiId}`,
    },
  });
}

/** The client of an outside issuer whose tokens count, in tests. */
export const outsideClient = 'portal';

/** An issuer beside the pool, as a district may have one; a test runs it. */
function outsideIssuer(instance: Instance) {
  const issuer = outsideIssuerUrl(instance);
  return {
    issuer,
    keysUrl: `${issuer}/jwks`,
    audiences: [outsideClient],
    secondFactor: { claim: 'amr', values: ['otp', 'hwk'] },
  };
}

/**
 * Makes the cloud assembly, with the bundles in it, by the same app as every
 * stage; nothing is made anew while no source has changed. Gives its folder and
 * its hash.
 */
export async function synthesise(
  instance: Instance,
): Promise<{ readonly assembly: string; readonly hash: string }> {
  const assembly = join(instance.folder, 'cdk.out');
  const stamp = join(assembly, 'sources.sha256');
  const overrides = overridesOf(instance);
  const sources = sourcesHash(overrides);
  const isMade = existsSync(stamp) && readFileSync(stamp, 'utf8') === sources;
  if (!isMade) {
    rmSync(assembly, { recursive: true, force: true });
    await cdk(instance, {
      cwd: root,
      args: [
        ...['synth', '--quiet', '--output', assembly],
        ...['-c', `stage=${stageName}`, '-c', `overrides=${overrides}`],
      ],
      limitSeconds: synthLimitSeconds,
    });
    writeFileSync(stamp, sources);
  }
  return { assembly, hash: assemblyHash(assembly) };
}

/** The hash of what the emulator has, by its own word. */
export function deployedHash(instance: Instance): Promise<string | undefined> {
  return readMark(instance, localStage(instance).region, 'deployed');
}

/**
 * Deploys an assembly by `cdk deploy`, then applies what the emulator's
 * CloudFormation dropped. Gives how many stacks there are.
 */
export async function deploy(
  instance: Instance,
  { assembly, hash }: { readonly assembly: string; readonly hash: string },
): Promise<number> {
  const { account, region, recoveryRegion } = localStage(instance);
  await cdk(instance, {
    // Away from `cdk.json`: else the app would be synthesised once more.
    cwd: instance.folder,
    args: [
      'bootstrap',
      ...[region, recoveryRegion].map((each) => `aws://${account}/${each}`),
    ],
    limitSeconds: bootstrapLimitSeconds,
  });
  await cdk(instance, {
    cwd: root,
    args: [
      ...['deploy', '--all', '--app', assembly],
      // With change sets the emulator drops changes of outputs alone.
      '--method=direct',
      ...['--concurrency', String(stacksAtOnce)],
      ...['--require-approval', 'never', '--progress', 'events'],
    ],
    limitSeconds: deployLimitSeconds,
  });
  const stacks = synthesisedStacks(assembly);
  await closeGaps(instance, stacks);
  await setMark(instance, region, 'deployed', hash);
  return stacks.length;
}

/** What the stacks published, as `npm start` and tests need it. */
export type Addresses = {
  readonly apiUrl: string;
  readonly issuer: string;
  readonly userPoolId: string;
  readonly clientId: string;
};

/** Reads what the stacks of a Region published. @default the stage's own */
export async function addressesOf(
  instance: Instance,
  stage = localStage(instance),
): Promise<Addresses> {
  const names = namesOf(stage);
  const published = await parametersUnder(
    instance,
    stage.region,
    `/xueyuan/${stage.name}`,
  );
  const publishedAs = (name: ParameterName) => {
    const value = published.get(names.parameter(name));
    if (value) return value;
    throw new Error(`No stack has published ${names.parameter(name)}.`);
  };
  const userPoolId = publishedAs('user-pool-id');
  return {
    apiUrl: publishedAs('api-url'),
    issuer: `https://cognito-idp.${stage.region}.amazonaws.com/${userPoolId}`,
    userPoolId,
    clientId: publishedAs('client-id'),
  };
}

/** Runs `cdk` against an instance's emulator, and nothing else. */
export async function cdk(
  instance: Instance,
  given: {
    readonly cwd: string;
    readonly args: readonly string[];
    readonly limitSeconds: number;
  },
): Promise<void> {
  const { region } = localStage(instance);
  await run({
    ...given,
    command: join(root, 'node_modules', '.bin', 'cdk'),
    args: [...given.args, '--no-notices', '--no-version-reporting'],
    environment: toolEnvironment(instance, region),
    log: logFile(instance, 'deploy'),
  });
}
