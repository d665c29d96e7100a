import type { People } from '../identity/service/people.ts';
import type {
  Action,
  Decision,
  Person,
  ResourceFacts,
} from '../platform/contract.ts';
import { may, mayInOrganisation } from '../platform/policy.ts';
import { fail, ok, type Result } from '../platform/result.ts';
import type { ResourceService } from '../resources/service.ts';

export type AccessNeeds = {
  readonly people: People;
  readonly resources: Pick<ResourceService, 'headNow' | 'factsOf' | 'sightOf'>;
};

export type Question = {
  readonly action: Action;
  readonly resource?: string | undefined;
  readonly organisation?: string | undefined;
  readonly person?: string | undefined;
};

/** The decision asked about, and on whom. */
export type Explained = {
  readonly person: string;
  readonly decision: Decision;
};

type Unknown = { readonly code: 'unknown' };
type Forbidden = { readonly code: 'forbidden'; readonly rule: string };
type RuleBroken = {
  readonly code: 'rule-broken';
  readonly errors: readonly {
    readonly pointer: string;
    readonly rule: string;
  }[];
};

/** What a decision is about: facts of a resource, or an organisation alone. */
type Subject = ResourceFacts | Pick<ResourceFacts, 'holder'>;

/**
 * Explains a decision of the policy: to everyone about themselves, to those who
 * keep the organisation about others. A resource that the asker may not see is
 * unknown to them. Others count as signed in with two factors, for nobody can
 * say how they will come. Cost: 1 RRU per 4 KB of the head; about somebody
 * else 0.5 RRU, and 0.5 per 4 KB of their memberships.
 */
export async function explain(
  needs: AccessNeeds,
  asker: Person,
  asked: Question,
): Promise<Result<Explained, Unknown | Forbidden | RuleBroken>> {
  const found = await subjectOf(needs, asker, asked);
  if (!found.ok) return found;
  const subject = found.value;
  const { action, person: id = asker.id } = asked;
  if (id === asker.id) {
    return ok({ person: id, decision: decide(asker, action, subject) });
  }
  const { allowed, rule } = decide(asker, 'explain', subject);
  if (!allowed) return fail({ code: 'forbidden', rule });
  const person = await needs.people.person(id);
  if (person === undefined) return fail({ code: 'unknown' });
  const decision = decide(person, action, subject);
  return ok({ person: id, decision: toldTo(asker, decision) });
}

/** What the question is about, if there is one thing and the asker sees it. */
async function subjectOf(
  { people, resources }: AccessNeeds,
  asker: Person,
  { resource, organisation }: Question,
): Promise<Result<Subject, Unknown | RuleBroken>> {
  if ((resource === undefined) === (organisation === undefined)) {
    const rule = 'resource-or-organisation';
    return fail({
      code: 'rule-broken',
      errors: [{ pointer: '?resource', rule }],
    });
  }
  if (organisation !== undefined) {
    const isKnown = await people.hasOrganisation(organisation);
    return isKnown ? ok({ holder: organisation }) : fail({ code: 'unknown' });
  }
  const head = resource && (await resources.headNow(resource));
  if (!head) return fail({ code: 'unknown' });
  const seen = resources.sightOf(head, asker);
  // Whoever gets its tombstone knows that there was one, and may ask why.
  const isUnknown = !seen.ok && seen.error.code === 'unknown';
  return isUnknown ? fail({ code: 'unknown' }) : ok(resources.factsOf(head));
}

function decide(who: Person, action: Action, subject: Subject): Decision {
  return 'visibility' in subject
    ? may(who, action, subject)
    : mayInOrganisation(who, action, subject.holder);
}

/** Where somebody else is a member is told to those who look after that place. */
function toldTo(
  asker: Person,
  { membership, ...decision }: Decision,
): Decision {
  const isTheirs =
    membership !== undefined &&
    mayInOrganisation(asker, 'explain', membership.organisation).allowed;
  return { ...decision, ...(isTheirs && { membership }) };
}
