import type { Organisation } from '../../identity/contract.ts';
import type { Speciality } from '../../identity/member/contract.ts';
import type { Role } from '../../platform/contract.ts';
import type { Edition } from '../../resources/edition/contract.ts';
import {
  type Conflict,
  type PanelKind,
  panelKinds,
} from '../panel/contract.ts';

/** The specialities of a version: each of its learning stages and subjects. */
export function specialitiesOf({
  learningStages = [],
  subjects = [],
}: Edition): Speciality[] {
  return learningStages.flatMap((learningStage) =>
    subjects.map((subject) => ({ learningStage, subject })),
  );
}

/** Somebody who may be asked to review, as the directory knows them. */
export type Reviewer = {
  readonly person: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly organisations: readonly string[];
  readonly specialities: readonly Speciality[];
};

/** What of a version tells who is too near to it. */
export type Nearness = {
  /** Whoever ever contributed to the resource. */
  readonly contributed: ReadonlySet<string>;
  /** Persons that its metadata names as creators. */
  readonly creators: ReadonlySet<string>;
  /** Schools of the holder and of the contributors. */
  readonly schools: ReadonlySet<string>;
  /** Who contributed to something else with a contributor of late. */
  readonly collaborators: ReadonlySet<string>;
};

/** Kinds of organisation whose people do not judge each other's work. */
const schoolKinds: readonly string[] = ['school', 'vocational-school'];

/** What of an organisation tells which school it is, or is part of. */
type Place = Pick<Organisation, 'id' | 'kind' | 'parent' | 'mergedInto'>;

/**
 * The school that an organisation is or is part of now: who was of a school that
 * merged is of the one that it went into. Itself where it is part of none.
 */
export function schoolIn(
  organisations: ReadonlyMap<string, Place>,
  organisation: string,
): string {
  let at = organisations.get(organisation);
  while (at) {
    const isSchool = schoolKinds.includes(at.kind);
    if (isSchool && at.mergedInto === undefined) return at.id;
    const next = at.mergedInto ?? at.parent;
    at = next === undefined ? undefined : organisations.get(next);
  }
  return organisation;
}

/** For how long having worked together keeps people from judging each other. */
export const collaborationDays = 730;

/**
 * What keeps somebody from judging a version on a panel of that kind, the
 * gravest; `schools` are those of their own organisations.
 */
export function conflictOf(
  kind: PanelKind,
  { person }: Pick<Reviewer, 'person'>,
  schools: readonly string[],
  near: Nearness,
): Conflict | undefined {
  const found = {
    'own-contribution': near.contributed.has(person),
    'co-author': near.creators.has(person),
    'same-school': schools.some((one) => near.schools.has(one)),
    'recent-collaboration': near.collaborators.has(person),
  } as const satisfies Record<Conflict, boolean>;
  return panelKinds[kind].conflicts.find((conflict) => found[conflict]);
}

/** Whether somebody may sit on a panel of that kind at all, or why not. */
export function ineligibility(
  kind: PanelKind,
  { roles, specialities }: Pick<Reviewer, 'roles' | 'specialities'>,
  speciality: Speciality | undefined,
): 'reviewer-role' | 'reviewer-speciality' | undefined {
  const rules = panelKinds[kind];
  const wanted: readonly Role[] = rules.roles;
  if (!roles.some((role) => wanted.includes(role))) return 'reviewer-role';
  const isSpecialist = specialities.some(
    ({ learningStage, subject }) =>
      learningStage === speciality?.learningStage &&
      subject === speciality.subject,
  );
  return rules.isBySpeciality && !isSpecialist
    ? 'reviewer-speciality'
    : undefined;
}

/** Who could sit on a panel, and who may not: codes, and no texts. */
export type Candidates = {
  readonly speciality?: Speciality;
  readonly items: readonly (Loaded & {
    readonly name: string;
    readonly organisations: readonly string[];
  })[];
  readonly excluded: readonly {
    readonly person: string;
    readonly name: string;
    readonly conflict: Conflict;
  }[];
  readonly next?: string;
};

/** A candidate with how many reviews wait for them. */
export type Loaded = { readonly person: string; readonly load: number };

/** Who has least to do first; among equals the order is the directory's. */
export function byLoad<T extends Loaded>(candidates: readonly T[]): T[] {
  return candidates.toSorted((a, b) => a.load - b.load);
}
