// `npm start`: runs the whole payment server on this machine until it is told to stop. It stops for Ctrl-C, SIGTERM, a
// closed terminal, the death of the npm that started it, and the end of any part; and always stops everything.

import { PartEnded, StoppingError } from './part.ts';
import { welcomeText } from './print-welcome.ts';
import { createProgress } from './progress.ts';
import { parseSettings, SandboxFaults, type Settings } from './settings.ts';
import { type Stack, startStack } from './stack.ts';
import { mintToken } from './token-issuer/mint-token.ts';
import { type StopReason, watchForStop } from './watch-for-stop.ts';

async function run(): Promise<number> {
  const startedAtMs = Date.now();
  const stopRequest = new AbortController();
  const stopRequested = new Promise<StopReason>((resolve) => {
    watchForStop((reason) => {
      say(`\nstopping (${reason}) ...`);
      stopRequest.abort();
      resolve(reason);
    });
  });
  const progress = createProgress(process.stdout);
  try {
    const settings = parseSettings(process.env);
    const stack = await startStack(settings, { report: progress.report, signal: stopRequest.signal });
    progress.end();
    return await serve(stack, settings, { startedAtMs, stopRequested });
  } catch (error) {
    progress.end();
    if (!(error instanceof StoppingError)) return explain(error);
    say('stopped');
    return 0;
  }
}

type Running = { readonly startedAtMs: number; readonly stopRequested: Promise<StopReason> };

async function serve(
  stack: Stack,
  settings: Settings,
  { startedAtMs, stopRequested }: Running,
): Promise<number> {
  const token = await mintToken(settings.dataDir, { sub: 'alice', ...issuerOf(stack) });
  const tookSeconds = (Date.now() - startedAtMs) / 1000;
  say(welcomeText({ addresses: stack.addresses, existing: settings.existing, token, tookSeconds }));
  const crash = await Promise.race([stack.crashed, stopRequested]);
  if (crash instanceof PartEnded) {
    const exitCode = explain(crash);
    say('stopping everything else ...');
    await stack.stop();
    return exitCode;
  }
  await stack.stop();
  say('stopped');
  return 0;
}

function issuerOf({ environment }: Stack): { issuer?: string; audience?: string } {
  const { AUTH_ISSUER: issuer, AUTH_AUDIENCE: audience } = environment;
  return { ...(issuer !== undefined && { issuer }), ...(audience !== undefined && { audience }) };
}

function explain(error: unknown): number {
  if (error instanceof SandboxFaults) {
    process.stderr.write(`\nCannot start:\n${error.faults.map((fault) => `  - ${fault}\n`).join('')}`);
  } else if (error instanceof PartEnded) {
    const tail = error.logTail.replaceAll(/^/gm, '  | ');
    process.stderr.write(`\n${error.message}. The end of ${error.logFile}:\n${tail}\n\n`);
  } else {
    process.stderr.write(`\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  }
  return 1;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

if (import.meta.main) process.exit(await run());
