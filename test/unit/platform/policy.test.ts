import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Action,
  actions,
  languages,
  type MachineClient,
  type Membership,
  type Principal,
  type ResourceFacts,
  type Role,
} from '../../../functions/platform/contract.ts';
import {
  actionsIn,
  actionsOn,
  decisionRules,
  type Filter,
  may,
  mayEver,
  mayInOrganisation,
  refusalRules,
  searchFilter,
} from '../../../functions/platform/policy.ts';
import {
  organisationActions,
  resourceActions,
} from '../../../functions/platform/policy-rules.ts';
import { ruleText } from '../../../functions/platform/texts.ts';
import {
  anyFacts,
  anyIndexed,
  anyPrincipal,
  isUnder,
  organisations,
  person,
  upwards,
  visitor,
} from './policy-cases.ts';

const published: ResourceFacts = {
  holder: 'org_school',
  visibility: 'district',
  audience: 'everyone',
  contributors: ['per_author'],
  contributed: ['per_author'],
  reviewers: [],
  isPublished: true,
  isWithdrawn: false,
};
const draft: ResourceFacts = { ...published, isPublished: false };

const someone = (role: Role, organisation = 'org_school') =>
  person('per_someone', [{ organisation, role }]);
const author = person('per_author', [
  { organisation: 'org_school', role: 'teacher' },
]);

/**
 * The rules once more, written from docs/domain.md without the policy's table
 * and without its sets: by walking up the tree.
 */
function expected(
  who: Principal,
  action: Action,
  facts: ResourceFacts,
): boolean {
  if (who.kind === 'visitor') {
    return action === 'read' && isOpen(facts) && isForAll(facts);
  }
  if (who.kind === 'client') return expectedOf(who, action, facts);
  const held = who.memberships;
  const has = (...wanted: Role[]) =>
    held.some(({ role }) => wanted.includes(role));
  const over = (role: Role) =>
    held.some(
      (one) => one.role === role && isUnder(facts.holder, one.organisation),
    );
  const isMember = held.length > 0;
  const isAdult = held.some(({ role }) => role !== 'student');
  const isAuthor = facts.contributors.includes(who.id);
  const mayKnow = isAdult || facts.audience === 'everyone';
  const ofRecord =
    (isMember && isAuthor) || over('librarian') || over('auditor');
  const reviews =
    isAdult && facts.reviewers.includes(who.id) && !facts.isWithdrawn;
  switch (action) {
    case 'read': {
      if (!facts.isPublished || facts.isWithdrawn || !mayKnow) return false;
      if (facts.visibility === 'public' || ofRecord) return true;
      if (facts.visibility === 'district') return isMember;
      const isInside = held.some((one) =>
        upwards(one.organisation).includes(facts.holder),
      );
      return facts.visibility === 'organisation' && isInside;
    }
    case 'read-work':
    case 'read-review':
      return mayKnow && (ofRecord || reviews);
    case 'read-history':
      return mayKnow && ofRecord;
    case 'edit':
    case 'submit':
    case 'take-back':
      return isAuthor && has('teacher', 'expert', 'librarian');
    case 'assign':
    case 'decide':
    case 'publish':
      return over('librarian') && !facts.contributed.includes(who.id);
    case 'score':
      return (
        has('teacher', 'expert', 'librarian') &&
        facts.reviewers.includes(who.id) &&
        !facts.isWithdrawn &&
        !facts.contributed.includes(who.id)
      );
    case 'read-agreement':
      return (
        over('librarian') ||
        over('auditor') ||
        held.some(
          (one) => one.organisation === facts.holder && one.role === 'expert',
        )
      );
    case 'write-rubric':
      return over('librarian');
    case 'withdraw':
    case 'restore':
    case 'transfer':
      return over('librarian');
    case 'contribute':
      return held.some(
        (one) =>
          one.organisation === facts.holder &&
          ['teacher', 'expert', 'librarian'].includes(one.role),
      );
    case 'upload':
      return has('teacher', 'expert', 'librarian');
    case 'audit':
      return has('operator') || over('organisation-admin') || over('auditor');
    case 'explain':
      return over('librarian') || over('organisation-admin') || over('auditor');
    case 'administer':
    case 'erase':
      return has('operator') || over('organisation-admin');
    case 'read-person':
      return over('organisation-admin');
    case 'operate':
    case 'appoint':
      return has('operator');
  }
}

