import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import type { MachineClient } from '../clients/contract.ts';
import { ClientItem, keys } from './items.ts';
import { type Consistency, get, type Item, ownedBy } from './reading.ts';

/** A machine client with the sign-in that leads to it. */
export type KeptClient = MachineClient & {
  readonly issuer: string;
  readonly subject: string;
  readonly createdAt: string;
};

/** A machine client. 0.5 RRU, 1 consistent. */
async function client(
  id: string,
  consistency: Consistency,
): Promise<KeptClient | undefined> {
  const found = await get(keys.client(id), consistency);
  return found && readClient(found);
}

/** A page of an organisation's machine clients. 0.5 RRU per 4 KB. */
async function clients(
  organisationId: string,
  page: { after?: string | undefined; limit: number },
): Promise<{ items: KeptClient[]; next?: string }> {
  const owned = await ownedBy(keys.clientsOf(organisationId), page);
  const items = owned.items.map(readClient);
  const last = items.at(-1);
  return { items, ...(owned.isMore && last && { next: last.id }) };
}

export const clientReads = { client, clients };

export function readClient(found: Item): KeptClient {
  const {
    pk: _,
    sk: __,
    ownerPk: ___,
    ownerSk: ____,
    ...kept
  } = ClientItem.build(EntityFormatter).format(found);
  return kept;
}
