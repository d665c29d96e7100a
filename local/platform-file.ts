import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { root } from './instance.ts';

const Account = z.strictObject({ username: z.string(), password: z.string() });
export type Account = z.infer<typeof Account>;

/** What scripts, tests and the demo need to know of an instance that is up. */
export const Platform = z.strictObject({
  /** Routes stand under it: `${apiUrl}/v1/…`. */
  apiUrl: z.url(),
  /** As tokens name it; its keys are at the emulator. */
  issuer: z.url(),
  clientId: z.string(),
  userPoolId: z.string(),
  /** Where the sign-in sends people back to. */
  callbackUrl: z.url(),
  region: z.string(),
  emulatorUrl: z.url(),
  /** An issuer that the stage trusts, for whoever runs it there. */
  outsideIssuer: z.url(),
  engineUrl: z.url(),
});
export type Platform = z.infer<typeof Platform>;

/** The platform that `npm start` keeps, with one account of each role. */
export const StartedPlatform = Platform.extend({
  accounts: z.record(z.string(), Account),
});
export type StartedPlatform = z.infer<typeof StartedPlatform>;

/** A stack for tests, with the variables that its functions have in common. */
export const TestStack = Platform.extend({
  environment: z.record(z.string(), z.string()),
  /** Where the instance keeps all that it has. */
  folder: z.string(),
});
export type TestStack = z.infer<typeof TestStack>;

export const platformFile = join(root, '.local', 'platform.json');
export const testStackFile = join(root, '.local', 'test-stack.json');

/** Reads such a file; `undefined` when there is none. */
export function readPlatformFile<T extends z.ZodType>(
  file: string,
  schema: T,
): z.output<T> | undefined {
  if (!existsSync(file)) return undefined;
  return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

/** Passwords of demo accounts stand in it: for this person's eyes only. */
export function writePlatformFile(file: string, platform: Platform): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(platform, undefined, 2)}\n`, {
    mode: 0o600,
  });
}
