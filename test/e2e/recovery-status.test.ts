import {
  CloudWatchClient,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import { expect, inject, test } from 'vitest';
import { routes } from '../../functions/recovery/contract.ts';
import { recoveryStore } from '../../functions/recovery/store/records.ts';
import { localStage } from '../../local/deploy.ts';
import { draft } from '../support/lifecycle.ts';
import { signedIn } from '../support/people.ts';

const path = '/v1/recovery/status';
const status = async () => {
  const { body } = await (await signedIn('operator')).get(path);
  return routes.status.answer.body.parse(body);
};

test('given a drill that was recorded and a change, then operators are told of both', async () => {
  const drill = {
    began: new Date().toISOString(),
    isGood: true,
    resources: 300,
    seed: 'recorded by a test',
    rtoEmulatedSeconds: { recovery: 90, primary: 180.5 },
  };
  await recoveryStore.keepDrill(drill);
  const before = await status();
  expect(before.lastDrill).toEqual(drill);
  await draft();
  const { epoch, seals } = await status();
  expect(epoch).toBe(1);
  const { oldestUnsealed = '', sealedUntil = '' } = seals;
  expect(oldestUnsealed).not.toBe('');
  expect(oldestUnsealed >= sealedUntil).toBe(true);
});

test('given a lag that CloudWatch measured, then it is told; without one it is said plainly', async () => {
  const { emulatorUrl, environment, region } = inject('stack');
  const client = new CloudWatchClient({ region, endpoint: emulatorUrl });
  const table = environment.DIRECTORY_TABLE ?? '';
  const measuredBefore = await status();
  expect(['measured', 'unmeasured']).toContain(
    measuredBefore.replication.state,
  );
  await client.send(
    new PutMetricDataCommand({
      Namespace: 'AWS/DynamoDB',
      MetricData: [
        {
          MetricName: 'ReplicationLatency',
          Dimensions: [
            { Name: 'TableName', Value: table },
            { Name: 'ReceivingRegion', Value: localStage().recoveryRegion },
          ],
          Value: 812,
          Unit: 'Milliseconds',
        },
      ],
    }),
  );
  const { replication } = await status();
  const lag = expect.objectContaining({ table, milliseconds: 812 });
  expect(replication).toEqual({ state: 'measured', lags: [lag] });
});

test('given a librarian, then they are refused', async () => {
  const { status: refused } = await (await signedIn('librarian')).get(path);
  expect(refused).toBe(403);
});
