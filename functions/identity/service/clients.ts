import type { Changed } from '../../platform/commit.ts';
import type { PermissionSet, Person } from '../../platform/contract.ts';
import type { Log } from '../../platform/log.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import {
  clientScope,
  type MachineClient,
  type NewMachineClient,
  type OutsideIdentity,
} from '../clients/contract.ts';
import { logs } from '../contract.ts';
import type { Said } from '../model/chain.ts';
import { broken, type Forbidden, type RuleBroken } from '../model/roles.ts';
import type { Accounts } from '../store/accounts.ts';
import type { AppClients } from '../store/app-clients.ts';
import type { DirectoryReads } from '../store/directory.ts';
import type { DirectoryParts } from '../store/parts.ts';
import { mayAdminister, type Unknown } from './members.ts';
import { isOutside, isTaken } from './outside.ts';
import { type RecordNeeds, record, type Unavailable } from './record.ts';

export type ClientNeeds = RecordNeeds & {
  readonly store: Pick<
    DirectoryReads,
    'organisation' | 'client' | 'clients' | 'signedIn'
  >;
  readonly parts: Pick<
    DirectoryParts,
    'organisationOpen' | 'newClient' | 'endedClient'
  >;
  readonly accounts: Pick<Accounts, 'areHere' | 'issuer'>;
  readonly appClients: AppClients;
  /** Names of the issuers that the stage trusts. */
  readonly issuers: readonly string[];
  readonly newId: () => string;
  readonly log: Log;
};

/** A page of an organisation's machine clients. Cost: 1 RRU, 0.5 per 4 KB. */
export async function listClients(
  { store }: Pick<ClientNeeds, 'store'>,
  principal: Person,
  asked: { organisation: string; after?: string | undefined; limit: number },
): Promise<
  Result<{ items: MachineClient[]; next?: string }, Forbidden | Unknown>
> {
  const { organisation } = asked;
  const may = await mayAdminister(store, principal, organisation, []);
  if (!may.ok) return may;
  const { items, next } = await store.clients(organisation, asked);
  return ok({ items: items.map(shown), ...(next !== undefined && { next }) });
}

/**
 * Registers a machine client: one of our own pool, whose secret leaves in the
 * answer and is kept nowhere, or one that an outside issuer knows. Cost: 1 RRU
 * and 7 WRU; one request to Cognito. An app client that was made for nothing,
 * because the change failed, is registered nowhere: its tokens are 401.
 */
export async function registerClient(
  needs: ClientNeeds,
  principal: Person,
  asked: {
    readonly organisation: string;
    readonly name: string;
    readonly permissions: PermissionSet;
    readonly identity?: OutsideIdentity | undefined;
  },
): Promise<
  Result<
    NewMachineClient,
    Forbidden | Unknown | RuleBroken | Changed | Unavailable
  >
> {
  const { store, parts, accounts, appClients, newId, now, log } = needs;
  const { organisation, name, permissions } = asked;
  const may = await mayAdminister(store, principal, organisation, []);
  if (!may.ok) return may;
  if (may.value.isClosed) {
    return broken('', 'organisation-closed', { organisation });
  }
  if (!asked.identity && !accounts.areHere()) {
    return broken('/identity', 'no-accounts-here');
  }
  if (asked.identity) {
    const free = await mayBind(needs, asked.identity);
    if (!free.ok) return free;
  }
  const opened = asked.identity ? undefined : await appClients.open(name);
  const identity = asked.identity ?? {
    issuer: accounts.issuer(),
    subject: opened?.id ?? '',
  };
  const client = { id: newId(), organisation, name, permissions };
  const made: NewMachineClient = {
    ...client,
    ...(opened && {
      credentials: {
        clientId: opened.id,
        clientSecret: opened.secret,
        scope: clientScope,
      },
    }),
  };
  const kept = { ...client, ...identity, createdAt: now().toISOString() };
  const by = { person: principal.id, organisation: may.value.actsFor };
  const done = await record<NewMachineClient, never, RuleBroken>(
    needs,
    async () =>
      ok({
        value: made,
        by,
        said: [clientsSaid(client, { after: { permissions } })],
        parts: [parts.organisationOpen(organisation), ...parts.newClient(kept)],
      }),
  );
  if (done.ok)
    log.info(logs.clientRegistered, { organisation, client: client.id });
  return done;
}

/**
 * Ends a machine client: first at the user pool, so that a try that broke off
 * can be sent again. Cost: 2 RRU and 5 WRU; one request to Cognito.
 */
export async function endClient(
  needs: ClientNeeds,
  principal: Person,
  asked: { readonly organisation: string; readonly client: string },
): Promise<Result<undefined, Forbidden | Unknown | Changed | Unavailable>> {
  const { store, parts, accounts, appClients, log } = needs;
  const { organisation } = asked;
  const may = await mayAdminister(store, principal, organisation, []);
  if (!may.ok) return may;
  const client = await store.client(asked.client, { consistent: true });
  if (client?.organisation !== organisation) return fail({ code: 'unknown' });
  const isOurs = accounts.areHere() && client.issuer === accounts.issuer();
  if (isOurs) await appClients.end(client.subject);
  const by = { person: principal.id, organisation: may.value.actsFor };
  const before = { permissions: client.permissions };
  const done = await record<undefined, never>(needs, async () =>
    ok({
      value: undefined,
      by,
      said: [clientsSaid(client, { before })],
      parts: parts.endedClient(client),
    }),
  );
  if (done.ok) log.info(logs.clientEnded, { organisation, client: client.id });
  return done;
}

function clientsSaid(
  { id, organisation }: Pick<MachineClient, 'id' | 'organisation'>,
  step: Readonly<Record<string, Pick<MachineClient, 'permissions'>>>,
): Said {
  const facts = { clients: [{ client: id, ...step }] };
  return { organisation, action: 'change-clients', facts };
}

async function mayBind(
  needs: ClientNeeds,
  identity: OutsideIdentity,
): Promise<Result<undefined, RuleBroken>> {
  if (!isOutside(needs, identity)) {
    return broken('/identity/issuer', 'issuer-unknown');
  }
  return (await isTaken(needs.store, identity))
    ? broken('/identity/subject', 'identity-taken')
    : ok(undefined);
}

function shown(kept: MachineClient): MachineClient {
  const { id, organisation, name, permissions } = kept;
  return { id, organisation, name, permissions };
}
