import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { Stage } from '../lib/config.ts';
import {
  type BucketName,
  copiedBuckets,
  namesOf,
  tables,
} from '../lib/names.ts';
import { patience } from '../ops/patience.ts';

/** Buckets that a recovery reads, or erases people's files in. */
const reached: readonly BucketName[] = [...copiedBuckets, 'intake'];

/**
 * What code of functions finds things by, as the stacks of a Region would set
 * it; whoever recovers may do all of it with their own credentials.
 */
export function variablesOf(stage: Stage): Record<string, string> {
  const names = namesOf(stage);
  const { recovery, recoveryRegion, region } = stage;
  const regions = recovery.copies ? [region, recoveryRegion] : [region];
  const copiesOf = (one: BucketName) =>
    regions.map((where) => ({
      region: where,
      bucket: names.bucketIn(where, one),
    }));
  return {
    AWS_REGION: region,
    EPOCH: String(stage.epoch),
    EVENT_BUS: names.bus,
    STAGE: stage.name,
    POWERTOOLS_SERVICE_NAME: 'recovery',
    ...Object.fromEntries(
      tables.map((one) => [`${one.toUpperCase()}_TABLE`, names.table(one)]),
    ),
    ...Object.fromEntries(
      reached.flatMap((one) => [
        [`${one.toUpperCase()}_BUCKET`, names.bucket(one)],
        [`${one.toUpperCase()}_COPIES`, JSON.stringify(copiesOf(one))],
      ]),
    ),
  };
}

/** The pool that stands by, if there is one. */
export async function userPoolOf(
  stage: Stage,
): Promise<Record<string, string>> {
  if (!stage.identity.userPool) return {};
  const ssm = new SSMClient({ region: stage.region, ...patience });
  const Name = namesOf(stage).parameter('user-pool-id');
  try {
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name }));
    return { USER_POOL_ID: Parameter?.Value ?? '' };
  } catch (error) {
    const isMissing =
      error instanceof Error && error.name === 'ParameterNotFound';
    if (isMissing) return {};
    throw error;
  }
}
