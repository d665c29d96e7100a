import type { Part } from '../../platform/commit.ts';
import type { Principal } from '../../platform/contract.ts';
import { may } from '../../platform/policy.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import type { Head } from '../head/contract.ts';
import { broken, type Refused } from '../model/drafting.ts';
import type { StateRefused } from '../model/life.ts';
import { relate, targetsOf, unrelate } from '../model/relations.ts';
import { factsOf, sightOf, type Unseen } from '../model/view.ts';
import {
  type Related,
  type Relation,
  type RelationType,
  relationLimits,
} from '../relations/contract.ts';
import type { Forbidden } from '../service.ts';
import type { ResourceReads } from '../store/reads.ts';
import type { RelationStore } from '../store/relations.ts';
import {
  type CommandNeeds,
  command,
  type Found,
  plain,
  type Refusals,
  type Wish,
} from './command.ts';
import type { Asked } from './reading.ts';

export type RelateNeeds = CommandNeeds & {
  /** On condition that a head is where it was read. */
  readonly unmovedPart: (head: Head) => Part;
};

/**
 * Relates a resource to another that the same person sees; to be a part of
 * something, they must be a contributor of that too. All that the target leads to
 * is read as it is now, and must not have moved when this is written: so two
 * commands at once never close a circle, one of them is told to read again. Cost:
 * `command`, and for each resource of that line, 30 at most, 1 RRU per 4 KB of
 * its head and 2 WRU per KB.
 */
export function relateResource(
  needs: RelateNeeds,
  wish: Wish,
  relation: Relation,
): Promise<Result<Found, Refusals<Refused | Forbidden>>> {
  return command<Refused | Forbidden>(
    needs,
    'edit',
    wish,
    async (found, by) => {
      const { type, target } = relation;
      if (target === wish.id) {
        return broken({ pointer: '', rule: 'relation-cycle', target });
      }
      const head = await needs.reads.head(target, { consistent: true });
      if (!head || !sightOf(head, wish.principal).ok) {
        return broken({ pointer: '', rule: 'relation-unknown', target });
      }
      const into = may(wish.principal, 'edit', factsOf(head));
      if (type === 'isPartOf' && !into.allowed) {
        return fail({ code: 'forbidden', rule: into.rule });
      }
      const line = await lineOf(needs, type, head);
      if (line === undefined) {
        const most = relationLimits.line;
        return broken({ pointer: '', rule: 'relation-line-long', most });
      }
      const move = relate(found.head, relation, line, by);
      if (!move.ok) return move;
      return ok({ move: move.value, with: line.map(needs.unmovedPart) });
    },
  );
}

/** Ends a relation. Cost: `command`. */
export function unrelateResource(
  needs: CommandNeeds,
  wish: Wish,
  relation: Pick<Relation, 'type' | 'target'>,
): Promise<Result<Found, Refusals<StateRefused>>> {
  return command(needs, 'edit', wish, (found, by) =>
    plain(unrelate(found.head, relation, by)),
  );
}

/** A resource and all that it leads to; undefined when that is too many. */
async function lineOf(
  { reads }: Pick<RelateNeeds, 'reads'>,
  type: RelationType,
  first: Head,
): Promise<Head[] | undefined> {
  const line = new Map([[first.id, first]]);
  let next = targetsOf(first, type);
  while (next.length > 0) {
    const fresh = [...new Set(next)].filter((id) => !line.has(id));
    if (line.size + fresh.length > relationLimits.line) return undefined;
    const found = await Promise.all(
      fresh.map((id) => reads.head(id, { consistent: true })),
    );
    const heads = found.flatMap((head) => head ?? []);
    for (const head of heads) line.set(head.id, head);
    next = heads.flatMap((head) => targetsOf(head, type));
  }
  return [...line.values()];
}

export type RelationNeeds = {
  readonly reads: Pick<ResourceReads, 'head' | 'heads'>;
  readonly relations: RelationStore;
};
type Paged = { readonly limit: number; readonly after: string | undefined };

/** What a resource refers to, and a page of what was adapted from it. */
export type RelationsPage = {
  readonly isBasedOn: Related[];
  readonly isPartOf: Related[];
  readonly lineage: Related[];
  readonly isBasisFor: Related[];
  readonly next?: string;
};

