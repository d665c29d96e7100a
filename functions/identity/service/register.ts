import type { Part } from '../../platform/commit.ts';
import type { Role } from '../../platform/contract.ts';
import { Unavailable } from '../../platform/faults.ts';
import { ok } from '../../platform/result.ts';
import { type MembershipStep, membersSaid } from '../model/chain.ts';
import { withoutRole, withRole } from '../model/membership.ts';
import type {
  Outcome,
  RegisterChange,
  Registered,
  Wished,
} from '../register/contract.ts';
import type { Accounts } from '../store/accounts.ts';
import type { DirectoryReads } from '../store/directory.ts';
import type { DirectoryParts } from '../store/parts.ts';
import type { Entry, PersonAt, RegisterStore } from '../store/register.ts';
import { type Actor, type RecordNeeds, record } from './record.ts';

export type RegisterNeeds = Omit<RecordNeeds, 'parts' | 'store'> & {
  readonly register: RegisterStore;
  readonly store: Pick<DirectoryReads, 'chain' | 'signedIn'>;
  readonly parts: Pick<
    DirectoryParts,
    'link' | 'membershipNow' | 'newPerson' | 'organisationOpen'
  >;
  readonly accounts: Accounts;
  readonly newId: () => string;
  /** Waits until Cognito may be asked again. */
  readonly pace: () => Promise<void>;
};

/** What rosters ask of the directory. */
export type RegisterService = {
  /**
   * All whom an organisation's register knows, and how often a roster was
   * applied. 3.5 RRU a person, some hundred requests for 5,000 people.
   */
  read(organisation: string): Promise<{ turn: number; people: Registered[] }>;
  /** Takes the next turn for a job; false: another job had it since. 1 WRU. */
  take(
    organisation: string,
    turn: { readonly before: number; readonly job: string },
  ): Promise<boolean>;
  /**
   * Does some 24 changes in one transaction with one entry of the chain; what is
   * already so is left as it is. For each who is new 9 WRU and a request to
   * Cognito; for others up to 8 WRU; and some 20 WRU and 100 RRU for all.
   */
  change(asked: Changes): Promise<readonly Outcome[]>;
};

export type Changes = {
  readonly organisation: string;
  readonly by: Actor;
  readonly changes: readonly RegisterChange[];
  /** The first password of who is new; the same each time it is asked. */
  readonly password: (username: string) => string;
};

/** Tries of a transaction in which somebody else was at one of the people. */
const attempts = 4;

export function registerService(needs: RegisterNeeds): RegisterService {
  const { register } = needs;
  return {
    read: (organisation) => readRegister(register, organisation),
    take: register.takeTurn,
    async change(asked) {
      const subjects = await openAccounts(needs, asked);
      for (let attempt = 1; attempt <= attempts; attempt += 1) {
        const done = await record(needs, async () => {
          const decided = await decideAll(needs, asked, subjects);
          return ok({ by: asked.by, ...decided });
        });
        if (done.ok) return done.value;
        await needs.pause(Math.random() * 100 * 2 ** attempt);
      }
      throw new Unavailable('The register: others are at it; it');
    },
  };
}

async function readRegister(
  { entries, memberIds, peopleAt, turn }: RegisterStore,
  organisation: string,
) {
  const [before, numbered, members] = await Promise.all([
    turn(organisation),
    entries(organisation),
    memberIds(organisation),
  ]);
  const entryByPerson = new Map(numbered.map((one) => [one.person, one]));
  const ids = new Set([...members, ...entryByPerson.keys()]);
  const found = await peopleAt(organisation, [...ids]);
  const people = [...found.values()].map(({ profile, held }): Registered => {
    const { id: person, name, username } = profile;
    const entry = entryByPerson.get(person);
    const { number, role } = entry ?? {};
    const isMember = role
      ? held?.roles.includes(role)
      : (held?.roles.length ?? 0) > 0;
    return {
      person,
      name,
      username,
      isMember: isMember === true,
      ...(number && { number }),
      ...(role && { role }),
      ...(entry?.class && { class: entry.class }),
    };
  });
  return { turn: before, people };
}

type Subject = { readonly subject: string } | 'roster-username-taken';

/** By number, the sign-in accounts of who is new. */
async function openAccounts(
  needs: RegisterNeeds,
  { changes, organisation, password }: Changes,
): Promise<ReadonlyMap<string, Subject>> {
  const added = changes.filter((one) => one.do === 'add');
  const numbers = added.map(({ number }) => number);
  const known = await needs.register.entriesOf(organisation, numbers);
  const have = new Set(known.map(({ number }) => number));
  const lacking = added.filter(({ number }) => !have.has(number));
  const opened = await Promise.all(
    lacking.map(
      async ({ number, username }) =>
        [
          number,
          await openAccount(needs, username, password(username)),
        ] as const,
    ),
  );
  return new Map(opened);
}

/**
 * Opens an account. One that is there but belongs to nobody was opened by a run
 * that was killed before it could write the person: it is taken over.
 */
