import type { Organisation } from '../../functions/identity/contract.ts';
import type { Tree } from '../../functions/identity/model/tree.ts';

/** A district on paper: as many as the packed tree must hold. */
export const organisationCount = 10_000;
/** Children of each: some five levels. */
const breadth = 8;

/** Each organisation but the first stands under an earlier one. */
export function districtTree(): Tree {
  const made: Organisation[] = [];
  for (let index = 0; index < organisationCount; index += 1) {
    const id = `org_${String(index).padStart(26, '0')}`;
    const parent = made[Math.floor((index - 1) / breadth)]?.id;
    const name = `第${index}学校`;
    made.push({ id, kind: 'school', name, ...(parent && { parent }) });
  }
  const organisations = new Map(made.map((one) => [one.id, one]));
  return { version: 1, organisations, recent: [] };
}

/** An entry that must be there. */
export function at(list: readonly string[], index: number): string {
  const value = list.at(index);
  if (value === undefined) throw new Error(`There is no row ${index}.`);
  return value;
}
