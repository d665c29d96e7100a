import {
  PutParameterCommand,
  paginateGetParametersByPath,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { emulatorClient } from './aws.ts';
import { emulatorUrl, type Instance } from './instance.ts';

/** The parameters under a path, by their whole names. */
export async function parametersUnder(
  instance: Instance,
  region: string,
  path: string,
): Promise<Map<string, string>> {
  const client = new SSMClient(emulatorClient(emulatorUrl(instance), region));
  const query = { Path: path, Recursive: true };
  const found = new Map<string, string>();
  for await (const page of paginateGetParametersByPath({ client }, query)) {
    for (const { Name, Value } of page.Parameters ?? []) {
      if (Name && Value) found.set(Name, Value);
    }
  }
  return found;
}

const marksPath = '/local-platform';

/** What the local platform remembers about what the emulator holds. */
export type Mark = 'deployed' | 'demo';

/**
 * Marks what was done. The mark is kept by the emulator itself, so that it is
 * lost together with what it speaks of.
 */
export async function setMark(
  instance: Instance,
  region: string,
  mark: Mark,
  value: string,
): Promise<void> {
  const client = new SSMClient(emulatorClient(emulatorUrl(instance), region));
  const Name = `${marksPath}/${mark}`;
  const parameter = { Name, Value: value, Type: 'String' } as const;
  await client.send(new PutParameterCommand({ ...parameter, Overwrite: true }));
}

export async function readMark(
  instance: Instance,
  region: string,
  mark: Mark,
): Promise<string | undefined> {
  const marks = await parametersUnder(instance, region, marksPath);
  return marks.get(`${marksPath}/${mark}`);
}
