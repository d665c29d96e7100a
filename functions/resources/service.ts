import type { Part } from '../platform/commit.ts';
import type {
  Actor,
  Person,
  Principal,
  ResourceFacts,
  RuleId,
} from '../platform/contract.ts';
import { may } from '../platform/policy.ts';
import { fail, ok, type Result } from '../platform/result.ts';
import type { Edition } from './edition/contract.ts';
import type { Head } from './head/contract.ts';
import type { Refused } from './model/drafting.ts';
import type { StateRefused } from './model/life.ts';
import type { By, Move } from './model/move.ts';
import { assign, decide, type Seats, type Verdict } from './model/steps.ts';
import {
  factsOf,
  represent,
  type Sight,
  sightOf,
  type Unseen,
  workVersion,
} from './model/view.ts';
import type { ResourceReads } from './store/reads.ts';
import type { Resource } from './view/contract.ts';

/** What every use case of resources needs from outside. */
export type ResourceNeeds = {
  readonly reads: ResourceReads;
  /** A move as the parts of one transaction. */
  readonly partsOf: (move: Move) => Part[];
  readonly now: () => Date;
  /** The Region's epoch; raised at failover. */
  readonly epoch: number;
  /** Fresh random bytes for a history body, in hexadecimal. */
  readonly newSalt: () => string;
};

export type Forbidden = { readonly code: 'forbidden'; readonly rule: string };
/** The Region has been succeeded: its epoch is below that of what it read. */
export type Succeeded = { readonly code: 'unavailable' };

/** A decision on the version in review, ready to be committed. */
export type Decided = {
  readonly head: Head;
  readonly resource: Resource;
  readonly parts: readonly Part[];
};

/** A step decided, ready to be committed. */
export type Stepped = {
  readonly head: Head;
  readonly parts: readonly Part[];
};

/** What other capabilities ask of resources. */
export type ResourceService = {
  /** Heads by id, eventually consistent. 0.5 RRU per 4 KB of each. */
  readHeads(ids: readonly string[]): Promise<Map<string, Head>>;
  /** One head as it is now. 1 RRU per 4 KB. */
  headNow(id: string): Promise<Head | undefined>;
  /** What the policy must know of a resource. */
  factsOf(head: Head): ResourceFacts;
  /** Whether somebody sees a resource, or its tombstone. */
  sightOf(head: Head, principal: Principal): Result<Sight, Unseen>;
  /** Of these resources, those that somebody sees. Cost of `readHeads`. */
  readable(ids: readonly string[], principal: Principal): Promise<string[]>;
  /**
   * Decides on the version that `head` has in review, for a person who may.
   * 1 RRU per 4 KB of the version; the parts cost what `partsOf` says.
   */
  decide(
    head: Head,
    verdict: Verdict,
    principal: Person,
  ): Promise<Result<Decided, Unseen | Forbidden | Succeeded | Refused>>;
  /** The same by a rule of the district, which needs no permission. */
  decideByRule(
    head: Head,
    verdict: Verdict,
    rule: RuleId,
  ): Promise<Result<Stepped, Succeeded | Refused>>;
  /** What the version holds that work goes on with. 1 RRU per 4 KB. */
  editionInReview(head: Head): Promise<Edition>;
  /** Puts reviewers on the version in review, for a person who may. */
  assign(
    head: Head,
    seats: Seats,
    principal: Person,
  ): Result<Stepped, Unseen | Forbidden | Succeeded | StateRefused>;
  /** The same by a rule of the district. */
  assignByRule(
    head: Head,
    seats: Seats,
    rule: RuleId,
  ): Result<Stepped, Succeeded | StateRefused>;
};

