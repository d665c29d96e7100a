import {
  CloudWatchClient,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import { expect, inject, test } from 'vitest';
import * as z from 'zod';
import { NewMachineClient } from '../../functions/identity/clients/contract.ts';
import { routes } from '../../functions/recovery/contract.ts';
import { recoveryStore } from '../../functions/recovery/store/records.ts';
import { localStage } from '../../local/deploy.ts';
import { client } from '../support/http.ts';
import { draft } from '../support/lifecycle.ts';
import { signedIn } from '../support/people.ts';

const path = '/v1/recovery/status';
const MachineTokens = z.object({ access_token: z.string() });
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
  expect(before.epoch).toBe(1);
  // Another test may seal just between the change and the question.
  const unsealed = async () => {
    await draft();
    const { oldestUnsealed = '', sealedUntil = '' } = (await status()).seals;
    return oldestUnsealed !== '' && oldestUnsealed >= sealedUntil;
  };
  await expect.poll(unsealed, { timeout: 30_000 }).toBe(true);
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

test('given a librarian, or a machine, then they are refused', async () => {
  const librarian = await signedIn('librarian');
  const refused = { status: 403, body: { rule: 'operators-only' } };
  expect(await librarian.get(path)).toMatchObject(refused);
  const machine = client(await machineToken(librarian.organisation));
  expect(await machine.get(path)).toMatchObject({
    status: 403,
    body: { rule: 'people-only' },
  });
});

/** A token of a machine client of an organisation. */
async function machineToken(organisation: string): Promise<string> {
  const operator = await signedIn('operator');
  const made = await operator.post(
    `/v1/organisations/${organisation}/clients`,
    {
      name: '查询系统',
      permissions: 'reader',
    },
  );
  const { credentials } = NewMachineClient.parse(made.body);
  if (!credentials) throw new Error('A client of the pool has a secret.');
  const { clientId, clientSecret, scope } = credentials;
  const pair = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
  const url = new URL('/oauth2/token', inject('stack').emulatorUrl);
  const answer = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Basic ${pair}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope }),
  });
  return MachineTokens.parse(await answer.json()).access_token;
}
