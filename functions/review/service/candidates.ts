import type { Speciality } from '../../identity/member/contract.ts';
import type { Person, ResourceFacts } from '../../platform/contract.ts';
import { ok, type Result } from '../../platform/result.ts';
import type { Edition } from '../../resources/edition/contract.ts';
import type { Head } from '../../resources/head/contract.ts';
import type { ResourceService } from '../../resources/service.ts';
import {
  byLoad,
  type Candidates,
  collaborationDays,
  conflictOf,
  type Nearness,
  type Reviewer,
  specialitiesOf,
} from '../model/candidates.ts';
import { seated } from '../model/panel.ts';
import type { PanelKind } from '../panel/contract.ts';
import type { ReviewerStore } from '../store/reviewers.ts';
import {
  type Closed,
  type FindNeeds,
  type Forbidden,
  openReview,
  type Unknown,
} from './finding.ts';

const dayMs = 24 * 3_600_000;

/**
 * The most candidates of a page: their persons and memberships fit into one batch
 * of 100, as do their loads with the 40 contributors that a resource may have.
 */
export const candidateLimit = 50;

/** What the directory knows of those who review. */
export type People = {
  /** Experts of a speciality, by the id of their person; one query. */
  experts(
    speciality: Speciality,
    page: { readonly limit: number; readonly after: string | undefined },
  ): Promise<{ items: readonly Reviewer[]; next?: string }>;
  /** People by id; who is not known is left out. One query each. */
  people(ids: readonly string[]): Promise<ReadonlyMap<string, Reviewer>>;
  /** Tells the school that an organisation is, or is part of. */
  schools(): Promise<(organisation: string) => string>;
};

export type NearNeeds = {
  readonly people: People;
  readonly reviewers: Pick<ReviewerStore, 'standing'>;
  readonly now: () => Date;
};

export type CandidateNeeds = FindNeeds &
  NearNeeds & {
    readonly resources: Pick<
      ResourceService,
      'headNow' | 'factsOf' | 'editionInReview'
    >;
  };

type Version = {
  readonly head: Head;
  readonly facts: ResourceFacts;
  readonly edition: Edition;
};

/** Who is too near to a version, and how busy some people are. */
export type Near = Nearness & {
  readonly loadByPerson: ReadonlyMap<string, number>;
  readonly schoolOf: (organisation: string) => string;
};

/**
 * Who is too near to a version to judge it, and the loads of `persons`, with the
 * organisations that contributors have today beside those they submitted from:
 * for who is seated. The batch of `nearAsSubmitted`, and one query for each
 * contributor.
 */
export async function nearnessOf(
  needs: NearNeeds,
  version: Version,
  persons: readonly string[],
): Promise<Near> {
  const [near, contributing] = await Promise.all([
    nearAsSubmitted(needs, version, persons),
    needs.people.people(version.head.contributors),
  ]);
  const today = [...contributing.values()].flatMap((one) => one.organisations);
  const schools = new Set([...near.schools, ...today.map(near.schoolOf)]);
  return { ...near, schools };
}

/**
 * The same with the organisations from which contributors last submitted, for a
 * list: one batch, however many they are.
 */
async function nearAsSubmitted(
  { people, reviewers, now }: NearNeeds,
  { head, facts, edition }: Version,
  persons: readonly string[],
): Promise<Near> {
  const { contributors, holder } = head;
  const [schoolOf, standing] = await Promise.all([
    people.schools(),
    reviewers.standing(persons, contributors),
  ]);
  const organisations = standing.collaborators.flatMap(
    (one) => one.organisations,
  );
  const since = new Date(now().getTime() - collaborationDays * dayMs);
  const late = standing.collaborators.flatMap(({ lastByPerson }) =>
    Object.entries(lastByPerson)
      .filter(([, last]) => last >= since.toISOString())
      .map(([person]) => person),
  );
  const named = edition.creators ?? [];
  return {
    contributed: new Set(facts.contributed),
    creators: new Set(named.flatMap(({ person }) => person ?? [])),
    schools: new Set([holder, ...organisations].map(schoolOf)),
    collaborators: new Set(late),
    loadByPerson: standing.loadByPerson,
    schoolOf,
  };
}

/**
 * Experts who could judge a version: of one of its specialities, who has least
 * to do first, and whom a conflict of interest excludes by name of the conflict.
 * Those who sit already are left out. Cost at any number of experts: one query
 * and one batch of the directory (0.5 RRU per 4 KB of the page, and 1 for each)
 * and one batch of the catalogue (0.5 RRU for each in the page and each
 * contributor), beside the review, its head and its version.
 */
export async function listCandidates(
  needs: CandidateNeeds,
  principal: Person,
  asked: {
    readonly id: string;
    readonly kind: PanelKind;
    readonly speciality: Partial<Speciality>;
    readonly limit: number;
    readonly after: string | undefined;
  },
): Promise<Result<Candidates, Unknown | Forbidden | Closed>> {
  const found = await openReview(needs, principal, asked.id, 'assign');
  if (!found.ok) return found;
  const { kept, head, facts } = found.value;
  const edition = await needs.resources.editionInReview(head);
  const speciality = specialityAsked(edition, asked.speciality);
  if (!speciality) return ok({ items: [], excluded: [] });
  const sitting = seated(kept.panel).map(({ reviewer }) => reviewer);
  const version = { head, facts, edition };
  return ok(
    await candidatesFor(needs, version, { ...asked, speciality, sitting }),
  );
}

/** The same for a version at hand. Cost: that of its reads. */
export async function candidatesFor(
  needs: NearNeeds,
  version: Version,
  asked: {
    readonly kind: PanelKind;
    readonly speciality: Speciality;
    readonly limit: number;
    readonly after: string | undefined;
    readonly sitting: readonly string[];
  },
): Promise<Candidates & { speciality: Speciality }> {
  const { kind, speciality, sitting, after } = asked;
  const limit = Math.min(asked.limit, candidateLimit);
  const { items, next } = await needs.people.experts(speciality, {
    limit,
    after,
  });
  const experts = items.filter(({ person }) => !sitting.includes(person));
  const ids = experts.map(({ person }) => person);
  const near = await nearAsSubmitted(needs, version, ids);
  const judged = experts.map((expert) => {
    const schools = expert.organisations.map(near.schoolOf);
    return { expert, conflict: conflictOf(kind, expert, schools, near) };
  });
  return {
    speciality,
    items: byLoad(
      judged
        .filter(({ conflict }) => conflict === undefined)
        .map(({ expert: { person, name, organisations } }) => ({
          person,
          name,
          organisations: [...organisations],
          load: near.loadByPerson.get(person) ?? 0,
        })),
    ),
    excluded: judged.flatMap(({ expert: { person, name }, conflict }) =>
      conflict ? [{ person, name, conflict }] : [],
    ),
    ...(next !== undefined && { next }),
  };
}

/** What was asked for, else the first of the version's own specialities. */
function specialityAsked(
  edition: Edition,
  { learningStage, subject }: Partial<Speciality>,
): Speciality | undefined {
  const [own] = specialitiesOf(edition);
  const asked = {
    learningStage: learningStage ?? own?.learningStage,
    subject: subject ?? own?.subject,
  };
  return asked.learningStage !== undefined && asked.subject !== undefined
    ? { learningStage: asked.learningStage, subject: asked.subject }
    : undefined;
}
