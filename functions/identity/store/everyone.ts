import { paginateScan } from '@aws-sdk/lib-dynamodb';
import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import { dynamoDb } from '../../platform/clients.ts';
import { ClientItem, directory, keys, PersonItem } from './items.ts';

/** A person who may sign in, and at which issuers. */
export type SigningIn = {
  readonly id: string;
  /** Of an account in a user pool of the district's own. */
  readonly username?: string | undefined;
  readonly issuers: readonly string[];
  readonly unapprovedIssuer?: string | undefined;
};

/** A part of all who sign in. */
export type Everyone = {
  readonly people: readonly SigningIn[];
  readonly clients: readonly { readonly id: string; readonly issuer: string }[];
};

/**
 * All people and machine clients, page by page: after the loss of a user pool,
 * never for a request. 1 RRU per 4 KB of the whole table.
 */
async function* everyone(): AsyncGenerator<Everyone> {
  const { sk: person } = keys.person('');
  const { sk: client } = keys.client('');
  const pages = paginateScan(
    { client: dynamoDb },
    {
      TableName: directory.getName(),
      ConsistentRead: true,
      FilterExpression: 'sk IN (:person, :client)',
      ExpressionAttributeValues: { ':person': person, ':client': client },
    },
  );
  for await (const { Items = [] } of pages) {
    const found = Map.groupBy(Items, ({ sk }) => String(sk));
    yield {
      people: (found.get(person) ?? []).map((item) => {
        const { id, identities, unapprovedIssuer, username } =
          PersonItem.build(EntityFormatter).format(item);
        const issuers = identities.map((one) => one.issuer);
        return { id, username, issuers, unapprovedIssuer };
      }),
      clients: (found.get(client) ?? []).map((item) => {
        const { id, issuer } = ClientItem.build(EntityFormatter).format(item);
        return { id, issuer };
      }),
    };
  }
}

export const everyoneReads = { everyone };
export type EveryoneReads = typeof everyoneReads;
