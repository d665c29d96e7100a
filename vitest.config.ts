import { defineConfig } from 'vitest/config';
import { e2eFiles } from './test/support/ran.ts';

export default defineConfig({
  test: {
    reporters: ['default', './test/support/sum-reporter.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          isolate: false,
          // The longest takes 1 s; a busy machine is no failure.
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'infra',
          include: ['test/infra/**/*.test.ts'],
          globalSetup: ['test/infra/setup.ts'],
          sequence: { groupOrder: 1 },
          testTimeout: 120_000,
          hookTimeout: 240_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: [e2eFiles],
          sequence: { groupOrder: 2 },
          globalSetup: ['test/support/stack.ts'],
          setupFiles: ['test/support/environment.ts'],
          maxWorkers: 2,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'grants',
          include: ['test/grants/**/*.test.ts'],
          sequence: { groupOrder: 3 },
        },
      },
      {
        test: {
          name: 'drill',
          include: ['test/drill/**/*.test.ts'],
          sequence: { groupOrder: 4 },
        },
      },
    ],
  },
});
