import { verify } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { contentHashOf } from '../../../functions/platform/history.ts';
import {
  dueNow,
  nextSpan,
  signedBytes,
} from '../../../functions/seals/model.ts';
import { sealDue } from '../../../functions/seals/service/sealing.ts';
import { change, sealWorld } from './world.ts';

type World = ReturnType<typeof sealWorld>;

const run = ({ needs }: World, until?: string) =>
  sealDue(needs, { until, isTimeUp: () => false });

const placesIn = (world: World) => [...world.proofs.keys()].toSorted();

describe.each([
  { now: '2026-11-25T10:05:00.000Z', due: '2026-11-25T10:00:00.000Z' },
  { now: '2026-11-25T10:04:59.999Z', due: '2026-11-25T09:00:00.000Z' },
])('given it is $now', ({ now, due }) => {
  test(`then all up to ${due} is due`, () => {
    expect(dueNow(new Date(now), undefined)).toBe(due);
  });
});

test('what is still to come is not sealed, whoever asks for it', () => {
  const now = '2026-11-25T10:04:59.999Z';
  expect(dueNow(new Date(now), '2027-01-01T00:00:00.000Z')).toBe(now);
});

test.each([
  ['09:00:00.000', '09:00:00.000', undefined],
  ['09:00:00.000', '10:00:00.000', '10:00:00.000'],
  ['09:00:00.000', '12:00:00.000', '10:00:00.000'],
  ['09:20:00.000', '12:00:00.000', '10:00:00.000'],
  ['09:00:00.000', '09:20:00.000', '09:20:00.000'],
])(
  'sealed until %s and due until %s, the next seal ends at %s',
  (sealed, due, until) => {
    const at = (time: string) => `2026-11-25T${time}Z`;
    const span = nextSpan(at(sealed), at(due));
    expect(span).toEqual(until && { from: at(sealed), until: at(until) });
  },
);

