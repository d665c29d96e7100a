import type { Part } from '../../platform/commit.ts';
import type { Organisation } from '../contract.ts';
import { beyond, isSameGiven, specialitiesOf } from '../model/membership.ts';
import {
  type Examined,
  entryFor,
  examine,
  recoveringBy,
} from '../model/mending.ts';
import type { JudgedMember } from '../model/torn-members.ts';
import type { StoredRecord } from '../store/recovery.ts';
import {
  type How,
  type Known,
  type RecoveryNeeds,
  write,
} from './recovery-needs.ts';

/** Judges one organisation by its chain, with those whom its entries concern. */
export async function judgeRecord(
  needs: RecoveryNeeds,
  known: Known,
  {
    id,
    node,
  }: { readonly id: string; readonly node: Organisation | undefined },
  { repair, since, tell }: How,
): Promise<void> {
  const stored = await needs.store.record(id, since);
  const kept = { ...stored, node };
  const examined = examine(kept, since);
  const { due, torn } = examined;
  note(known, id, examined);
  if (torn.length > 0) tell(torn);
  if (!repair) return;
  const at = needs.now().toISOString();
  const epoch = needs.epoch();
  const by = recoveringBy(id, { at, epoch, salt: needs.newSalt() });
  const link = entryFor(kept, examined, by);
  const { mending, parts } = needs;
  const { head, header } = examined;
  const isFound = head !== undefined && head !== stored.head;
  const { organisation } = due;
  const isShaped = organisation && organisation !== stored.organisation;
  await write(needs, id, [
    ...(header ? [mending.header(header)] : []),
    ...(link ? parts.link(link) : []),
    ...(isFound && !link ? [mending.chain(id, head)] : []),
    ...(isShaped ? [mending.organisation(organisation, at)] : []),
    ...due.members.flatMap((one) => memberParts(needs, id, one, at)),
    ...clientParts(needs, stored, examined),
  ]);
}

function note(known: Known, id: string, { due }: Examined): void {
  known.judged.add(id);
  if (due.organisation) known.organisations.set(id, due.organisation);
  for (const { due: given, isLost, person } of due.members) {
    const places = known.given.get(person.id) ?? new Map();
    known.given.set(person.id, places.set(id, given));
    if (isLost) known.lost.add(person.id);
  }
  for (const { client, told } of due.clients) {
    if (told && !client.kept) known.lost.add(client.id);
  }
}

/** A membership as it should be, with the links by which experts are found. */
function memberParts(
  { mending, parts }: RecoveryNeeds,
  organisation: string,
  { due, person }: JudgedMember,
  at: string,
): Part[] {
  const { held, id, links } = person;
  const place = { person: id, organisation };
  const seq = held?.seq ?? 0;
  const specialities = due ? specialitiesOf(due) : [];
  const isSame = due && held && isSameGiven(due, held);
  return [
    ...(due && !isSame
      ? [parts.membershipNow({ ...due, ...place, seq: seq + 1 }, at)]
      : []),
    ...(!due && held ? [parts.noMembership({ ...held, ...place })] : []),
    ...beyond(specialities, links).map((one) =>
      mending.speciality(id, organisation, one),
    ),
    ...beyond(links, specialities).map((one) =>
      mending.noSpeciality(id, organisation, one),
    ),
  ];
}

function clientParts(
  { mending, parts }: RecoveryNeeds,
  { keptClients }: StoredRecord,
  { due }: Examined,
): Part[] {
  return due.clients.flatMap(({ client, isDue }) => {
    const kept = keptClients.get(client.id);
    if (!kept) return [];
    if (!isDue) return parts.endedClient(kept);
    return client.signsIn ? [] : [mending.clientSignIn(kept)];
  });
}
