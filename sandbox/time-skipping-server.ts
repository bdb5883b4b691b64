// Temporal's test server, in which time skips: a program that the SDK starts by path with a port as its argument.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from './find-program.ts';
import { areJarsCached, provideJars } from './maven-jars.ts';
import { PartEnded, type ProcessSpec } from './part.ts';
import { type Environment, SandboxFaults } from './settings.ts';
import { spawnLogged } from './spawn-logged.ts';

/**
 * @returns the path for `TestWorkflowEnvironment.createTimeSkipping({ server: { executable: { type: 'existing-path', path } } })`.
 * @throws SandboxFaults when Java or Maven is missing.
 */
export async function provideTimeSkippingServer(environment: Environment = process.env): Promise<string> {
  const tools = areJarsCached('temporal-test-server', environment) ? ['java'] : ['java', 'mvn'];
  const missing = tools.filter((tool) => !findProgram(tool, environment));
  if (missing.length > 0) {
    throw new SandboxFaults([`${missing.join(' and ')} missing: install a JDK 17 or newer, and Maven`]);
  }
  const logsDir = mkdtempSync(join(tmpdir(), 'time-skipping-server-'));
  try {
    const run = (spec: ProcessSpec) => runOnce(spec, logsDir);
    const options = { supervisor: { run }, finish: writeStarter };
    return join(await provideJars('temporal-test-server', environment, options), 'test-server');
  } finally {
    rmSync(logsDir, { recursive: true, force: true });
  }
}

/** Without a stack there is no supervisor: the one tool run here ends by itself. */
async function runOnce(spec: ProcessSpec, logsDir: string): Promise<void> {
  const logFile = join(logsDir, `${spec.name}.log`);
  const exit = await spawnLogged(spec, logFile).exited;
  if (exit.code !== 0) throw new PartEnded(spec.name, exit, logFile);
}

/** It must answer within 5 s: the JVM compiles less and starts faster with these options. */
function writeStarter(folder: string): void {
  const path = join(folder, 'test-server');
  const options = '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC';
  const classPath = '"$(dirname "$0")/libs/*"';
  const command = `exec java ${options} -cp ${classPath} io.temporal.testserver.TestServer "$@"`;
  writeFileSync(path, `#!/bin/sh\n${command}\n`);
  chmodSync(path, 0o755);
}
