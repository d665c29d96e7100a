import { historyKeys } from '../../../functions/platform/history-keys.ts';
import { ok } from '../../../functions/platform/result.ts';
import { recoveryRule } from '../../../functions/platform/torn-history.ts';
import { mend } from '../../../functions/resources/model/mending.ts';
import { partsOf } from '../../../functions/resources/store/parts.ts';
import {
  dueLinks,
  duePlaces,
  recordIn,
  keptOf as resourceIn,
} from '../../../functions/resources/store/recovery.ts';
import { reviewRecovery } from '../../../functions/review/service/recovery.ts';
import {
  keptOf,
  recoveryStore,
} from '../../../functions/review/store/recovery.ts';
import { by } from '../resources/case.ts';
import {
  applied,
  headIn,
  partition,
  resource,
  type Table,
  type Write,
  writesOf,
} from './life.ts';

const since = '2026-01-01T00:00:00.000Z';
export const now = new Date('2026-09-02T00:00:00.000Z');

/** The catalogue as a recovery reads and writes it, and what it holds then. */
export function recoveryOf(left: Table, erased = new Set<string>()) {
  let table = left;
  const write = (writes: readonly Write[]) => {
    table = applied(table, writes);
  };
  const reviewsIn = () =>
    new Set(
      [...table.values()]
        .filter(({ sk }) => sk === 'REVIEW' || /^ASSIGN#/.test(String(sk)))
        .map(({ pk }) => String(pk)),
    );
  const recovery = reviewRecovery({
    store: {
      page: async () => {
        throw new Error('Nobody scans here.');
      },
      kept: async (id) => keptOf(id, partition(table, id)),
      mendingParts: recoveryStore.mendingParts,
      putLoad: async (pk, open) => {
        write([{ key: `${pk} LOAD`, item: { pk, sk: 'LOAD', open } }]);
      },
      putRubric: async () => undefined,
    },
    recordOf: async (id) => recordIn(resourceIn(id, partition(table, id))),
    known: async (people) => new Set(people.filter((one) => !erased.has(one))),
    commit: async (value, parts) => {
      write(writesOf(table, parts));
      return ok(value);
    },
    now: () => now,
  });
  const judge = async (repair: boolean) => {
    const { torn } = await recovery.judge(
      {
        reviews: [...reviewsIn()],
        named: namedBy(table),
        loads: [...table.values()]
          .filter(({ sk }) => sk === 'LOAD')
          .map(({ open, pk }) => [String(pk), Number(open)] as const),
        rubrics: [],
      },
      { since, repair },
    );
    return torn;
  };
  return { judge, reviewsIn, table: () => table };
}

function namedBy(table: Table): Map<string, string> {
  const { closed, published, review } = headIn(table) ?? {};
  const named = [review?.id, closed?.review, published?.decision.review];
  return new Map(named.flatMap((one) => (one ? [[one, resource]] : [])));
}

/** Resources are mended before reviews are judged. */
export function withResourceMended(left: Table): Table {
  const judging = { since, linksOf: dueLinks, placesOf: duePlaces };
  const kept = resourceIn(resource, partition(left, resource));
  const { head, header, move } = mend(kept, judging, recovering);
  let table = left;
  const put = (item: Record<string, unknown>) => {
    table = applied(table, [{ key: `${item.pk} ${item.sk}`, item }]);
  };
  if (head) {
    const { epoch, id: pk, seq } = head;
    put({ pk, sk: 'HEAD', epoch, seq, head });
  }
  if (header) {
    const day = historyKeys.day(resource, header);
    put({ ...historyKeys.header(resource, header), ...header, ...day });
  }
  const all = move ? partsOf(move) : [];
  return applied(table, writesOf(table, all));
}

const recovering = by({
  actor: recoveryRule,
  epoch: 2,
  at: '2026-09-01T20:00:00.000Z',
});
