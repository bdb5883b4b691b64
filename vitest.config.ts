// The eight kinds of test. `unit`, `api` and `workflow` need nothing but this process (and the time-skipping server), so
// they run side by side. The files of `live` share one real PostgreSQL, Temporal and Kafka, those of `crash`, `upkeep`,
// `e2e` and `campaign` start their own and kill or stop them: each of them runs its files one after the other. `npm test`
// (scripts/test.mjs) orders them.
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

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
        test: { name: 'unit', include: ['test/{unit,contract}/**/*.test.ts'], isolate: false },
      },
      {
        extends: true,
        test: {
          name: 'api',
          include: ['test/{api,attack}/**/*.test.ts'],
          // Its files mock no module: the app is loaded once, not by each of them. The workflows' likewise.
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
          isolate: false,
          testTimeout: 30_000,
          hookTimeout: minutes(2),
          globalSetup: [BUNDLE],
        },
      },
      oneByOne('live', 'test/integration/{,scenarios/}*.test.ts', 'test/support/live-setup.ts'),
      oneByOne('crash', 'test/integration/crash/*.test.ts'),
      oneByOne('upkeep', 'test/integration/upkeep/*.test.ts'),
      oneByOne('e2e', 'test/e2e/*.test.ts'),
      oneByOne('campaign', 'test/chaos/**/*.test.ts'),
    ],
  },
});

/** Their servers are real, and take their time to start. */
function oneByOne(name: string, include: string, ...globalSetup: string[]): TestProjectInlineConfiguration {
  return {
    extends: true,
    test: {
      name,
      include: [include],
      pool: 'forks',
      fileParallelism: false,
      // Those that share a rig share it in this process.
      isolate: false,
      testTimeout: minutes(2),
      hookTimeout: minutes(10),
      globalSetup: [BUNDLE, ...globalSetup],
    },
  };
}
