// The four kinds of test. `unit`, `api` and `workflow` need nothing but this process (and the time-skipping
// server), so they run side by side; `live` shares one real PostgreSQL, Temporal and Kafka, so its files run
// one after the other. `npm test` runs the two groups apart, because vitest does not order projects.
import { defineConfig } from 'vitest/config';

const minutes = (count: number): number => count * 60_000;

export default defineConfig({
  test: {
    restoreMocks: true,
    teardownTimeout: minutes(1),
    unstubEnvs: true,
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['test/{unit,contract}/**/*.test.ts'] },
      },
      {
        extends: true,
        test: { name: 'api', include: ['test/{api,attack}/**/*.test.ts'], testTimeout: 10_000 },
      },
      {
        extends: true,
        test: {
          name: 'workflow',
          include: ['test/workflow/**/*.test.ts', 'test/replay/**/*.test.ts'],
          pool: 'forks',
          testTimeout: 30_000,
          hookTimeout: minutes(2),
        },
      },
      {
        extends: true,
        test: {
          name: 'live',
          include: ['test/{integration,e2e}/**/*.test.ts'],
          pool: 'forks',
          fileParallelism: false,
          testTimeout: minutes(2),
          hookTimeout: minutes(10),
          // Named in this project only: named in two, it would run twice in one process.
          globalSetup: ['test/support/live-setup.ts'],
        },
      },
    ],
  },
});
