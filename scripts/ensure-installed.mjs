// Runs before every npm script, on whatever Node the machine has (>= 18): makes sure that the packages of
// package-lock.json are installed, among them the Node 24 that everything else runs on.
// Says what it does on stderr only: `npm run -s token` must print a token and nothing else.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const OLDEST_NODE = 18;
const OLDEST_NPM = 8;
const RUNTIME_NODE = 24;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const wanted = join(root, 'package-lock.json');
const installed = join(root, 'node_modules', '.package-lock.json');

refuseOldTools();
if (!isInstalled()) {
  const release = takeLock();
  try {
    if (!isInstalled()) install();
  } finally {
    release();
  }
}
if (
  !existsSync(join(root, 'node_modules', '.bin', 'node')) &&
  majorOf(process.versions.node) < RUNTIME_NODE
) {
  fail(`no Node ${RUNTIME_NODE} comes with the packages for ${process.platform}-${process.arch}: install it`);
}

function refuseOldTools() {
  if (majorOf(process.versions.node) < OLDEST_NODE) {
    fail(`Node ${process.versions.node} is too old: install Node ${OLDEST_NODE} or newer`);
  }
  const npm = /\bnpm\/(\d+)\.\S+/.exec(process.env['npm_config_user_agent'] ?? '');
  if (npm && Number(npm[1]) < OLDEST_NPM) {
    fail(`${npm[0]} is too old for this lock file: install npm ${OLDEST_NPM} or newer`);
  }
}

/** npm writes the hidden lock file when it has finished: an interrupted install has none. */
function isInstalled() {
  // A linked folder (of a second working tree) is somebody else's: "npm ci" would empty it under them.
  if (isLinked()) return true;
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(wanted).mtimeMs;
}

function isLinked() {
  return lstatSync(join(root, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

function install() {
  const startedAtMs = Date.now();
  say('installing the packages (npm ci) ...');
  const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  // npm's own Node: the one in node_modules/.bin is deleted and written anew while this runs.
  const node = process.env['npm_node_execpath'] ?? process.execPath;
  const npm = process.env['npm_execpath'];
  const [command, leading] = npm ? [node, [npm]] : ['npm', []];
  const done = spawnSync(command, [...leading, ...args], { cwd: root, stdio: ['ignore', 2, 2] });
  if (done.error) fail(`cannot run npm (${done.error.message}): install npm ${OLDEST_NPM} or newer`);
  if (done.status !== 0) fail(`npm ci failed (${done.signal ?? `exit code ${done.status}`}), see above`);
  say(`packages installed in ${Math.round((Date.now() - startedAtMs) / 1000)} s`);
}

/** Two npm scripts may start at once. The lock names its owner's pid, so that a killed owner's is taken over. */
function takeLock() {
  const name = createHash('sha256').update(root).digest('hex').slice(0, 16);
  const path = join(tmpdir(), `temporal-payments-install-${name}.lock`);
  for (let told = false; ; told = true) {
    try {
      writeSync(openSync(path, 'wx'), String(process.pid));
      return () => rmSync(path, { force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') fail(`cannot write ${path}: ${error.message}`);
    }
    if (isAbandoned(path)) {
      rmSync(path, { force: true });
      continue;
    }
    if (!told) say('waiting for another npm script that is installing the packages ...');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 250);
  }
}

function isAbandoned(path) {
  try {
    const pid = Number(readFileSync(path, 'utf8'));
    // An empty file is one whose owner is just about to write its pid.
    if (!pid) return Date.now() - statSync(path).mtimeMs > 5000;
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

function majorOf(version) {
  return Number(version.split('.')[0]);
}

function say(text) {
  process.stderr.write(`${text}\n`);
}

function fail(text) {
  say(`temporal-payments: ${text}`);
  process.exit(1);
}