/** A machine client: its set, written out without the rules' table. */
function expectedOf(
  { id, organisation, permissions }: MachineClient,
  action: Action,
  facts: ResourceFacts,
): boolean {
  const mayKnow = permissions !== 'reader' || isForAll(facts);
  const isOwn = facts.contributors.includes(id);
  const makes = permissions === 'contributor';
  switch (action) {
    case 'read': {
      const isInside = upwards(organisation).includes(facts.holder);
      const isOffered =
        facts.visibility === 'public' ||
        facts.visibility === 'district' ||
        (facts.visibility === 'organisation' && isInside);
      const isShown = facts.isPublished && !facts.isWithdrawn;
      return mayKnow && isShown && (isOffered || isOwn);
    }
    case 'read-work':
    case 'read-review':
    case 'read-history':
      return mayKnow && isOwn;
    case 'edit':
    case 'submit':
    case 'take-back':
      return makes && isOwn;
    case 'contribute':
      return makes && facts.holder === organisation;
    case 'upload':
      return makes;
    default:
      return false;
  }
}

function isOpen({ visibility, isPublished, isWithdrawn }: ResourceFacts) {
  return visibility === 'public' && isPublished && !isWithdrawn;
}
function isForAll({ audience }: ResourceFacts) {
  return audience === 'everyone';
}

test('the policy decides as docs/domain.md says, for any person and resource', () => {
  fc.assert(
    fc.property(
      anyPrincipal,
      fc.constantFrom(...actions),
      anyFacts,
      (who, action, facts) => {
        const decision = may(who, action, facts);
        expect(decision.allowed).toBe(expected(who, action, facts));
      },
    ),
    { numRuns: 20_000 },
  );
});

test('every decision names a rule that has a text in every language', () => {
  fc.assert(
    fc.property(
      anyPrincipal,
      fc.constantFrom(...actions),
      anyFacts,
      (who, action, facts) => {
        expect(decisionRules).toContain(may(who, action, facts).rule);
      },
    ),
  );
  for (const rule of decisionRules) {
    for (const language of languages) {
      expect(ruleText(language, rule)).not.toBe('');
    }
  }
});

test('every refusal says what to do', () => {
  const ways = {
    'zh-CN': /请/,
    en: /\b(Ask|Sign in|Set one up|Wait)\b/,
  } as const;
  expect(refusalRules.length).toBeGreaterThan(8);
  for (const rule of refusalRules) {
    for (const language of languages) {
      expect(ruleText(language, rule)).toMatch(ways[language]);
    }
  }
});

test('what is never allowed is allowed on no resource', () => {
  fc.assert(
    fc.property(
      anyPrincipal,
      fc.constantFrom(...actions),
      anyFacts,
      (who, action, facts) => {
        const { allowed } = may(who, action, facts);
        expect(allowed && !mayEver(who, action).allowed).toBe(false);
      },
    ),
    { numRuns: 2_000 },
  );
});

test('a membership that a decision names carries the rule', () => {
  fc.assert(
    fc.property(
      anyPrincipal,
      fc.constantFrom(...actions),
      anyFacts,
      (who, action, facts) => {
        const { membership, allowed } = may(who, action, facts);
        if (membership === undefined) return;
        expect(allowed).toBe(true);
        const alone = person(who.kind === 'person' ? who.id : '', [membership]);
        // Being an adult may come from another membership than the rule.
        const forAll = { ...facts, audience: 'everyone' } as const;
        expect(may(alone, action, forAll).allowed).toBe(true);
      },
    ),
    { numRuns: 5_000 },
  );
});

/** Evaluates the part of OpenSearch's query language that filters use. */
function passes(
  filter: Filter,
  facts: Readonly<Record<string, unknown>>,
): boolean {
  if ('match_all' in filter) return true;
  if ('match_none' in filter) return false;
  if ('terms' in filter) {
    return Object.entries(filter.terms).every(([field, values]) =>
      [facts[field]].flat().some((value) => values.includes(String(value))),
    );
  }
  const { filter: all = [], should = [], must_not: none = [] } = filter.bool;
  const least = filter.bool.minimum_should_match ?? 0;
  return (
    all.every((one) => passes(one, facts)) &&
    should.filter((one) => passes(one, facts)).length >= least &&
    !none.some((one) => passes(one, facts))
  );
}

