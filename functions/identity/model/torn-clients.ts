import type { PermissionSet } from '../../platform/contract.ts';
import type { Tear } from '../../platform/torn-history.ts';
import type { ClientThere, Found, KeptRecord, Verdict } from './kept.ts';
import {
  clientsIn,
  clientsProven,
  type Evidence,
  type Proof,
} from './proving.ts';

/** A machine client as it is judged: told by entries, and due from now on. */
export type JudgedClient = {
  readonly client: ClientThere;
  readonly told: PermissionSet | undefined;
  readonly isDue: boolean;
};

/** Those of an organisation's machine clients of whom anything is to be doubted. */
export function judgeClients(
  { clients }: KeptRecord,
  evidence: Evidence,
  since: string,
): Verdict<JudgedClient>[] {
  const proven = clientsProven(evidence);
  return clients.flatMap((client) => {
    const last = proven.get(client.id)?.at(-1);
    const isProven = last !== undefined && last.time >= since;
    const isNew = client.kept !== undefined && client.kept.createdAt >= since;
    const isWhole = client.kept === undefined || client.signsIn;
    const hasEnded = evidence.hints
      .filter(({ seq }) => seq > (last?.seq ?? 0))
      .flatMap(({ body }) => clientsIn(body))
      .some((one) => one.client === client.id && one.after === undefined);
    if (!isProven && !isNew && isWhole && !hasEnded) return [];
    return [judgeClient(client, { last, isProven, isNew, hasEnded })];
  });
}

/**
 * A machine client by its entries. One from before whose sign-in is gone was
 * ended, as far as anybody can tell: it stays so.
 */
function judgeClient(
  client: ClientThere,
  {
    hasEnded,
    isNew,
    isProven,
    last,
  }: {
    readonly last: Proof<PermissionSet | undefined> | undefined;
    readonly isProven: boolean;
    readonly isNew: boolean;
    readonly hasEnded: boolean;
  },
): Verdict<JudgedClient> {
  const { id, kept, signsIn } = client;
  const isBelieved = !isProven && !isNew;
  const told = isBelieved ? kept?.permissions : last?.after;
  const found = (item: 'client' | 'identity', tear: Tear): Found => ({
    item,
    tear,
    which: id,
  });
  const torn: Found[] = [];
  if (told && !kept) torn.push(found('client', 'lost'));
  if (!told && kept) torn.push(found('client', isProven ? 'behind' : 'ahead'));
  if (told && kept && !signsIn) torn.push(found('identity', 'lost'));
  if (!told && signsIn) torn.push(found('identity', 'ahead'));
  const isDue =
    told !== undefined &&
    kept !== undefined &&
    !hasEnded &&
    (signsIn || isProven);
  return { judged: { client, told, isDue }, torn };
}
