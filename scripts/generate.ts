// Writes the committed files that are made from code (`npm run generate`), or, with `--check`, fails when one of
// them is not what the code says now. A generator is a pure function of the source: no time, no chance, no order
// of a hash, or the check would not repeat.
import { spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { eventJsonSchemas } from '../activities/kafka/event-schemas.ts';
import { renderErrorsMarkdown } from '../api/error-pages.ts';
import { renderOpenApi } from '../api/openapi-document.ts';
import { renderConfigurationPage } from '../platform/config/render-page.ts';
import { renderOutcomesPage } from './outcomes/render-page.ts';

type Generator = {
  /** Path from the repository's root. */
  file: string;
  /** The whole content; JSON and TypeScript are formatted afterwards, as any other file. */
  render(): Promise<string>;
};

const GENERATORS: readonly Generator[] = [
  { file: 'docs/api/openapi.json', render: renderOpenApi },
  { file: 'docs/api/errors.md', render: async () => renderErrorsMarkdown() },
  { file: 'docs/operating/configuration.md', render: async () => renderConfigurationPage() },
  { file: 'docs/internals/outcomes.md', render: renderOutcomesPage },
  ...eventJsonSchemas().map(({ type, schema }) => ({
    file: `docs/api/events/${type}.schema.json`,
    render: async () => JSON.stringify(schema),
  })),
];

const ROOT = join(import.meta.dirname, '..');

if (import.meta.main) {
  const stale = await generate(GENERATORS, { onlyCheck: process.argv.includes('--check') });
  for (const line of stale) console.error(line);
  process.exitCode = stale.length > 0 ? 1 : 0;
}

/** Returns one line for each stale file; without `onlyCheck` it writes them and returns none. */
async function generate(
  generators: readonly Generator[],
  options: { onlyCheck: boolean },
): Promise<string[]> {
  const stale: string[] = [];
  for (const generator of generators) {
    const { file } = generator;
    const wanted = await format(file, await generator.render());
    const present = await readOrNothing(join(ROOT, file));
    if (present === wanted) continue;
    if (options.onlyCheck) {
      stale.push(`${file}: ${firstDifference(present, wanted)}`);
      continue;
    }
    await mkdir(dirname(join(ROOT, file)), { recursive: true });
    await writeFile(join(ROOT, file), wanted);
    console.log(`wrote ${file}`);
  }
  return stale;
}

/** So that a generated file passes the format check without a generator having to know its rules. */
async function format(file: string, content: string): Promise<string> {
  if (!/\.(json|ts)$/.test(file)) return content;
  const biome = join(ROOT, 'node_modules', '.bin', 'biome');
  const child = spawn(biome, ['format', `--stdin-file-path=${file}`], {
    cwd: ROOT,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(content);
  const exited = new Promise<number | null>((resolve, reject) =>
    child.on('error', reject).on('close', resolve),
  );
  const formatted = await text(child.stdout);
  if ((await exited) !== 0) throw new Error(`biome could not format ${file}`);
  return formatted;
}

async function readOrNothing(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return undefined;
  }
}

function firstDifference(present: string | undefined, wanted: string): string {
  if (present === undefined) return 'does not exist';
  const have = present.split('\n');
  const want = wanted.split('\n');
  const line = want.findIndex((value, index) => value !== have[index]);
  const at = line === -1 ? want.length : line;
  return `line ${at + 1} is ${JSON.stringify(have[at] ?? '')}, generated ${JSON.stringify(want[at] ?? '')}`;
}
