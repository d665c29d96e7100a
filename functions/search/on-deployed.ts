import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { log } from '../platform/log.ts';
import { logs } from './contract.ts';
import { keeper } from './index-keeper.ts';
import { ensureIndex } from './service/reindexing.ts';

/** The one resource that this stands for; its data are the engine's own. */
const physicalId = 'search-index';

/**
 * Makes the first index while a stage is deployed, as a custom resource of its
 * stack. Deleting the stack leaves the index to the domain. CloudFormation is
 * answered in any case: without an answer it would wait for an hour.
 * Source: AWS CloudFormation User Guide, "Custom resource request types".
 */
export async function handler(
  event: CloudFormationCustomResourceEvent,
): Promise<void> {
  try {
    if (event.RequestType !== 'Delete') await ensureIndex(keeper);
    await answer(event, { Status: 'SUCCESS' });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    log.error(logs.indexNotMade, { reason });
    await answer(event, { Status: 'FAILED', Reason: reason });
  }
}

async function answer(
  event: CloudFormationCustomResourceEvent,
  outcome: { Status: 'SUCCESS' } | { Status: 'FAILED'; Reason: string },
): Promise<void> {
  const { LogicalResourceId, RequestId, ResponseURL, StackId } = event;
  const response = await fetch(ResponseURL, {
    method: 'PUT',
    // The address was signed without a content type.
    headers: { 'content-type': '' },
    body: JSON.stringify({
      ...outcome,
      LogicalResourceId,
      PhysicalResourceId: physicalId,
      RequestId,
      StackId,
    }),
  });
  if (!response.ok) {
    throw new Error(`CloudFormation's address answered ${response.status}.`);
  }
}