test('the search filter lets through exactly what may be read', () => {
  fc.assert(
    fc.property(anyPrincipal, anyIndexed, (who, facts) => {
      const { holder, visibility, audience, contributors } = facts;
      const indexed = { holder, visibility, audience, contributors };
      const decision = may(who, 'read', facts);
      expect(passes(searchFilter(who), indexed)).toBe(decision.allowed);
    }),
    { numRuns: 10_000 },
  );
});

test('every action is on resources or in organisations; explaining is both', () => {
  const both = [...resourceActions, ...organisationActions];
  expect(new Set(both)).toEqual(new Set(actions));
  expect(both.length).toBe(actions.length + 1);
  const admin = someone('organisation-admin');
  expect(actionsIn(admin, 'org_school')).toContain('administer');
  expect(actionsIn(admin, 'org_other')).toEqual([]);
  expect(actionsOn(admin, published)).toEqual(['read', 'explain']);
});

test('what one may do to a resource are the actions that are allowed one by one', () => {
  const librarian = someone('librarian', 'org_bureau');
  expect(actionsOn(librarian, draft)).toEqual([
    'read-work',
    'read-history',
    'decide',
    'publish',
    'withdraw',
    'restore',
    'transfer',
    'read-review',
    'assign',
    'explain',
  ]);
  expect(actionsOn(visitor, { ...published, visibility: 'public' })).toEqual([
    'read',
  ]);
});

type Row = {
  who: string;
  principal: Principal;
  action: Action;
  facts: ResourceFacts;
  rule: string;
  through?: Membership;
};
const allowed: Row[] = [
  {
    who: 'a visitor',
    principal: visitor,
    action: 'read',
    facts: { ...published, visibility: 'public' },
    rule: 'public-for-everyone',
  },
  {
    who: 'a student of another school',
    principal: someone('student', 'org_other'),
    action: 'read',
    facts: published,
    rule: 'district-for-members',
    through: { organisation: 'org_other', role: 'student' },
  },
  {
    who: 'a teacher of the group below',
    principal: someone('teacher', 'org_group'),
    action: 'read',
    facts: { ...published, visibility: 'organisation' },
    rule: 'organisation-for-members',
    through: { organisation: 'org_group', role: 'teacher' },
  },
  {
    who: 'its contributor',
    principal: author,
    action: 'read-work',
    facts: draft,
    rule: 'contributor-reads-own',
    through: { organisation: 'org_school', role: 'teacher' },
  },
  {
    who: 'its contributor',
    principal: author,
    action: 'submit',
    facts: draft,
    rule: 'contributor-works-on-own',
    through: { organisation: 'org_school', role: 'teacher' },
  },
  {
    who: 'a librarian of the bureau',
    principal: someone('librarian', 'org_bureau'),
    action: 'publish',
    facts: draft,
    rule: 'librarian-manages',
    through: { organisation: 'org_bureau', role: 'librarian' },
  },
  {
    who: 'an auditor of the bureau',
    principal: someone('auditor', 'org_bureau'),
    action: 'read-history',
    facts: { ...draft, visibility: 'private' },
    rule: 'auditor-reads-all',
    through: { organisation: 'org_bureau', role: 'auditor' },
  },
];
test.each(allowed)(
  '$who may $action by $rule',
  ({ principal, action, facts, rule, through }) => {
    const membership = through && { membership: through };
    expect(may(principal, action, facts)).toEqual({
      allowed: true,
      rule,
      ...membership,
    });
  },
);

