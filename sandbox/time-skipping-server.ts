// Temporal's test server, in which time skips: a program that the SDK starts by path with a port as its argument.
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { provideJars } from './maven-jars.ts';
import type { Environment } from './settings.ts';
import type { Supervisor } from './supervise.ts';

/**
 * @returns the path for `TestWorkflowEnvironment.createTimeSkipping({ server: { executable: { type: 'existing-path', path } } })`.
 */
export async function provideTimeSkippingServer(
  environment: Environment,
  supervisor: Supervisor,
): Promise<string> {
  const folder = await provideJars('temporal-test-server', environment, { supervisor, finish: writeStarter });
  return join(folder, 'test-server');
}

/** It must answer within 5 s: the JVM compiles less and starts faster with these options. */
function writeStarter(folder: string): void {
  const path = join(folder, 'test-server');
  const options = '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC';
  const classPath = '"$(dirname "$0")/libs/*"';
  writeFileSync(
    path,
    `#!/bin/sh\nexec java ${options} -cp ${classPath} io.temporal.testserver.TestServer "$@"\n`,
  );
  chmodSync(path, 0o755);
}
