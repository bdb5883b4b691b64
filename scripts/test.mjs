// `npm test`: every test, in two runs of vitest (those that share the real servers go last and one file at a time),
// counted together. Ends with `N passed, N failed` alone on a line; exit code 1 on any failure or when nothing ran.
// Arguments go to vitest: `npm test -- test/unit/money.test.ts`, `npm test -- --project unit`, `npm test -- -t name`.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const VITEST = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
const GROUPS = [['unit', 'api', 'workflow'], ['live']];

const args = process.argv.slice(2);
const choosesProject = args.some((arg) => /^--project\b/.test(arg));
const runs = choosesProject
  ? [args]
  : GROUPS.map((names) => [...names.flatMap((name) => ['--project', name]), ...args]);

let child;
let stoppedBy = '';
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    stoppedBy = signal;
    // Ctrl-C reaches the whole group by itself; a SIGTERM reaches only this process.
    if (signal === 'SIGTERM') child?.kill(signal);
  });
}

const folder = await mkdtemp(join(tmpdir(), 'npm-test-'));
const total = { passed: 0, failed: 0 };
try {
  for (const [index, run] of runs.entries()) {
    if (stoppedBy !== '') break;
    const { passed, failed } = await vitest(run, join(folder, `${index}.json`));
    total.passed += passed;
    total.failed += failed;
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

if (stoppedBy !== '') console.log(`stopped by ${stoppedBy}: not every test has run`);
else if (total.passed + total.failed === 0) console.log('no test has run: that proves nothing');
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 || total.passed === 0 || stoppedBy !== '' ? 1 : 0;

async function vitest(run, reportFile) {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
  child = spawn(process.execPath, [VITEST, 'run', '--passWithNoTests', ...reporters, ...run], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const exitCode = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
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
