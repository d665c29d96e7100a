import type { HistoryBody } from '../../platform/contract.ts';
import { hashOf } from '../../platform/history.ts';
import {
  placeOf,
  rebuiltLast,
  recoveryRule,
  type Standing,
  telling,
  toldIn,
} from '../../platform/torn-history.ts';
import {
  type OrganisationHeader,
  organisationSteps,
} from '../history/contract.ts';
import { type By, type Link, linked, type Said } from './chain.ts';
import { following, type KeptRecord, type TornDirectory } from './kept.ts';
import { written } from './membership.ts';
import { type OrganisationAt, shapeOf } from './shape.ts';
import { type Judged, judgeOrganisation } from './torn.ts';

/** What is torn of an organisation, and how it should be instead. */
export type Examined = {
  readonly torn: readonly TornDirectory[];
  /** By the chain as it is mended: that which `torn` tells of may lack its head. */
  readonly due: Judged;
  /** Its last header, where only that was lost and it follows from the rest. */
  readonly header?: OrganisationHeader;
  /** Where the chain stands, once its lost head has been found again. */
  readonly head: Standing | undefined;
};

/** Examines an organisation with what can be rebuilt of its history. */
export function examine(kept: KeptRecord, since: string): Examined {
  const header = rebuiltLast(kept, function* (facts) {
    for (const action of organisationSteps) {
      yield { ...facts, organisation: kept.id, action };
    }
  });
  if (header !== undefined) {
    const whole = { ...kept, headers: [...kept.headers, header] };
    const due = judgeOrganisation(whole, since);
    const lost: TornDirectory = {
      ...{ of: kept.id, item: 'header', tear: 'lost' },
      which: placeOf(header),
    };
    return { torn: [lost, ...due.torn], due, header, head: kept.head };
  }
  const judged = judgeOrganisation(kept, since);
  const head = kept.head ?? headAgain(kept.headers);
  const due =
    head === kept.head ? judged : judgeOrganisation({ ...kept, head }, since);
  return { torn: judged.torn, due, head };
}

/** Where a chain stands whose head is lost: as far as its first entries lead. */
function headAgain(
  headers: readonly OrganisationHeader[],
): Standing | undefined {
  let head: Standing | undefined;
  for (;;) {
    const before = head;
    const next = headers.find(
      ({ previous, seq }) =>
        seq === (before?.seq ?? 0) + 1 &&
        previous === (before?.lastHash ?? null),
    );
    if (next === undefined) return head;
    const { epoch, seq, time } = next;
    head = { epoch, seq, lastHash: hashOf(next), changedAt: time };
  }
}

/**
 * The entry of the new epoch that tells what was torn, and how members, machine
 * clients and the organisation are from then on where the entries before it say
 * otherwise, or nothing. What an earlier one has told is not told again. None
 * for what has neither a chain nor an organisation.
 */
export function entryFor(
  kept: KeptRecord,
  { due, head }: Examined,
  by: By,
): Link | undefined {
  const { clients, members, organisation } = due;
  const known = toldIn(kept.bodies);
  const news = due.torn
    .filter(({ item }) => !following.includes(item))
    .map(telling)
    .filter((one) => !known.has(one));
  const changed = members.filter(({ isNews }) => isNews);
  const ended = clients.filter(({ isDue, told }) => told && !isDue);
  const isUnproven = due.torn.some(
    ({ item, tear }) => item === 'organisation' && tear !== 'behind',
  );
  const shape = isUnproven && organisation ? shapeSaid(organisation) : {};
  const isNamed = head !== undefined || organisation !== undefined;
  const isSaid =
    [...news, ...changed, ...ended, ...Object.keys(shape)].length > 0;
  if (!isNamed || !isSaid) return undefined;
  const said: Said = {
    organisation: kept.id,
    action: 'recover',
    facts: {
      torn: news,
      ...(changed.length > 0 && {
        members: changed.map(({ due, person, told }) => ({
          person: person.id,
          before: written(told ?? { roles: [] }),
          after: written(due ?? { roles: [] }),
        })),
      }),
      ...(ended.length > 0 && {
        clients: ended.map(({ client, told }) => ({
          client: client.id,
          before: { permissions: told ?? null },
        })),
      }),
      ...shape,
    },
  };
  // A head that is lost is not there to be conditioned on.
  return { ...linked(head, said, by), before: kept.head };
}

/** How an organisation is from an entry on, as that entry has it. */
export function shapeSaid(organisation: OrganisationAt): HistoryBody['facts'] {
  return { organisation: shapeOf(organisation) };
}

/** Who mends an organisation: the rule that acts when a Region takes over. */
export function recoveringBy(
  organisation: string,
  at: Pick<By, 'at' | 'epoch' | 'salt'>,
): By {
  return { actor: recoveryRule, organisation, ...at };
}
