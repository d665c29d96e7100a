import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import {
  isFree,
  platformInstance,
  SettingError,
  testInstance,
  throwawayInstance,
} from '../../../local/instance.ts';

test('given no settings, then the platform and the test stack share neither port nor folder', () => {
  const platform = platformInstance({});
  const stack = testInstance({});
  const ports = [
    ...Object.values(platform.ports),
    ...Object.values(stack.ports),
  ];
  expect(new Set(ports).size).toBe(8);
  expect(platform.folder).not.toBe(stack.folder);
});

test('given ports in the environment, then they are taken, an empty one is not', () => {
  const environment = { XUEYUAN_PORT: '5000', XUEYUAN_ENGINE_PORT: '' };
  const { ports } = platformInstance(environment);
  expect(ports).toEqual({
    emulator: 5000,
    engine: 9209,
    engineTransport: 9309,
    outsideIssuer: 5005,
  });
});

describe('given a port that cannot be, then it is refused with the variable, the value and what to set', () => {
  test.each([
    { name: 'XUEYUAN_PORT', value: 'http' },
    { name: 'XUEYUAN_PORT', value: '80' },
    { name: 'XUEYUAN_PORT', value: '65536' },
    { name: 'XUEYUAN_PORT', value: '4577.5' },
    { name: 'XUEYUAN_ENGINE_PORT', value: '9300' },
    { name: 'XUEYUAN_ENGINE_PORT', value: '9200' },
  ])('$name=$value', ({ name, value }) => {
    const start = () => platformInstance({ [name]: value });
    expect(start).toThrow(SettingError);
    expect(start).toThrow(
      new RegExp(`${name} is "${value}"\\. .* from \\d+ to \\d+`),
    );
  });
});

test('given one port for two things, then it is refused', () => {
  const environment = { XUEYUAN_PORT: '9309' };
  expect(() => platformInstance(environment)).toThrow(/three different ports/);
});

test('given a throwaway instance, then its ports are free and of its own', async () => {
  const { ports } = await throwawayInstance();
  const free = await Promise.all(Object.values(ports).map(isFree));
  expect(free).toEqual([true, true, true, true]);
});

test('given somebody who listens on all addresses, then the port is not free', async () => {
  const server = createServer();
  const port = await new Promise<number>((done) => {
    server.listen(0, () => {
      const address = server.address();
      done(typeof address === 'object' && address ? address.port : 0);
    });
  });
  expect(await isFree(port)).toBe(false);
  await new Promise((done) => server.close(done));
  expect(await isFree(port)).toBe(true);
});
