import { inject } from 'vitest';
import type { Stage } from '../../lib/config.ts';

/** A resource as its template writes it. */
export type TemplateResource = {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly Condition?: string;
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
};
export type Template = {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: Readonly<Record<string, unknown>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Parameters?: Readonly<
    Record<string, { readonly Type: string; readonly Default?: string }>
  >;
};

export type Finding = { readonly rule: string; readonly path: string };
export type Acceptance = Finding & { readonly reason: string };

/** A stage with all that came out of it. */
export type Synthesised = {
  readonly stage: Stage;
  /** What synthesis complained of; empty when all is well. */
  readonly complaint: string;
  readonly found: readonly Finding[];
  readonly accepted: readonly Acceptance[];
  /** The stacks of the stage's own Region. */
  readonly templates: readonly Made[];
  /** Those of its recovery Region. */
  readonly away: readonly Made[];
};

/** One stack as it was synthesised. */
type Made = {
  readonly stack: string;
  readonly isProtected: boolean;
  readonly template: Template;
};

declare module 'vitest' {
  interface ProvidedContext {
    synthesised: Readonly<Record<StageName, Synthesised>>;
  }
}

/**
 * `whole` is the local stage with nothing omitted; `taken` is dev after its
 * recovery Region took over; `cn` is the example for the AWS China Regions.
 */
export type StageName = 'prod' | 'dev' | 'local' | 'whole' | 'taken' | 'cn';

const synthesised = inject('synthesised');

/** The stages whose templates AWS gets: what they say must be right. */
export const awsStages = ['prod', 'dev'] as const;

export function stageOf(name: StageName): Synthesised {
  return synthesised[name];
}

/** Where a stage's alarms say that runbooks are; prod has an address, dev none. */
export function runbooksOf(name: StageName): string {
  return stageOf(name).stage.operations.runbooks ?? 'docs/runbooks/';
}

/** One resource with where it stands. */
export type Placed = TemplateResource & {
  readonly stack: string;
  readonly id: string;
  readonly props: Readonly<Record<string, unknown>>;
};

/** All resources of a stage's own Region, of one type or of every. */
export function all(name: StageName, type?: string): Placed[] {
  return placedIn(synthesised[name].templates, type);
}

/** All resources of a stage's recovery Region, the same way. */
export function allAway(name: StageName, type?: string): Placed[] {
  return placedIn(synthesised[name].away, type);
}

function placedIn(templates: readonly Made[], type?: string): Placed[] {
  return templates.flatMap(({ stack, template }) =>
    Object.entries(template.Resources)
      .filter(([, resource]) => type === undefined || resource.Type === type)
      .map(([id, resource]) => ({
        ...resource,
        stack,
        id,
        props: resource.Properties ?? {},
      })),
  );
}

/** All resources of one type in the stack that something stands in. */
export function beside(
  { stage, stack }: { readonly stage: StageName; readonly stack: string },
  type: string,
): Placed[] {
  return all(stage, type).filter((resource) => resource.stack === stack);
}

/** All resources of the stages that AWS gets, as rows of a table of tests. */
export function inAws(
  type?: string,
): (Placed & { readonly stage: StageName })[] {
  return awsStages.flatMap((stage) =>
    all(stage, type).map((resource) => ({ stage, ...resource })),
  );
}