export function resourceService(needs: ResourceNeeds): ResourceService {
  const { reads } = needs;
  return {
    readHeads: (ids) => reads.heads(ids),
    headNow: (id) => reads.head(id, { consistent: true }),
    factsOf,
    sightOf,
    async readable(ids, principal) {
      const heads = await reads.heads(ids);
      return ids.filter((id) => {
        const head = heads.get(id);
        return head !== undefined && sightOf(head, principal).ok;
      });
    },
    decide: (head, verdict, principal) =>
      decideOn(needs, head, verdict, principal),
    async decideByRule(head, verdict, rule) {
      if (head.epoch > needs.epoch) return fail({ code: 'unavailable' });
      const edition = await workEdition(needs, head);
      const by = byRule(needs, rule, head.holder);
      const move = decide({ head, edition }, verdict, by);
      return move.ok ? ok(stepped(needs, move.value)) : move;
    },
    editionInReview: (head) => workEdition(needs, head),
    assign(head, seats, principal) {
      const seen = sightOf(head, principal);
      if (!seen.ok) return seen;
      const decision = may(principal, 'assign', factsOf(head));
      const { allowed, rule, membership } = decision;
      if (!allowed) return fail({ code: 'forbidden', rule });
      const organisation = membership?.organisation ?? head.holder;
      return seat(needs, head, seats, byNow(needs, principal, organisation));
    },
    assignByRule: (head, seats, rule) =>
      seat(needs, head, seats, byRule(needs, rule, head.holder)),
  };
}

function seat(
  needs: ResourceNeeds,
  head: Head,
  seats: Seats,
  by: By,
): Result<Stepped, Succeeded | StateRefused> {
  if (head.epoch > needs.epoch) return fail({ code: 'unavailable' });
  const move = assign({ head }, seats, by);
  return move.ok ? ok(stepped(needs, move.value)) : move;
}

function stepped({ partsOf }: ResourceNeeds, move: Move): Stepped {
  return { head: move.head, parts: partsOf(move) };
}

async function decideOn(
  needs: ResourceNeeds,
  head: Head,
  verdict: Verdict,
  principal: Person,
): Promise<Result<Decided, Unseen | Forbidden | Succeeded | Refused>> {
  const seen = sightOf(head, principal);
  if (!seen.ok) return seen;
  const decision = may(principal, 'decide', factsOf(head));
  const { allowed, rule, membership } = decision;
  if (!allowed) return fail({ code: 'forbidden', rule });
  if (head.epoch > needs.epoch) return fail({ code: 'unavailable' });
  const organisation = membership?.organisation ?? head.holder;
  const edition = await workEdition(needs, head);
  const by = byNow(needs, principal, organisation);
  const move = decide({ head, edition }, verdict, by);
  if (!move.ok) return move;
  const shown = shownAfter(move.value, edition);
  return ok({
    head: move.value.head,
    resource: represent(move.value.head, shown, principal),
    parts: needs.partsOf(move.value),
  });
}

/** A step that a rule takes now, for the organisation that answers for it. */
export function byRule(
  { now, epoch, newSalt }: ResourceNeeds,
  rule: RuleId,
  organisation: string,
): By {
  const at = now().toISOString();
  return { actor: rule, organisation, at, epoch, salt: newSalt() };
}

/** A step that somebody takes now. */
export function byNow(
  { now, epoch, newSalt }: ResourceNeeds,
  { id: actor }: Actor,
  organisation: string,
): By {
  return {
    actor,
    organisation,
    at: now().toISOString(),
    epoch,
    salt: newSalt(),
  };
}

/**
 * What the version holds that work goes on with. 1 RRU per 4 KB, and nothing
 * when that is the published one, which the head carries.
 */
export async function workEdition(
  { reads }: ResourceNeeds,
  head: Head,
): Promise<Edition> {
  const version = theWorkVersion(head);
  const { published } = head;
  if (published?.version === version) return published.edition;
  const kept = await reads.version(head.id, version, { consistent: true });
  if (!kept) throw new Error(`${head.id} has no version ${version}.`);
  return kept.edition;
}

/** What a reader is shown after a move; `edition` is what it began with. */
export function shownAfter(
  { head, versions }: Move,
  edition: Edition,
): { readonly version: number; readonly edition: Edition } {
  const { published } = head;
  if (published) return published;
  const version = theWorkVersion(head);
  const written = versions.find((one) => one.version === version);
  return written && 'edition' in written
    ? { version, edition: written.edition }
    : { version, edition };
}

function theWorkVersion(head: Head): number {
  const version = workVersion(head);
  if (version === undefined) throw new Error(`Nothing is left of ${head.id}.`);
  return version;
}
