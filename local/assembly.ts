import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const Manifest = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      environment: z.string().optional(),
      properties: z
        .object({
          templateFile: z.string().optional(),
          stackName: z.string().optional(),
        })
        .optional(),
    }),
  ),
});

/** A resource of a template, as far as we look at it. */
const TemplateResource = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
});
const Template = z.object({
  Resources: z.record(z.string(), TemplateResource).default({}),
});
export type Template = z.infer<typeof Template>;

/** A stack that was synthesised: where it goes and what is in it. */
export type SynthesisedStack = {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly template: Template;
};

/** The stacks of a cloud assembly (`cdk.out`), in its own order. */
export function synthesisedStacks(assembly: string): SynthesisedStack[] {
  return stackArtifacts(assembly).map(([id, { environment, properties }]) => {
    const [, account, region] =
      environment?.match(/^aws:\/\/([^/]+)\/(.+)$/) ?? [];
    const file = properties?.templateFile;
    if (!account || !region || !file) {
      throw new Error(`${assembly}: the stack ${id} names no environment.`);
    }
    const template = Template.parse(readJson(join(assembly, file)));
    return { name: properties.stackName ?? id, account, region, template };
  });
}

/** Changes with every template, and so with every asset that one names. */
export function assemblyHash(assembly: string): string {
  const hash = createHash('sha256');
  for (const [id, { properties }] of stackArtifacts(assembly)) {
    const file = join(assembly, properties?.templateFile ?? '');
    hash.update(id).update(readFileSync(file));
  }
  return hash.digest('hex');
}

function stackArtifacts(assembly: string) {
  const { artifacts } = Manifest.parse(
    readJson(join(assembly, 'manifest.json')),
  );
  return Object.entries(artifacts)
    .filter(([, { type }]) => type === 'aws:cloudformation:stack')
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
