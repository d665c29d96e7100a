import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import { dynamoDb } from '../../platform/clients.ts';
import { type Place, sealId } from '../model.ts';
import type { Proof, Seal, SealKey } from '../seal/contract.ts';
import { catalogue, keys, ProofItem, SealItem, SealKeyItem } from './items.ts';

type Item = Record<string, unknown>;
const hashBytes = 32;

/** One seal. 0.5 RRU. */
async function seal(id: string): Promise<Seal | undefined> {
  const [epoch = 0, number = 0] = id.split('-').map(Number);
  const { Item: found } = await dynamoDb.send(
    new GetCommand({
      TableName: catalogue.getName(),
      Key: keys.seal(epoch, number),
    }),
  );
  return found && sealIn(found).seal;
}

/** Seals, newest first. 0.5 RRU per 4 KB, some six seals. */
async function seals({
  limit,
  after,
}: {
  readonly limit: number;
  readonly after:
    | { readonly epoch: number; readonly number: number }
    | undefined;
}): Promise<{ readonly items: Seal[]; readonly isMore: boolean }> {
  const { found, isMore } = await query({
    pk: keys.seals,
    limit,
    isDescending: true,
    ...(after && { after: keys.seal(after.epoch, after.number) }),
  });
  return { items: found.map((item) => sealIn(item).seal), isMore };
}

/** The newest seal, and whether it is complete. Consistent, 1 RRU. */
async function newest(): Promise<KeptSeal | undefined> {
  const { found } = await query({
    pk: keys.seals,
    limit: 1,
    isDescending: true,
    isConsistent: true,
  });
  const [item] = found;
  return item && sealIn(item);
}

/** Every key that ever signed. 0.5 RRU. */
async function sealKeys(): Promise<SealKey[]> {
  const { found } = await query({ pk: keys.sealKeys });
  return found.map((item) => {
    const {
      pk: _,
      sk: id,
      ...rest
    } = SealKeyItem.build(EntityFormatter).format(item);
    return { id, ...rest };
  });
}

/**
 * Proofs of a chain's heads from a place on, in the chain's order. 0.5 RRU per
 * 4 KB, some five proofs.
 */
async function proofs(
  chain: string,
  from: Place,
  limit: number,
): Promise<Proof[]> {
  const { found } = await query({
    pk: keys.proofs(chain),
    from: keys.proof(chain, from).sk,
    limit,
  });
  return found.map(proofIn);
}

export type KeptSeal = { readonly seal: Seal; readonly isKept: boolean };

/** What of seals is read by request. */
export const sealReads = { seal, seals, newest, sealKeys, proofs };
export type SealReads = typeof sealReads;

function sealIn(item: Item): KeptSeal {
  const { statement, signature, isKept } =
    SealItem.build(EntityFormatter).format(item);
  return { seal: { id: sealId(statement), statement, signature }, isKept };
}

function proofIn(item: Item): Proof {
  const { kind, id, epoch, seq, headerHash, seal, index, path } =
    ProofItem.build(EntityFormatter).format(item);
  const hashes = Array.from({ length: path.length / hashBytes }, (_, at) =>
    Buffer.from(path.subarray(at * hashBytes, (at + 1) * hashBytes)),
  );
  return {
    seal,
    leaf: { kind, id, epoch, seq, headerHash },
    index,
    path: hashes.map((hash) => hash.toString('hex')),
  };
}

async function query(asked: {
  readonly pk: string;
  readonly from?: string;
  readonly after?: Item;
  readonly limit?: number;
  readonly isDescending?: boolean;
  readonly isConsistent?: boolean;
}): Promise<{ readonly found: Item[]; readonly isMore: boolean }> {
  const { pk, from, after, limit, isConsistent, isDescending } = asked;
  const { Items = [], LastEvaluatedKey } = await dynamoDb.send(
    new QueryCommand({
      TableName: catalogue.getName(),
      KeyConditionExpression:
        from === undefined ? 'pk = :pk' : 'pk = :pk AND sk >= :from',
      ExpressionAttributeValues: {
        ':pk': pk,
        ...(from !== undefined && { ':from': from }),
      },
      Limit: limit,
      ConsistentRead: isConsistent === true,
      ScanIndexForward: isDescending !== true,
      ...(after && { ExclusiveStartKey: after }),
    }),
  );
  return { found: Items, isMore: LastEvaluatedKey !== undefined };
}
