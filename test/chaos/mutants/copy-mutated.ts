/** A copy of the files that git knows or would know, with a mutant's edits; what is installed is shared with the copy. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Mutant, mutated } from './mutants.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');

export function copyMutated(into: string, { edits }: Pick<Mutant, 'edits'>): void {
  const listing = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const paths = execFileSync('git', listing, { cwd: ROOT, encoding: 'utf8' }).split('\0');
  for (const path of paths.filter((each) => each !== '')) {
    mkdirSync(dirname(join(into, path)), { recursive: true });
    copyFileSync(join(ROOT, path), join(into, path));
  }
  symlinkSync(join(ROOT, 'node_modules'), join(into, 'node_modules'));
  for (const edit of edits) {
    const path = join(into, edit.path);
    writeFileSync(path, mutated(readFileSync(path, 'utf8'), edit));
  }
}
