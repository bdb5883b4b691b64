// The eight kinds of test. `unit`, `api` and `workflow` need nothing but this process (and the time-skipping server), so
// they run side by side. The others have real servers, and run their files one after the other: the files of `live` share
// theirs, and so do most files of `crash`, and those of `upkeep`, which kill or stop them; `e2e` and `campaign` start their
// own. `npm test` (scripts/test.mjs) orders them.
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

const BUNDLE = 'test/support/bundle-setup.ts';

const minutes = (count: number): number => count * 60_000;

export default defineConfig({
  test: {
    // A deadline, not a measure: what is waited for is usually there at once.
    expect: { poll: { timeout: 15_000 } },
    // What files test is loaded once by a process, not by each of them. Servers are shared the same way.
    isolate: false,
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
      // Vitest runs together only what may have as many workers.
      sequence: { groupOrder: 1 },
      testTimeout: minutes(2),
      hookTimeout: minutes(10),
      globalSetup: [BUNDLE, ...globalSetup],
    },
  };
}
