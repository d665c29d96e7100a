import { misused, ownOptions } from './options.ts';
import {
  platformFile,
  readPlatformFile,
  StartedPlatform,
} from './platform-file.ts';
import { signIn } from './sign-in.ts';
import { speaker } from './text.ts';

/**
 * `npm run -s token -- <role>`: prints an access token of the demo account of
 * that role, and nothing else. It counts for fifteen minutes.
 */
const say = speaker(process.env);
const {
  positionals: [role = ''],
} = ownOptions({}, { positionals: 1 });
const platform = readPlatformFile(platformFile, StartedPlatform);
if (!platform) {
  fail(say('wasNotUp'));
} else {
  const account = platform.accounts[role];
  const roles = Object.keys(platform.accounts).sort();
  if (!account) fail(say('roleUnknown', { role, roles }), misused);
  else {
    await signIn(platform, account)
      .then(({ accessToken }) => console.log(accessToken))
      .catch((error: unknown) =>
        fail(error instanceof Error ? error.message : String(error)),
      );
  }
}

function fail(text: string, status = 1): void {
  console.error(text);
  process.exitCode = status;
}