async function openAccount(
  { accounts, pace, store }: RegisterNeeds,
  username: string,
  password: string,
): Promise<Subject> {
  await pace();
  const opened = await accounts.open({ username, password });
  if (opened.ok) return { subject: opened.value.subject };
  await pace();
  const account = await accounts.find(username);
  if (!account?.isUnused) return 'roster-username-taken';
  const identity = { issuer: accounts.issuer(), subject: account.subject };
  const { person } = await store.signedIn(identity, 'news', {
    consistent: true,
  });
  if (person !== undefined) return 'roster-username-taken';
  await pace();
  await accounts.renew(username, password);
  return { subject: account.subject };
}

type Decided = {
  readonly outcome: Outcome;
  readonly parts?: readonly Part[];
  readonly step?: MembershipStep;
};

/** What all changes come to, on what is there now. */
async function decideAll(
  needs: RegisterNeeds,
  { changes, organisation }: Changes,
  subjects: ReadonlyMap<string, Subject>,
) {
  const { parts, register } = needs;
  const known = await register.entriesOf(
    organisation,
    changes.map(({ number }) => number),
  );
  const entryByNumber = new Map(known.map((one) => [one.number, one]));
  const ids = changes.flatMap((one) => (one.do === 'add' ? [] : one.person));
  const people = await register.peopleAt(organisation, ids);
  const decided = changes.map((change) => {
    const entry = entryByNumber.get(change.number);
    if (change.do === 'add') {
      const subject = subjects.get(change.number);
      return add(needs, organisation, change, { entry, subject });
    }
    const at = people.get(change.person);
    return change.do === 'end'
      ? end(needs, change, at)
      : alter(needs, organisation, change, { entry, at });
  });
  const own = decided.flatMap((one) => one.parts ?? []);
  const steps = decided.flatMap(({ step }) => (step ? [step] : []));
  return {
    value: decided.map(({ outcome }) => outcome),
    said: [membersSaid(organisation, steps)],
    parts:
      own.length === 0 ? [] : [parts.organisationOpen(organisation), ...own],
  };
}

function add(
  { accounts, newId, now, parts, register }: RegisterNeeds,
  organisation: string,
  wished: Wished,
  found: {
    readonly entry?: Entry | undefined;
    readonly subject?: Subject | undefined;
  },
): Decided {
  const { entry, subject } = found;
  // Its number was free when it was planned: an earlier run has added it.
  if (entry) return { outcome: 'already' };
  if (subject === undefined || typeof subject === 'string') {
    return { outcome: 'roster-username-taken' };
  }
  const { name, username } = wished;
  const at = now().toISOString();
  const person = newId();
  const profile = { id: person, name, username, createdAt: at };
  const identity = { issuer: accounts.issuer(), subject: subject.subject };
  const after = { person, organisation, roles: [wished.role], seq: 1 };
  return {
    outcome: 'done',
    parts: [
      ...parts.newPerson(profile, identity),
      parts.membershipNow(after, at),
      register.entryNow(organisation, { ...entryOf(wished), person, seq: 1 }),
    ],
    step: { before: { roles: [] }, after },
  };
}

function alter(
  { now, parts, register }: RegisterNeeds,
  organisation: string,
  wished: Wished & { readonly person: string },
  found: {
    readonly entry?: Entry | undefined;
    readonly at?: PersonAt | undefined;
  },
): Decided {
  const { entry, at } = found;
  const { name, person, role } = wished;
  if (!at || (entry && entry.person !== person)) {
    return { outcome: 'roster-number-of-another' };
  }
  const former = at.held ?? { person, organisation, roles: [], seq: 0 };
  // Held already, it stays on the terms that it has.
  const kept =
    entry && entry.role !== role ? withoutRole(former, entry.role) : former;
  const given = kept.roles.includes(role) ? kept : withRole(kept, role, {});
  const after = { person, organisation, ...given, seq: former.seq + 1 };
  const isEntered = entry?.role === role && entry.class === wished.class;
  const own = [
    ...(sameRoles(former.roles, after.roles)
      ? []
      : [parts.membershipNow(after, now().toISOString())]),
    ...(isEntered
      ? []
      : [
          register.entryNow(organisation, {
            ...entryOf(wished),
            person,
            seq: (entry?.seq ?? 0) + 1,
          }),
        ]),
    ...(at.profile.name === name ? [] : [register.renamed(person, name)]),
  ];
  return own.length === 0
    ? { outcome: 'already' }
    : { outcome: 'done', parts: own, step: { before: former, after } };
}

/** Ends the role; the number stays theirs, and the account with the person. */
function end(
  { now, parts }: RegisterNeeds,

  { role }: { readonly role: Role },
  at: PersonAt | undefined,
): Decided {
  const former = at?.held;
  if (!former?.roles.includes(role)) return { outcome: 'already' };
  const { organisation, person, seq } = former;
  const left = withoutRole(former, role);
  const after = { person, organisation, ...left, seq: seq + 1 };
  return {
    outcome: 'done',
    parts: [parts.membershipNow(after, now().toISOString())],
    step: { before: former, after },
  };
}

function entryOf({ number, role, ...rest }: Wished) {
  return { number, role, ...(rest.class && { class: rest.class }) };
}

function sameRoles(a: readonly Role[], b: readonly Role[]): boolean {
  return a.join() === b.join();
}
