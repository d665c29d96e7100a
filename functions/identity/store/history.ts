import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import type { HistoryBody } from '../../platform/contract.ts';
import type { Place } from '../../platform/history-keys.ts';
import {
  type HistoryPageOf,
  type HistoryTable,
  readHistoryPage,
  type Wanted,
} from '../../platform/history-reads.ts';
import type { OrganisationHeader } from '../history/contract.ts';
import type { Chain } from '../model/chain.ts';
import { BodyItem, ChainItem, directory, HeaderItem, keys } from './items.ts';
import { get, type Item } from './reading.ts';

/** Where an organisation's chain stands, read consistently. 1 RRU. */
async function chain(organisationId: string): Promise<Chain | undefined> {
  const found = await get(keys.chain(organisationId), { consistent: true });
  return found && readChain(found);
}

export function readChain(found: Item): Chain {
  const {
    pk: _,
    sk: __,
    ...kept
  } = ChainItem.build(EntityFormatter).format(found);
  return kept;
}

export function readHeader(found: Item): OrganisationHeader {
  const {
    pk: _,
    sk: __,
    dayPk: ___,
    daySk: ____,
    ...header
  } = HeaderItem.build(EntityFormatter).format(found);
  return header;
}

export function readBody(found: Item): HistoryBody {
  return BodyItem.build(EntityFormatter).format(found).body;
}

const chains: HistoryTable<OrganisationHeader, HistoryBody> = {
  name: () => directory.getName(),
  headerOf: readHeader,
  bodyOf: readBody,
};

/** A page of an organisation's chain. Cost of `readHistoryPage`. */
function history(
  organisationId: string,
  page: { readonly limit: number; readonly after: Place | undefined },
  wanted: Wanted,
): Promise<HistoryPageOf<OrganisationHeader, HistoryBody>> {
  return readHistoryPage(chains, organisationId, page, wanted);
}

export const historyReads = { chain, history };
