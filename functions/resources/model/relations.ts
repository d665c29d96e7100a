import { fail, ok, type Result } from '../../platform/result.ts';
import type { Edition } from '../edition/contract.ts';
import type { Head } from '../head/contract.ts';
import {
  type Relation,
  type RelationType,
  relationLimits,
} from '../relations/contract.ts';
import { broken, type Refused } from './drafting.ts';
import { mayAdapt } from './licences.ts';
import { allowed, type StateRefused } from './life.ts';
import { type By, type Move, moved } from './move.ts';
import type { Breach } from './submittable.ts';
import { shownVersion } from './view.ts';

/** What one resource names in another, of one type. */
export function targetsOf(
  { relations = [] }: Pick<Head, 'relations'>,
  type: RelationType,
): string[] {
  return relations.flatMap((one) => (one.type === type ? one.target : []));
}

/**
 * Relates a resource to another, or moves it to another place in it. `line` is
 * the target and all that it leads to by relations of this type: the resource
 * must not be among them, so that no way leads back.
 */
export function relate(
  head: Head,
  relation: Relation,
  line: readonly Head[],
  by: By,
): Result<Move, Refused> {
  const possible = allowed(head, 'relate');
  if (!possible.ok) return possible;
  const { type, target } = relation;
  const breach = breachOf(head, relation, line);
  if (breach) return broken(breach);
  const rest = withoutRelation(head, relation);
  const relations = [...rest, relation];
  if (relations.length > relationLimits.relations) {
    const most = relationLimits.relations;
    return broken({ pointer: '', rule: 'too-many-relations', most });
  }
  const version = shownVersion(head) ?? head.latest;
  const { position } = relation;
  const facts = { type, target, ...(position !== undefined && { position }) };
  const said = { action: 'relate', version, facts } as const;
  return ok(moved(head, { ...head, relations }, said, by));
}

function breachOf(
  head: Head,
  relation: Relation,
  line: readonly Head[],
): Breach | undefined {
  const { type, target, position } = relation;
  const pointer = '';
  const cycle = line.some(({ id }) => id === head.id);
  if (cycle) return { pointer, rule: 'relation-cycle', target };
  const known = head.relations?.find(
    (one) => one.type === type && one.target === target,
  );
  if (known && known.position === position) {
    return { pointer, rule: 'relation-already', target };
  }
  const [source] = line;
  if (type !== 'isBasedOn' || !source) return undefined;
  if (!source.published) return { pointer, rule: 'source-unpublished', target };
  const { published } = head;
  return published && licenceBreaches(published.edition, [source])[0];
}

/** Ends a relation; unknown when there is none. */
export function unrelate(
  head: Head,
  relation: Pick<Relation, 'type' | 'target'>,
  by: By,
): Result<Move, StateRefused | { code: 'unknown' }> {
  const possible = allowed(head, 'unrelate');
  if (!possible.ok) return possible;
  const { relations: before = [], ...rest } = head;
  const relations = withoutRelation(head, relation);
  if (relations.length === before.length) return fail({ code: 'unknown' });
  const version = shownVersion(head) ?? head.latest;
  const { type, target } = relation;
  const facts = { type, target };
  const said = { action: 'unrelate', version, facts } as const;
  const state = { ...rest, ...(relations.length > 0 && { relations }) };
  return ok(moved(head, state, said, by));
}

function withoutRelation(
  { relations = [] }: Head,
  { type, target }: Pick<Relation, 'type' | 'target'>,
): Relation[] {
  return relations.filter((one) => one.type !== type || one.target !== target);
}

/** Sources whose licences do not allow what an adaptation of them says. */
export function licenceBreaches(
  { licence }: Edition,
  sources: readonly Head[],
): Breach[] {
  return sources.flatMap(({ id: source, published }) => {
    const of = published?.edition.licence;
    if (!licence || !of || mayAdapt(of, licence)) return [];
    const facts = { source, sourceLicence: of, licence };
    const pointer = '/edition/licence';
    return [{ pointer, rule: 'licence-incompatible', ...facts }];
  });
}
