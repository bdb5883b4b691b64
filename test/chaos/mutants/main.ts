/**
 * `npm run chaos:mutants`: a directed campaign against each mutant of the product, one after the other. Exit code 1
 * when one of them was not caught by a rule that is meant for it. Words after the command choose mutants by name.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { watchForStop } from '../../../sandbox/watch-for-stop.ts';
import { copyMutated } from './copy-mutated.ts';
import { MUTANTS, type Mutant } from './mutants.ts';

const OPTIONS = ['--seed', '1', '--payments', '120', '--quiet-within', '30'];

type Verdict = { readonly isCaught: boolean; readonly words: string };

async function hunt(mutant: Mutant, signal: AbortSignal): Promise<Verdict> {
  const folder = mkdtempSync(join(tmpdir(), 'mutant-'));
  try {
    const [copy, temporary, report] = ['copy', 'tmp', 'report.md'].map((name) => join(folder, name));
    if (copy === undefined || temporary === undefined || report === undefined) throw new Error('no folder');
    copyMutated(copy, mutant);
    mkdirSync(temporary);
    const script = join(copy, 'test', 'chaos', 'main.ts');
    const args = [script, ...OPTIONS, '--profile', mutant.profile, '--report', report];
    // What a violation leaves behind is kept by the campaign: here it goes with the folder.
    const env = { ...process.env, TMPDIR: temporary };
    const child = spawn(process.execPath, args, { cwd: copy, env, stdio: ['ignore', 'ignore', 'inherit'] });
    signal.addEventListener('abort', () => child.kill('SIGTERM'));
    const [code] = await once(child, 'exit');
    return verdictOn(mutant, code === 1 ? readReport(report) : '');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function verdictOn({ caughtBy }: Mutant, report: string): Verdict {
  const found = [...report.matchAll(/^\* ([^:]+): /gm)].map(([, rule = '']) => rule);
  const meant = found.filter((rule) => caughtBy.includes(rule));
  const others = new Set(found.filter((rule) => !caughtBy.includes(rule)));
  const further = others.size > 0 ? `; also: ${[...others].join(', ')}` : '';
  return meant.length > 0
    ? {
        isCaught: true,
        words: `caught ${meant.length} times by: ${[...new Set(meant)].join(', ')}${further}`,
      }
    : { isCaught: false, words: `NOT CAUGHT${further}` };
}

function readReport(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

async function main(wanted: readonly string[]): Promise<number> {
  const stopping = new AbortController();
  watchForStop(() => stopping.abort());
  const chosen = MUTANTS.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
  let missed = chosen.length === 0 ? 1 : 0;
  for (const mutant of chosen) {
    if (stopping.signal.aborted) return 1;
    const beganAtMs = Date.now();
    const { isCaught, words } = await hunt(mutant, stopping.signal);
    if (!isCaught) missed += 1;
    const took = Math.round((Date.now() - beganAtMs) / 1_000);
    process.stdout.write(`${mutant.name.padEnd(30)} ${String(took).padStart(4)} s  ${words}\n`);
  }
  process.stdout.write(`${chosen.length - missed} of ${chosen.length} mutants caught\n`);
  return missed > 0 ? 1 : 0;
}

if (import.meta.main) process.exit(await main(process.argv.slice(2)));
