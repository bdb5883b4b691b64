// `npm test`: every test, counted together, in two lanes. What needs only the processor comes last, and yields it to what is
// beside it, whose servers have deadlines. Ends with `N passed, N failed` alone on a line; exit code 1 on any failure or
// when nothing ran.
// Arguments go to vitest: `npm test -- test/unit/domain/money.test.ts`, `npm test -- --project unit`, `npm test -- -t name`.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const VITEST = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');

/** Those need nothing but the processor. */
const BUSY = { niceness: 5 };

const args = process.argv.slice(2);
const children = new Set();
let stoppedBy = '';
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    stoppedBy = signal;
    // Ctrl-C reaches the whole group by itself; a SIGTERM reaches only this process.
    if (signal === 'SIGTERM') for (const child of children) child.kill(signal);
  });
}

const folder = await mkdtemp(join(tmpdir(), 'npm-test-'));
const total = { passed: 0, failed: 0 };
try {
  if (args.some(isChoice)) await run([], { speaksAtOnce: true });
  else await Promise.all([liveThenWorkflows(), campaignThenTheRest()]);
} finally {
  // What was stopped may still be writing what it compiled.
  await rm(folder, { recursive: true, force: true, maxRetries: 10 });
}

if (stoppedBy !== '') console.log(`stopped by ${stoppedBy}: not every test has run`);
else if (total.passed + total.failed === 0) console.log('no test has run: that proves nothing');
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 || total.passed === 0 || stoppedBy !== '' ? 1 : 0;

/** Of projects, or of files: vitest finds out by itself what that starts. */
function isChoice(arg) {
  return /^--project\b/.test(arg) || /^test\b/.test(arg);
}

async function liveThenWorkflows() {
  // It mostly waits, and leaves the campaign the processor.
  await run(['live'], { speaksAtOnce: true });
  await run(['workflow'], BUSY);
}

async function campaignThenTheRest() {
  await run(['campaign']);
  await Promise.all([run(['crash']), stopThenQuick()]);
}

async function stopThenQuick() {
  // The starts and stops of `npm start` mostly wait, and so does the rest of what is stopped on purpose.
  await run(['e2e']);
  await run(['upkeep']);
  await run(['unit', 'api'], BUSY);
}

async function run(projects, options = {}) {
  if (stoppedBy !== '') return;
  const ofProjects = projects.flatMap((name) => ['--project', name]);
  const { passed, failed } = await vitest([...ofProjects, ...args], options);
  total.passed += passed;
  total.failed += failed;
}

/** One that does not speak at once says all it has to say when it has ended. */
async function vitest(chosen, { speaksAtOnce = false, niceness = 0 }) {
  const reportFile = join(folder, `${randomUUID()}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
  const command = [process.execPath, VITEST, 'run', '--passWithNoTests', '--maxWorkers=100%'];
  const output = speaksAtOnce ? 'inherit' : 'pipe';
  const child = spawn('nice', ['-n', String(niceness), ...command, ...reporters, ...chosen], {
    cwd: ROOT,
    // The hundreds of processes that tests start read what the first ones have compiled.
    env: { ...process.env, NODE_COMPILE_CACHE: join(folder, 'compiled') },
    stdio: ['ignore', output, output],
  });
  children.add(child);
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => said.push(chunk));
  const exitCode = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  children.delete(child);
  process.stdout.write(Buffer.concat(said));
  const counts = await count(reportFile);
  // An error outside every test (a hook, a global set-up, an unhandled rejection) is a failure as well.
  if (exitCode !== 0 && counts.failed === 0) counts.failed = 1;
  return counts;
}

async function count(reportFile) {
  const report = await readFile(reportFile, 'utf8').then(JSON.parse, () => ({ testResults: [] }));
  let passed = 0;
  let failed = 0;
  for (const { status, assertionResults } of report.testResults) {
    const failedHere = assertionResults.filter((test) => test.status === 'failed').length;
    passed += assertionResults.filter((test) => test.status === 'passed').length;
    // A file that cannot be loaded, or whose hook fails, has failed without any of its tests saying so.
    failed += status === 'failed' ? Math.max(1, failedHere) : failedHere;
  }
  return { passed, failed };
}
