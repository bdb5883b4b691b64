/**
 * `npm run fuzz -- --seed 1 --examples 100`: Schemathesis makes requests of the OpenAPI document, good and bad ones, and
 * sends them to the real stack, started for it on free ports and in a folder of its own. Fails at any server error, any
 * answer that is not documented, and any line at level error in the API's log. What was seen: docs/internals/fuzzing.md.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { freePortVariables } from '../sandbox/ports.ts';
import { parseSettings } from '../sandbox/settings.ts';
import { startStack } from '../sandbox/stack.ts';
import { mintToken } from '../sandbox/token-issuer/mint-token.ts';
import { runSchemathesis } from './fuzz/schemathesis.ts';

const lineSchema = z.looseObject({
  level: z.string(),
  msg: z.string(),
  status: z.number().optional(),
  code: z.string().optional(),
});

if (import.meta.main) {
  const { values } = parseArgs({
    options: { seed: { type: 'string', default: '1' }, examples: { type: 'string', default: '100' } },
  });
  process.exitCode = await fuzz({ seed: Number(values.seed), examples: Number(values.examples) });
}

async function fuzz(options: { readonly seed: number; readonly examples: number }): Promise<number> {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
  const dataDir = mkdtempSync(join(tmpdir(), 'fuzz-'));
  try {
    const { DATABASE_URL: _1, TEMPORAL_ADDRESS: _2, KAFKA_BROKERS: _3, ...outside } = process.env;
    const stack = await startStack(
      parseSettings({
        ...outside,
        ...(await freePortVariables()),
        DATA_DIR: dataDir,
        // One user sends all of it.
        RATE_LIMIT_PER_MINUTE: '1000000',
      }),
      { signal: stopping.signal },
    );
    try {
      const token = await mintToken(dataDir, { sub: 'fuzzer' });
      const code = await runSchemathesis(
        { ...options, url: stack.addresses.api, token, workDir: dataDir },
        process.env,
      );
      const lines = linesOf(stack.parts.get('api')?.logFile ?? '');
      return summarize(lines) && code === 0 ? 0 : 1;
    } finally {
      await stack.stop();
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function linesOf(logFile: string): readonly z.infer<typeof lineSchema>[] {
  return readFileSync(logFile, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => lineSchema.parse(JSON.parse(line)));
}

/** How often each answer was given: which of the documented ones were reached at all. */
function summarize(lines: ReturnType<typeof linesOf>): boolean {
  const counts = new Map<string, number>();
  for (const { status, code } of lines.filter(({ msg }) => msg === 'request')) {
    const answer = `${status}${code === undefined ? '' : ` ${code}`}`;
    counts.set(answer, (counts.get(answer) ?? 0) + 1);
  }
  console.log('\nAnswers, from the API’s log:');
  for (const [answer, count] of [...counts].sort(([left], [right]) => left.localeCompare(right)))
    console.log(`${String(count).padStart(7)}  ${answer}`);
  const errors = lines.filter(({ level }) => level === 'error' || level === 'fatal');
  for (const line of errors) console.log(JSON.stringify(line));
  console.log(`${errors.length} lines at level error`);
  return errors.length === 0;
}
