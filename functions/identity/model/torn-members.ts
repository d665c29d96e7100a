import type { Tear } from '../../platform/torn-history.ts';
import type { Speciality } from '../member/contract.ts';
import type {
  Found,
  KeptRecord,
  MembershipAt,
  PersonThere,
  Verdict,
} from './kept.ts';
import {
  beyond,
  type Given,
  isSameGiven,
  specialitiesOf,
} from './membership.ts';
import {
  type Evidence,
  least,
  membersIn,
  membersProven,
  type Proof,
} from './proving.ts';

/** A membership as it is judged. */
export type JudgedMember = {
  readonly person: PersonThere;
  /** What the entries prove of it; undefined: nothing, there is none. */
  readonly told: Given | undefined;
  /** How it should be from now on; undefined: there should be none. */
  readonly due: Given | undefined;
  /** Whether the entries prove somebody whom nothing says who they are. */
  readonly isLost: boolean;
  /** Whether an entry has yet to say how it is from now on. */
  readonly isNews: boolean;
};

/** Those of an organisation's members of whom anything is to be doubted. */
export function judgeMembers(
  { people }: KeptRecord,
  evidence: Evidence,
  since: string,
): Verdict<JudgedMember>[] {
  const proven = membersProven(evidence);
  return people.flatMap((person) => {
    const proofs = proven.get(person.id) ?? [];
    const last = proofs.at(-1);
    const isProven = last !== undefined && last.time >= since;
    const isNew = (person.held?.changedAt ?? '') >= since && person.held;
    const hints = evidence.hints
      .filter(({ seq }) => seq > (last?.seq ?? 0))
      .flatMap(({ body }) => membersIn(body))
      .filter((one) => one.person === person.id)
      .map(({ after }) => after);
    if (!isProven && !isNew && hints.length === 0) return [];
    // From before the loss, and by no entry since: it is as it is kept.
    const told = isProven || isNew ? last?.after : person.held;
    const changedAt = person.held?.changedAt;
    const isSilent = changedAt !== undefined && silentFrom(evidence, changedAt);
    const facts = { proofs, hints, since, isProven, isSilent, told };
    return [judgeMember(person, facts)];
  });
}

/** Whether an entry of then or later tells no more: it was erased, or is lost. */
function silentFrom({ chain, proven }: Evidence, time: string): boolean {
  const silent = proven.filter(
    ({ body, header }) => body === undefined && header.time >= time,
  );
  return silent.length + chain.missing.length > 0;
}

function judgeMember(
  person: PersonThere,
  {
    hints,
    isProven,
    isSilent,
    proofs,
    since,
    told,
  }: {
    readonly proofs: readonly Proof<Given>[];
    readonly hints: readonly Given[];
    readonly since: string;
    readonly isProven: boolean;
    /** An entry that may have told of it tells no more. */
    readonly isSilent: boolean;
    readonly told: Given | undefined;
  },
): Verdict<JudgedMember> {
  const { held, id, isKnown, links } = person;
  const last = proofs.at(-1);
  // A recovery has said before that they are gone.
  const isTold = last?.isRecovery === true && last.after.roles.length === 0;
  const isLost = isProven && !isKnown;
  const tear = tearOf(held, { told, isProven, isTold, proofs, since });
  const doubts = tear === 'ahead' && held ? [held, ...hints] : hints;
  // What an entry may have told is ended, not undone: it may have been so.
  const proven = told ?? (isSilent ? nothing : undefined);
  const due = proven && isKnown ? doubts.reduce(least, proven) : undefined;
  const torn: Found[] = [
    ...(tear ? [{ item: 'membership' as const, tear, which: id }] : []),
    ...(isLost && !isTold
      ? [{ item: 'person' as const, tear: 'lost' as const, which: id }]
      : []),
    ...tornLinks(id, links, told ? specialitiesOf(told) : []),
  ];
  const isNews =
    (isLost && !isTold) ||
    (due !== undefined && told === undefined) ||
    !isSameGiven(told ?? nothing, due ?? nothing);
  return { judged: { person, told, due, isLost, isNews }, torn };
}

const nothing: Given = { roles: [] };

/** Whether a membership is as the entries prove it, older, or newer. */
function tearOf(
  held: MembershipAt | undefined,
  {
    isProven,
    isTold,
    proofs,
    since,
    told,
  }: {
    readonly told: Given | undefined;
    readonly isProven: boolean;
    readonly isTold: boolean;
    readonly proofs: readonly Proof<Given>[];
    readonly since: string;
  },
): Tear | undefined {
  if (held === undefined) return isProven && !isTold ? 'lost' : undefined;
  if (told && isSameGiven(held, told)) return undefined;
  const before = proofs.at(-2)?.time ?? '';
  const isOlder =
    isProven && (held.changedAt < since || held.changedAt <= before);
  return isOlder ? 'behind' : 'ahead';
}

/** Links by which experts are found that are not those that are due. */
export function tornLinks(
  person: string,
  is: readonly Speciality[],
  due: readonly Speciality[],
): Found[] {
  const found = (tear: Tear) => (of: Speciality) => ({
    item: 'speciality' as const,
    tear,
    which: `${person}#${of.learningStage}#${of.subject}`,
  });
  return [
    ...beyond(due, is).map(found('lost')),
    ...beyond(is, due).map(found('ahead')),
  ];
}
