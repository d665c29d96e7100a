import { Ability } from '@casl/ability';
import { rulesToCondition } from '@casl/ability/extra';
import type {
  Action,
  Actor,
  Decision,
  Membership,
  Person,
  Principal,
  ResourceFacts,
  Role,
} from './contract.ts';
import {
  appointedRoles,
  type Holding,
  organisationActions,
  type PolicyRule,
  policyRules,
  refusals,
  resourceActions,
} from './policy-rules.ts';

/** Where an organisation stands: what is above and what is below it. */
export type Place = {
  readonly above: ReadonlySet<string>;
  readonly below: ReadonlySet<string>;
  /** It takes nothing new. @default it is open */
  readonly isClosed?: boolean;
};

/**
 * A person with where each organisation of their memberships stands, so that a
 * decision can name the membership it came through also when the holder is not
 * that organisation itself. The directory gives persons so.
 */
export type PlacedPerson = Person & {
  readonly places?: ReadonlyMap<string, Place>;
  /** The same person once a second factor is known, if that changes anything. */
  readonly whole?: Person;
};

/** A fact must be among these values; of a list, one of its members must. */
type Conditions = {
  readonly [field in keyof ResourceFacts]?: ReadonlySet<string | boolean>;
};
type Subject = Partial<ResourceFacts>;
type Abilities = [Action, Subject | typeof anything];
type Policy = Ability<Abilities, Conditions>;
type RawRule = Policy['rules'][number];

const anything = 'anything';
/** The refusal of what one's own role allows as soon as it is not inert. */
const secondFactorWaits = 'second-factor-waits';

const appointed: readonly Role[] = appointedRoles;
const ruleById = new Map(policyRules.map((rule) => [rule.id, rule]));
const policies = new WeakMap<Principal, Policy>();

/**
 * Whether someone may do something to a resource, and by which rule. Takes
 * microseconds; the rules are gathered once per principal.
 */
export function may(
  principal: Principal,
  action: Action,
  facts: ResourceFacts,
): Decision {
  return decide(principal, action, facts);
}

/**
 * Whether there can be anything at all to which someone may do this: the gate
 * before a request is looked at. Allowed here says nothing of one resource.
 */
export function mayEver(principal: Principal, action: Action): Decision {
  return decide(principal, action, anything);
}

/** Whether someone may do this in an organisation, whatever the resource. */
export function mayInOrganisation(
  principal: Principal,
  action: Action,
  organisation: string,
): Decision {
  return decide(principal, action, { holder: organisation });
}

/** Whether someone may give these roles in an organisation, or take them. */
export function mayGive(
  principal: Principal,
  given: readonly Role[],
  organisation: string,
): Decision {
  const administers = mayInOrganisation(principal, 'administer', organisation);
  const isBeyond = given.some((role) => appointed.includes(role));
  if (!administers.allowed || !isBeyond) return administers;
  const appoints = mayInOrganisation(principal, 'appoint', organisation);
  return appoints.allowed ? administers : appoints;
}

/** All that someone may do to a resource, as far as its state allows it. */
export function actionsOn(
  principal: Principal,
  facts: ResourceFacts,
): Action[] {
  return resourceActions.filter(
    (action) => may(principal, action, facts).allowed,
  );
}

/** All that someone may do in an organisation, whatever the resource. */
export function actionsIn(
  principal: Principal,
  organisation: string,
): Action[] {
  return organisationActions.filter(
    (action) => mayInOrganisation(principal, action, organisation).allowed,
  );
}

/** What of an OpenSearch query the policy needs. */
export type Filter =
  | { readonly match_all: Record<never, never> }
  | { readonly match_none: Record<never, never> }
  | { readonly terms: Readonly<Record<string, readonly string[]>> }
  | {
      readonly bool: {
        readonly filter?: readonly Filter[];
        readonly should?: readonly Filter[];
        readonly minimum_should_match?: 1;
        readonly must_not?: readonly Filter[];
      };
    };

/** Fields of the index that the filter asks for, all of them keywords. */
export const filterFields = [
  'holder',
  'visibility',
  'audience',
  'contributors',
] as const satisfies readonly (keyof ResourceFacts)[];

/**
 * The published resources that someone may read, as a filter: a resource
 * passes exactly when `may(principal, 'read', facts)` allows it. The index
 * holds only what is published and not withdrawn.
 */
export function searchFilter(principal: Principal): Filter {
  const indexed = policyOf(principal)
    .rulesFor('read', anything)
    .filter(
      ({ conditions }) => !conditions?.isPublished && !conditions?.isWithdrawn,
    );
  const filter = rulesToCondition<Policy, Filter, Filter>(
    indexed,
    ({ inverted, conditions = {} }) =>
      inverted
        ? { bool: { must_not: [allOf(conditions)] } }
        : allOf(conditions),
    {
      and: (filters) => ({ bool: { filter: filters } }),
      or: (should) => ({ bool: { should, minimum_should_match: 1 } }),
      empty: () => ({ match_all: {} }),
    },
  );
  return filter ?? { match_none: {} };
}

/** The rules that a refusal can name; each text says what to do. */
export const refusalRules: readonly string[] = [
  ...policyRules.flatMap(({ id, effect }) => (effect === 'forbid' ? id : [])),
  ...new Set(Object.values(refusals)),
  secondFactorWaits,
];