const refused: Omit<Row, 'through'>[] = [
  {
    who: 'a visitor',
    principal: visitor,
    action: 'read',
    facts: published,
    rule: 'readers-only',
  },
  {
    who: 'a student',
    principal: someone('student'),
    action: 'read',
    facts: { ...published, audience: 'teachers' },
    rule: 'teachers-only',
  },
  {
    who: 'a teacher',
    principal: someone('teacher'),
    action: 'read',
    facts: draft,
    rule: 'not-published',
  },
  {
    who: 'a teacher',
    principal: someone('teacher'),
    action: 'read',
    facts: { ...published, isWithdrawn: true },
    rule: 'withdrawn',
  },
  {
    who: 'a teacher',
    principal: someone('teacher'),
    action: 'edit',
    facts: draft,
    rule: 'contributors-only',
  },
  {
    who: 'a librarian who contributed',
    principal: person('per_author', [
      { organisation: 'org_school', role: 'librarian' },
    ]),
    action: 'publish',
    facts: draft,
    rule: 'own-contribution',
  },
  {
    who: 'a librarian of another school',
    principal: someone('librarian', 'org_other'),
    action: 'decide',
    facts: draft,
    rule: 'librarians-only',
  },
  {
    who: 'an operator',
    principal: someone('operator', 'org_bureau'),
    action: 'read-work',
    facts: draft,
    rule: 'record-closed',
  },
  {
    who: 'an auditor',
    principal: someone('auditor', 'org_bureau'),
    action: 'withdraw',
    facts: published,
    rule: 'librarians-only',
  },
];
test.each(refused)(
  '$who may not $action: $rule',
  ({ principal, action, facts, rule }) => {
    expect(may(principal, action, facts)).toEqual({ allowed: false, rule });
  },
);

describe('in organisations', () => {
  test.each([
    {
      role: 'teacher',
      at: 'org_school',
      where: 'org_school',
      action: 'contribute',
      is: true,
    },
    {
      role: 'teacher',
      at: 'org_school',
      where: 'org_group',
      action: 'contribute',
      is: false,
    },
    {
      role: 'organisation-admin',
      at: 'org_school',
      where: 'org_group',
      action: 'administer',
      is: true,
    },
    {
      role: 'organisation-admin',
      at: 'org_school',
      where: 'org_bureau',
      action: 'administer',
      is: false,
    },
    {
      role: 'organisation-admin',
      at: 'org_school',
      where: 'org_school',
      action: 'contribute',
      is: false,
    },
    {
      role: 'operator',
      at: 'org_bureau',
      where: 'org_partner',
      action: 'administer',
      is: true,
    },
    {
      role: 'librarian',
      at: 'org_bureau',
      where: 'org_school',
      action: 'publish',
      is: true,
    },
    {
      role: 'auditor',
      at: 'org_bureau',
      where: 'org_school',
      action: 'administer',
      is: false,
    },
  ] as const)(
    '$role of $at, $action in $where: $is',
    ({ role, at, where, action, is }) => {
      const decision = mayInOrganisation(someone(role, at), action, where);
      expect(decision.allowed).toBe(is);
    },
  );

  test('a visitor may do nothing there', () => {
    const wishes = organisations.flatMap((where) =>
      actions.map(
        (action) => mayInOrganisation(visitor, action, where).allowed,
      ),
    );
    expect(wishes).not.toContain(true);
  });
});

describe('given a librarian whose role waits for a second factor', () => {
  const whole = someone('librarian');
  const waiting = { ...person('per_someone', []), inert: whole.memberships };
  const librarian = { ...waiting, whole };

  test('what the role allows is refused in words of its own', () => {
    const refusal = { allowed: false, rule: 'second-factor-waits' };
    expect(may(librarian, 'withdraw', published)).toEqual(refusal);
    expect(mayEver(librarian, 'decide')).toEqual(refusal);
  });

  test('what the role does not allow is refused as ever', () => {
    const elsewhere = { ...published, holder: 'org_other' };
    const rule = 'librarians-only';
    expect(may(librarian, 'withdraw', elsewhere).rule).toBe(rule);
    expect(mayEver(librarian, 'operate').rule).toBe('operators-only');
  });

  test('the search lets through what it lets through for nobody in particular', () => {
    expect(searchFilter(librarian)).toEqual(searchFilter(person('per_x', [])));
  });
});

test('of several memberships, the one that reaches the holder is named', () => {
  const both = person('per_both', [
    { organisation: 'org_other', role: 'librarian' },
    { organisation: 'org_bureau', role: 'librarian' },
  ]);
  expect(may(both, 'withdraw', published).membership).toEqual({
    organisation: 'org_bureau',
    role: 'librarian',
  });
});
