import type { TornDirectory } from '../model/kept.ts';
import { beyond, specialitiesOf } from '../model/membership.ts';
import { tornLinks } from '../model/torn-members.ts';
import type { KeptPerson, Leading } from '../store/recovery-items.ts';
import {
  type How,
  type Known,
  type RecoveryNeeds,
  write,
} from './recovery-needs.ts';

/**
 * Judges a person by what is known of their roles: what signs in as them, and
 * the links by which experts are found. Whom nothing gives a place was being
 * made when the Region was lost: they go, and can be made again.
 */
export async function judgePerson(
  needs: RecoveryNeeds,
  known: Known,
  person: KeptPerson,
  how: How,
): Promise<void> {
  const { held, id, profile } = person;
  const nowhere = held.filter((one) => !known.judged.has(one.organisation));
  await endNowhere(needs, nowhere, how);
  const places = new Map([
    ...held.map((one) => [one.organisation, one] as const),
    ...nowhere.map((one) => [one.organisation, undefined] as const),
    ...(known.given.get(id) ?? []),
  ]);
  const isPlaced = [...places.values()].some((given) => given !== undefined);
  await judgeLinks(needs, known, person, how);
  if (profile === undefined) return;
  for (const [organisation, given] of places) {
    const isOperator = given?.roles.includes('operator');
    if (isOperator) known.operators.add(`${id}@${organisation}`);
  }
  const isProven = isPlaced || profile.createdAt < how.since;
  if (isProven) {
    await judgeSignIns(needs, { id, ...profile }, how);
    return;
  }
  known.unproven.add(id);
  how.tell([{ of: id, item: 'person', tear: 'ahead', which: id }]);
  if (how.repair) await write(needs, id, [needs.mending.noPerson(id)]);
}

/** Memberships of organisations of which nothing else arrived. */
async function endNowhere(
  needs: RecoveryNeeds,
  nowhere: KeptPerson['held'],
  { repair, tell }: How,
): Promise<void> {
  for (const one of nowhere) {
    const { organisation: of, person: which } = one;
    tell([{ of, item: 'membership', tear: 'ahead', which }]);
    if (repair) await write(needs, which, [needs.parts.noMembership(one)]);
  }
}

/** Of organisations that have judged a membership, they have judged the links. */
async function judgeLinks(
  needs: RecoveryNeeds,
  known: Known,
  { held, id, links }: KeptPerson,
  { repair, tell }: How,
): Promise<void> {
  const { mending } = needs;
  const judged = known.given.get(id);
  const places = [...held, ...links].map((one) => one.organisation);
  for (const organisation of new Set(places)) {
    if (judged?.has(organisation)) continue;
    const given = held.find((one) => one.organisation === organisation);
    const isThere = known.judged.has(organisation);
    const due = given && isThere ? specialitiesOf(given) : [];
    const is = links
      .filter((one) => one.organisation === organisation)
      .map(({ speciality }) => speciality);
    const torn = tornLinks(id, is, due);
    if (torn.length === 0) continue;
    tell(torn.map((one) => ({ of: organisation, ...one })));
    if (!repair) continue;
    await write(needs, id, [
      ...beyond(due, is).map((one) =>
        mending.speciality(id, organisation, one),
      ),
      ...beyond(is, due).map((one) =>
        mending.noSpeciality(id, organisation, one),
      ),
    ]);
  }
}

/** Sign-ins that their profile lists lead to them, unless to somebody else's. */
async function judgeSignIns(
  needs: RecoveryNeeds,
  { id, signIns }: { readonly id: string; readonly signIns: readonly string[] },
  { repair, tell }: How,
): Promise<void> {
  const { mending, store } = needs;
  const owners = await store.ownersOf(signIns);
  for (const pk of signIns) {
    const owner = owners.get(pk);
    if (owner === id) continue;
    const tear = owner === undefined ? 'lost' : 'behind';
    tell([{ of: id, item: 'identity', tear, which: id }]);
    const theirs = owner ? await store.signInsOf([owner]) : undefined;
    const isTheirs = theirs?.get(owner ?? '')?.includes(pk);
    if (repair && !isTheirs) {
      await write(needs, id, [mending.signIn(pk, id)]);
    }
  }
}

/**
 * Judges sign-ins and numbers of registers by whom they lead to. What leads to
 * nobody goes, so that it can be given again.
 */
export async function judgeLeading(
  needs: RecoveryNeeds,
  { lost, unproven }: Known,
  all: readonly Leading[],
  { repair, tell }: How,
): Promise<void> {
  const { mending, store } = needs;
  const there = await store.signInsOf(all.map(({ to }) => to));
  for (const { key, number, to } of all) {
    const signIns = unproven.has(to) ? undefined : there.get(to);
    const isRight =
      number === undefined ? signIns?.includes(key.pk) : signIns !== undefined;
    if (isRight) continue;
    const torn: TornDirectory =
      number === undefined
        ? { of: to, item: 'identity', tear: 'ahead', which: to }
        : { of: key.pk, item: 'entry', tear: 'ahead', which: number };
    // That somebody is lost says it of what leads to them.
    if (!lost.has(to)) tell([torn]);
    if (repair) await write(needs, to, [mending.none(key)]);
  }
}
