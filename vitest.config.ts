// The six kinds of test. `unit`, `api` and `workflow` need nothing but this process (and the time-skipping
// server), so they run side by side. The files of `live` share one real PostgreSQL, Temporal and Kafka, those of `crash`
// and of `campaign` start their own and kill them: each of them runs its files one after the other. `npm test`
// (scripts/test.mjs) orders them, and leaves out `campaign`: beside the others, on two cores, it does not keep its three
// minutes, and takes from them the time that they need to keep theirs.
import { defineConfig } from 'vitest/config';

const BUNDLE = 'test/support/bundle-setup.ts';

const minutes = (count: number): number => count * 60_000;

export default defineConfig({
  test: {
    // A deadline, not a measure: what is waited for is usually there at once.
    expect: { poll: { timeout: 15_000 } },
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
        test: {
          name: 'api',
          include: ['test/{api,attack}/**/*.test.ts'],
          // Its files mock no module: the app is loaded once, not by each of them.
          isolate: false,
          testTimeout: 10_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'workflow',
          include: ['test/workflow/**/*.test.ts', 'test/replay/**/*.test.ts'],
          pool: 'forks',
          testTimeout: 30_000,
          hookTimeout: minutes(2),
          globalSetup: [BUNDLE],
        },
      },
      {
        extends: true,
        test: {
          name: 'live',
          include: ['test/integration/*.test.ts', 'test/integration/scenarios/*.test.ts'],
          pool: 'forks',
          fileParallelism: false,
          testTimeout: minutes(2),
          hookTimeout: minutes(10),
          globalSetup: [BUNDLE, 'test/support/live-setup.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'crash',
          include: ['test/{integration/crash,e2e}/*.test.ts'],
          pool: 'forks',
          fileParallelism: false,
          testTimeout: minutes(2),
          hookTimeout: minutes(10),
          globalSetup: [BUNDLE],
        },
      },
      {
        extends: true,
        test: {
          name: 'campaign',
          include: ['test/chaos/**/*.test.ts'],
          pool: 'forks',
          fileParallelism: false,
          testTimeout: minutes(2),
          hookTimeout: minutes(10),
          globalSetup: [BUNDLE],
        },
      },
    ],
  },
});
