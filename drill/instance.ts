import { type Instance, throwawayInstance } from '../local/instance.ts';

/**
 * What a drill's stage says otherwise than the local one: the recovery Region
 * stands by, with an index of its own in the one engine.
 */
const twoRegions = {
  recovery: { pilotLight: true, search: { alias: 'resources-away' } },
};

/** An instance in two Regions, of its own for one drill. */
export async function drillInstance(): Promise<Instance> {
  return { ...(await throwawayInstance()), changes: twoRegions };
}

/** The instance as a recovery has changed its stage. */
export function changed(
  instance: Instance,
  change: { readonly recovery: object },
): Instance {
  const { changes = {} } = instance;
  const recovery = { ...(changes.recovery ?? {}), ...change.recovery };
  return { ...instance, changes: { ...changes, ...change, recovery } };
}
