import { LambdaClient, paginateListFunctions } from '@aws-sdk/client-lambda';
import { emulatorClient, emulatorVariables } from './aws.ts';
import { emulatorUrl, type Instance } from './instance.ts';

/**
 * The variables with which code of `functions/` runs outside of Lambda, as in
 * tests of stores: what the deployed functions were given, as far as they agree,
 * and the way to the emulator.
 */
export async function functionVariables(
  instance: Instance,
  region: string,
): Promise<Record<string, string>> {
  const client = new LambdaClient(
    emulatorClient(emulatorUrl(instance), region),
  );
  const seen = new Map<string, Set<string>>();
  for await (const page of paginateListFunctions({ client }, {})) {
    for (const each of page.Functions ?? []) {
      const variables = Object.entries(each.Environment?.Variables ?? {});
      for (const [name, value] of variables) {
        seen.set(name, (seen.get(name) ?? new Set()).add(value));
      }
    }
  }
  const agreed = [...seen].flatMap(([name, [value, ...others]]) =>
    value !== undefined && others.length === 0 ? [[name, value]] : [],
  );
  return {
    ...Object.fromEntries(agreed),
    ...emulatorVariables(instance, region),
  };
}
