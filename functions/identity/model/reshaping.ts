import { ok, type Result } from '../../platform/result.ts';
import type { Organisation } from '../contract.ts';
import { broken, type RuleBroken } from './roles.ts';
import { below, standIn, type Tree } from './tree.ts';

type Reshaped = Result<Organisation, RuleBroken>;

/**
 * The organisation under another parent. Neither under itself nor below: so the
 * tree stays one, whatever is moved.
 */
export function moved(tree: Tree, id: string, parent: string): Reshaped {
  const found = reshapable(tree, id);
  if (!found.ok) return found;
  const open = openTarget(tree, id, { id: parent, at: '/parent' });
  return open.ok ? ok({ ...found.value, parent }) : open;
}

/**
 * The organisation as part of another from now on. What is under it is then
 * under that one.
 */
export function merged(
  tree: Tree,
  id: string,
  { into, at }: { readonly into: string; readonly at: string },
): Reshaped {
  const found = reshapable(tree, id);
  if (!found.ok) return found;
  const open = openTarget(tree, id, { id: into, at: '/into' });
  const { closedAt = at } = found.value;
  return open.ok ? ok({ ...found.value, closedAt, mergedInto: into }) : open;
}

/** The organisation closed, once nothing open is below it. */
export function closed(tree: Tree, id: string, at: string): Reshaped {
  const found = reshapable(tree, id);
  if (!found.ok) return found;
  if (found.value.closedAt !== undefined) {
    return broken('', 'organisation-closed', { organisation: id });
  }
  const open = [...below(tree, id)].filter(
    (one) => one !== id && !tree.organisations.get(one)?.closedAt,
  );
  return open.length > 0
    ? broken('', 'open-below', { count: open.length })
    : ok({ ...found.value, closedAt: at });
}

/**
 * The organisation open again, under one that is open. A merger is not undone
 * so: since then its people and what it holds are the other's.
 */
export function reopened(tree: Tree, id: string): Reshaped {
  const found = reshapable(tree, id);
  if (!found.ok) return found;
  const { closedAt, ...organisation } = found.value;
  if (closedAt === undefined) return broken('', 'organisation-open');
  const parent = standIn(tree, organisation.parent ?? '');
  const open = openAt(tree, { id: parent, at: '' });
  return open.ok ? ok(organisation) : open;
}

/** Where something new may be put: an organisation that is there, and open. */
export function openAt(
  tree: Tree,
  target: { readonly id: string; readonly at: string },
): Result<undefined, RuleBroken> {
  const found = tree.organisations.get(target.id);
  if (!found) return broken(target.at, 'organisation-unknown');
  return found.closedAt === undefined
    ? ok(undefined)
    : broken(target.at, 'organisation-closed', { organisation: target.id });
}

/** All but the top, and what has become part of another. */
function reshapable(tree: Tree, id: string): Reshaped {
  const found = tree.organisations.get(id);
  if (!found) throw new Error(`The tree lacks ${id}.`);
  if (found.parent === undefined) return broken('', 'top-stays');
  const { mergedInto } = found;
  return mergedInto === undefined
    ? ok(found)
    : broken('', 'organisation-merged', { mergedInto });
}

function openTarget(
  tree: Tree,
  id: string,
  target: { readonly id: string; readonly at: string },
): Result<undefined, RuleBroken> {
  const open = openAt(tree, target);
  if (!open.ok) return open;
  return below(tree, id).has(target.id)
    ? broken(target.at, 'under-itself')
    : ok(undefined);
}