/** All rule ids that a decision can name; each has a text in every language. */
export const decisionRules: readonly string[] = [
  ...policyRules.flatMap(({ id, effect }) => (effect === 'allow' ? id : [])),
  ...refusalRules,
];

function allOf(conditions: Conditions): Filter {
  return {
    bool: {
      filter: Object.entries(conditions).map(([field, values]) => ({
        terms: { [field]: [...values].map(String) },
      })),
    },
  };
}

function decide(
  principal: Principal,
  action: Action,
  subject: Subject | typeof anything,
): Decision {
  const decided = decideNow(principal, action, subject);
  const whole = wholeOf(principal);
  if (decided.allowed || !whole) return decided;
  return decideNow(whole, action, subject).allowed
    ? { allowed: false, rule: secondFactorWaits }
    : decided;
}

function wholeOf(principal: Principal | PlacedPerson): Person | undefined {
  return 'whole' in principal ? principal.whole : undefined;
}

function decideNow(
  principal: Principal,
  action: Action,
  subject: Subject | typeof anything,
): Decision {
  const found = policyOf(principal).relevantRuleFor(action, subject);
  const rule = ruleById.get(found?.reason ?? '');
  if (!rule) return { allowed: false, rule: refusals[action] };
  if (rule.effect === 'forbid') return { allowed: false, rule: rule.id };
  const membership =
    principal.kind === 'person'
      ? membershipBehind(principal, rule, subject)
      : undefined;
  return { allowed: true, rule: rule.id, ...(membership && { membership }) };
}

function policyOf(principal: Principal): Policy {
  const known = policies.get(principal);
  if (known) return known;
  const made = new Ability<Abilities, Conditions>(rulesOf(principal), {
    conditionsMatcher: (conditions) => (facts) => holds(conditions, facts),
    detectSubjectType: () => anything,
  });
  policies.set(principal, made);
  return made;
}

function rulesOf(principal: Principal): RawRule[] {
  return policyRules.flatMap((rule) => {
    const conditions = conditionsOf(rule, principal);
    if (!conditions) return [];
    const { id: reason, effect, actions } = rule;
    const inverted = effect === 'forbid';
    return [
      { action: [...actions], subject: anything, inverted, reason, conditions },
    ];
  });
}

/** The rule's conditions for one principal; undefined: it does not speak. */
function conditionsOf(
  rule: PolicyRule,
  principal: Principal,
): Conditions | undefined {
  const { lacking, where = {} } = rule;
  if (lacking && holdsOneOf(principal, lacking)) return undefined;
  const fixed = Object.entries(where).map(([field, value]) => [
    field,
    new Set([value]),
  ]);
  const conditions: Conditions = Object.fromEntries(fixed);
  if (!rule.roles) return conditions;
  if (principal.kind === 'visitor') return undefined;
  if (!holdsOneOf(principal, rule.roles)) return undefined;
  const holder = rule.holder && holdersOf(rule.holder, rule.roles, principal);
  return {
    ...conditions,
    ...(holder && { holder }),
    ...(rule.among && { [rule.among]: new Set([principal.id]) }),
  };
}

function holdsOneOf(principal: Principal, wanted: readonly Holding[]): boolean {
  if (principal.kind === 'visitor') return false;
  if (principal.kind === 'client')
    return wanted.includes(principal.permissions);
  return principal.memberships.some(({ role }) => wanted.includes(role));
}

function holdersOf(
  where: NonNullable<PolicyRule['holder']>,
  roles: readonly Holding[],
  actor: Actor,
): ReadonlySet<string> {
  if (where === 'above') return actor.reads;
  if (actor.kind === 'client') return new Set([actor.organisation]);
  const held = actor.memberships.filter(({ role }) => roles.includes(role));
  if (where === 'at') {
    const at = held.map(({ organisation }) => organisation);
    return new Set(at.filter((one) => !isClosed(actor, one)));
  }
  const heldRoles = [...new Set(held.map(({ role }) => role))];
  const sets = heldRoles.flatMap((role) => actor.manages[role] ?? []);
  const [only] = sets;
  // A district librarian manages 10,000 organisations: not copied if one set.
  return only && sets.length === 1
    ? only
    : new Set(sets.flatMap((set) => [...set]));
}

function isClosed({ places }: PlacedPerson, organisation: string): boolean {
  return places?.get(organisation)?.isClosed === true;
}

function holds(
  conditions: Conditions,
  facts: Readonly<Record<PropertyKey, unknown>>,
): boolean {
  for (const [field, values] of Object.entries(conditions)) {
    const fact = facts[field];
    const isAmong = Array.isArray(fact)
      ? fact.some((one) => values.has(one))
      : values.has(fact as string | boolean);
    if (!isAmong) return false;
  }
  return true;
}

/** The membership that made a rule speak; nothing when it cannot be told. */
function membershipBehind(
  person: PlacedPerson,
  rule: PolicyRule,
  subject: Subject | typeof anything,
): Membership | undefined {
  const { roles, holder: where } = rule;
  if (!roles) return undefined;
  const held = person.memberships.filter(({ role }) => roles.includes(role));
  const holder = subject === anything ? undefined : subject.holder;
  if (!where || holder === undefined || held.length === 1) return held[0];
  return (
    held.find(({ organisation }) => organisation === holder) ??
    held.find(({ organisation }) => {
      const place = person.places?.get(organisation);
      return where !== 'at' && place?.[where].has(holder);
    })
  );
}
