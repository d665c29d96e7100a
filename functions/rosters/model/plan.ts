import type { Registered } from '../../identity/register/contract.ts';
import type { RosterRole } from '../contract.ts';
import type { CellProblem, RosterPerson } from './people.ts';

/** What one line of a plan does; lines do not depend on each other. */
export type Change =
  | ({ readonly do: 'add' } & RosterPerson)
  | ({ readonly do: 'change'; readonly person: string } & RosterPerson)
  | ({ readonly do: 'end'; readonly person: string } & Pick<
      RosterPerson,
      'name' | 'role' | 'number' | 'username'
    >);

/** What a roster would do, and who stays as they are. */
export type Plan = {
  readonly changes: readonly Change[];
  readonly unchanged: number;
};

/**
 * What has to be done so that the register is as the roster has it. People are
 * known by their number; who has none yet, by their username. Who is missing
 * ends, if a roster brought them in one of the roles that this one lists. The
 * same roster again gives no changes.
 */
export function planOf(
  people: readonly RosterPerson[],
  register: readonly Registered[],
  roles: readonly RosterRole[],
): { readonly plan: Plan; readonly problems: readonly CellProblem[] } {
  const byNumber = new Map(
    register.flatMap((one) => (one.number ? [[one.number, one]] : [])),
  );
  const byUsername = new Map(register.map((one) => [one.username, one]));
  const changes: Change[] = [];
  const problems: CellProblem[] = [];
  let unchanged = 0;
  for (const person of people) {
    const sameName = byUsername.get(person.username);
    const known = byNumber.get(person.number) ?? unnumbered(sameName);
    if (known === undefined) {
      if (sameName) problems.push(taken(person));
      else changes.push({ do: 'add', ...person });
    } else if (!known.isMember && known.name !== person.name) {
      problems.push(ofAnother(person));
    } else if (isSame(known, person)) unchanged += 1;
    else changes.push({ do: 'change', person: known.person, ...person });
  }
  const listed = new Set(people.map(({ number }) => number));
  for (const one of register) {
    const { isMember, number } = one;
    const role = roles.find((listedRole) => listedRole === one.role);
    if (!isMember || number === undefined || role === undefined) continue;
    if (listed.has(number)) continue;
    const { name, person, username = '' } = one;
    changes.push({ do: 'end', person, name, role, number, username });
  }
  return { plan: { changes, unchanged }, problems };
}

function unnumbered(one: Registered | undefined): Registered | undefined {
  return one?.number === undefined ? one : undefined;
}

function isSame(known: Registered, person: RosterPerson): boolean {
  return (
    known.isMember &&
    known.number === person.number &&
    known.name === person.name &&
    known.role === person.role &&
    known.class === person.class
  );
}

function taken({ row, username }: RosterPerson): CellProblem {
  return { row, rule: 'roster-username-taken', facts: { value: username } };
}

function ofAnother({ row, number }: RosterPerson): CellProblem {
  return { row, rule: 'roster-number-of-another', facts: { value: number } };
}

/** How many of each kind a plan has, and who stays: the counts of a check. */
export function countsOf({ changes, unchanged }: Plan) {
  const of = (what: Change['do']) =>
    changes.filter((change) => change.do === what).length;
  return {
    toAdd: of('add'),
    toChange: of('change'),
    toEnd: of('end'),
    unchanged,
  };
}