/**
 * The relations of a resource, of which each reader sees those with what they may
 * see. Sources are followed for five steps, through such alone. 0.5 RRU per 4 KB
 * of the head, of the page's links and of each head that is shown: one request
 * for each step back, and two for the page.
 */
export async function readRelations(
  needs: RelationNeeds,
  asked: Asked & Paged,
): Promise<Result<RelationsPage, Unseen>> {
  const seen = await see(needs, asked);
  if (!seen.ok) return seen;
  const head = seen.value;
  const { relations = [] } = head;
  const { principal } = asked;
  const targets = relations.map(({ target }) => target);
  const [near, lineage, page] = await Promise.all([
    needs.reads.heads(targets),
    lineageOf(needs, head, principal),
    needs.relations.referring('isBasedOn', head.id, asked),
  ]);
  const ofType = (type: RelationType) =>
    relations
      .filter((one) => one.type === type)
      .flatMap(({ target, position }) =>
        shown(near.get(target), principal, position),
      );
  const later = await needs.reads.heads(page.items.map(({ id }) => id));
  return ok({
    isBasedOn: ofType('isBasedOn'),
    isPartOf: ofType('isPartOf'),
    lineage,
    isBasisFor: page.items.flatMap(({ id }) => shown(later.get(id), principal)),
    ...(page.next !== undefined && { next: page.next }),
  });
}

export type PartsPage = { readonly items: Related[]; readonly next?: string };

/**
 * The parts of a resource that a reader may see, in their order: a course and its
 * lessons in one request. 0.5 RRU per 4 KB of the head, of the links and of each
 * part's head.
 */
export async function readParts(
  needs: RelationNeeds,
  asked: Asked & Paged,
): Promise<Result<PartsPage, Unseen>> {
  const seen = await see(needs, asked);
  if (!seen.ok) return seen;
  const { id, principal } = asked;
  const page = await needs.relations.referring('isPartOf', id, asked);
  const heads = await needs.reads.heads(page.items.map((one) => one.id));
  const items = page.items.flatMap((one) => {
    const head = heads.get(one.id);
    const link = head?.relations?.find(
      ({ type, target }) => type === 'isPartOf' && target === id,
    );
    return shown(link && head, principal, link?.position);
  });
  return ok({ items, ...(page.next !== undefined && { next: page.next }) });
}

async function lineageOf(
  { reads }: Pick<RelationNeeds, 'reads'>,
  first: Head,
  principal: Principal,
): Promise<Related[]> {
  const known = new Set([first.id]);
  const lineage: Related[] = [];
  let from = [first];
  for (let step = 0; step < relationLimits.lineageSteps; step += 1) {
    const named = from.flatMap((head) => targetsOf(head, 'isBasedOn'));
    const fresh = [...new Set(named)]
      .filter((id) => !known.has(id))
      .slice(0, relationLimits.line - lineage.length);
    if (fresh.length === 0) break;
    for (const id of fresh) known.add(id);
    const heads = await reads.heads(fresh);
    from = fresh.flatMap((id) => {
      const head = heads.get(id);
      return head && sightOf(head, principal).ok ? [head] : [];
    });
    lineage.push(...from.flatMap((head) => shown(head, principal)));
  }
  return lineage;
}

async function see(
  { reads }: Pick<RelationNeeds, 'reads'>,
  { id, principal }: Asked,
): Promise<Result<Head, Unseen>> {
  const isSignedIn = principal.kind !== 'visitor';
  const head = await reads.head(id, { consistent: isSignedIn });
  if (head === undefined) return fail({ code: 'unknown' });
  const sight = sightOf(head, principal);
  return sight.ok ? ok(head) : sight;
}

/** A related resource, or nothing for who may not see it. */
function shown(
  head: Head | undefined,
  principal: Principal,
  position?: number,
): Related[] {
  if (!head || !sightOf(head, principal).ok) return [];
  const { id, holder, published, workTitle, closed } = head;
  const { type, licence } = published?.edition ?? {};
  return [
    {
      resourceId: id,
      title: published?.edition.title ?? workTitle ?? closed?.title ?? '',
      holder,
      isPublished: published !== undefined,
      ...(type && { type }),
      ...(licence && { licence }),
      ...(position !== undefined && { position }),
    },
  ];
}