describe('given chains that changed', () => {
  const made = async () => {
    const world = sealWorld();
    world.changed.push(
      change('2026-11-20T08:00:00.000Z', { id: 'res_A', seq: 1 }),
      change('2026-11-25T09:59:59.999Z', { id: 'res_A', seq: 2 }),
      change('2026-11-25T09:30:00.000Z', { id: 'res_B', seq: 1 }),
      change('2026-11-25T10:00:00.000Z', { id: 'res_B', seq: 2 }),
    );
    const report = await run(world);
    return { world, report };
  };

  test('then the first seal has the head of each', async () => {
    const { world, report } = await made();
    const sealedUntil = '2026-11-25T10:00:00.000Z';
    expect(report).toEqual({ made: ['1-1'], sealedUntil, isUpToDate: true });
    expect(placesIn(world)).toEqual(['res_A 1 2', 'res_B 1 1']);
    expect(world.seals.get('1-1')).toMatchObject({
      isKept: true,
      seal: { statement: { leaves: 2, previous: null, until: sealedUntil } },
    });
  });

  test('then its signature is over the canonical statement', async () => {
    const { world } = await made();
    const { seal } = world.seals.get('1-1') ?? {};
    const [key] = world.keys.values();
    if (!seal || !key) throw new Error('There is no seal or no key.');
    const signature = Buffer.from(seal.signature, 'base64');
    const isSigned = (bytes: Uint8Array) =>
      verify('sha256', bytes, key.pem, signature);
    expect(isSigned(signedBytes(seal.statement))).toBe(true);
    const other = { ...seal.statement, leaves: 3 };
    expect(isSigned(signedBytes(other))).toBe(false);
  });

  test('then a second call changes nothing', async () => {
    const { world } = await made();
    const before = structuredClone([world.seals, world.proofs, world.locked]);
    expect(await run(world)).toMatchObject({ made: [], isUpToDate: true });
    expect([world.seals, world.proofs, world.locked]).toEqual(before);
  });

  test('then the next hour names the seal before, and seals only what is new', async () => {
    const { world } = await made();
    world.world.now = new Date('2026-11-25T11:05:00.000Z');
    expect(await run(world)).toMatchObject({ made: ['1-2'] });
    const [first, second] = [...world.seals.values()];
    expect(second?.seal.statement).toMatchObject({
      leaves: 1,
      previous: contentHashOf(first?.seal.statement ?? {}),
    });
    expect(placesIn(world)).toContain('res_B 1 2');
  });

  test('then hours without a change, and hours that were missed, get their seals', async () => {
    const { world } = await made();
    world.world.now = new Date('2026-11-25T14:10:00.000Z');
    expect(await run(world)).toMatchObject({
      made: ['1-2', '1-3', '1-4', '1-5'],
      isUpToDate: true,
    });
    const leaves = [...world.seals.values()].map(
      ({ seal }) => seal.statement.leaves,
    );
    expect(leaves).toEqual([2, 1, 0, 0, 0]);
  });

  test('then what comes late is sealed with the next hour, once', async () => {
    const { world } = await made();
    world.changed.push(
      change('2026-11-25T09:58:00.000Z', { id: 'res_LATE', seq: 1 }),
    );
    world.world.now = new Date('2026-11-25T11:05:00.000Z');
    await run(world);
    expect(world.proofs.get('res_LATE 1 1')?.seal).toBe('1-2');
    expect(world.proofs.get('res_A 1 2')?.seal).toBe('1-1');
    world.world.now = new Date('2026-11-25T12:05:00.000Z');
    await run(world);
    expect(world.proofs.get('res_LATE 1 1')?.seal).toBe('1-2');
  });

  test('then a seal before the hour ends leaves nothing out and nothing twice', async () => {
    const { world } = await made();
    world.world.now = new Date('2026-11-25T10:20:00.000Z');
    expect(await run(world, '2026-11-25T10:10:00.000Z')).toMatchObject({
      made: ['1-2'],
    });
    expect(await run(world, '2026-11-25T10:15:00.000Z')).toMatchObject({
      made: ['1-3'],
    });
    world.changed.push(
      change('2026-11-25T10:12:00.000Z', { id: 'res_LATE', seq: 1 }),
    );
    world.world.now = new Date('2026-11-25T11:05:00.000Z');
    await run(world);
    const leaves = [...world.seals.values()].map(
      ({ seal }) => seal.statement.leaves,
    );
    expect(leaves).toEqual([2, 1, 0, 1]);
  });

  test('then both branches of a chain that goes on in two epochs are sealed', async () => {
    const { world } = await made();
    world.changed.push(
      change('2026-11-25T10:20:00.000Z', { id: 'res_A', seq: 3 }),
      change('2026-11-25T10:21:00.000Z', { id: 'res_A', epoch: 2, seq: 3 }),
    );
    world.world.now = new Date('2026-11-25T11:05:00.000Z');
    await run(world);
    expect(placesIn(world)).toEqual(
      expect.arrayContaining(['res_A 1 3', 'res_A 2 3']),
    );
  });
});

const steps = ['keepLeaves', 'claim', 'keepSeal', 'writeProofs', 'markKept'];

test.each(steps)(
  'killed at %s, the next call makes one whole seal',
  async (at) => {
    const world = sealWorld();
    const changes = ['res_A', 'res_B', 'res_C'].map((id) =>
      change('2026-11-25T09:30:00.000Z', { id }),
    );
    world.changed.push(...changes);
    world.world.failing.add(at);
    await expect(run(world)).rejects.toThrow(`killed at ${at}`);
    await run(world);
    expect([...world.seals.keys()]).toEqual(['1-1']);
    expect(world.seals.get('1-1')?.isKept).toBe(true);
    expect(world.locked.has('seal 1-1')).toBe(true);
    expect(placesIn(world)).toEqual(['res_A 1 1', 'res_B 1 1', 'res_C 1 1']);
  },
);

test('of two calls at once one makes the seal', async () => {
  const world = sealWorld();
  world.changed.push(change('2026-11-25T09:30:00.000Z'));
  const reports = await Promise.all([run(world), run(world)]);
  const made = reports.flatMap((report) => report.made);
  expect(made).toEqual(['1-1']);
  expect(world.seals.get('1-1')?.isKept).toBe(true);
});

test('a call whose time is up says that it is behind', async () => {
  const world = sealWorld();
  const report = await sealDue(world.needs, {
    until: undefined,
    isTimeUp: () => true,
  });
  expect(report).toEqual({ made: [], isUpToDate: false });
});
