import type { Edition } from '../edition/contract.ts';

type Licence = NonNullable<Edition['licence']>;

const cc0 = 'xy:licence/cc0-1-0';
const by = 'xy:licence/cc-by-4-0';
const bySa = 'xy:licence/cc-by-sa-4-0';
const byNc = 'xy:licence/cc-by-nc-4-0';
const byNcSa = 'xy:licence/cc-by-nc-sa-4-0';
const byNd = 'xy:licence/cc-by-nd-4-0';
const byNcNd = 'xy:licence/cc-by-nc-nd-4-0';
const teaching = 'xy:licence/teaching-use-only';
const reserved = 'xy:licence/all-rights-reserved';

/**
 * By the licence of a source, those that an adaptation of it may have. Source
 * for Creative Commons: its FAQ, "Adapter's license chart"; what that calls
 * possible but not recommended is refused here. For the district's own two: an
 * adaptation stays within the use that was granted, so it keeps the source's
 * terms; where a source asks for no more than its name and a use that is not
 * commercial, both of them keep that.
 */
export const adapterLicences: Readonly<Record<Licence, readonly Licence[]>> = {
  [cc0]: [cc0, by, bySa, byNc, byNcSa, byNd, byNcNd, teaching, reserved],
  [by]: [by, bySa, byNc, byNcSa, byNd, byNcNd, teaching, reserved],
  [bySa]: [bySa],
  [byNc]: [byNc, byNcSa, byNcNd, teaching],
  [byNcSa]: [byNcSa],
  [byNd]: [],
  [byNcNd]: [],
  [teaching]: [teaching],
  [reserved]: [reserved],
};

/** Whether what is adapted from a source under one licence may have another. */
export function mayAdapt(source: Licence, adaptation: Licence): boolean {
  return adapterLicences[source]?.includes(adaptation) === true;
}
