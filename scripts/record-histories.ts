/**
 * `npm run record-histories`: drives real payments through every shape on a stack of its own, and writes the histories of
 * their runs to test/replay/histories/<version>/, encrypted with a key that is committed beside them. A released
 * version's histories are what its payments in flight look like: they are never recorded again.
 * `npm run record-histories -- paid resumed` records only those shapes, and leaves the other files as they are.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { History } from '@temporalio/common/lib/proto-utils.js';
import packageJson from '../package.json' with { type: 'json' };
import { waitUntil } from '../sandbox/wait.ts';
import { paymentWorkflowId } from '../workflows/contract.ts';
import { historyText } from './record-histories/history-text.ts';
import { openScene } from './record-histories/scene.ts';
import { fileNamesOf, type Shape } from './record-histories/shape.ts';
import { SHAPES } from './record-histories/shapes.ts';
import { type Stage, startStage } from './record-histories/stage.ts';

const ROOT = join(import.meta.dirname, '..');
/** pino's. */
const WARNING_LEVEL = 40;

if (import.meta.main) {
  const wanted = process.argv.slice(2);
  const unknown = wanted.filter((name) => !SHAPES.some((shape) => shape.name === name));
  if (unknown.length > 0) throw new Error(`There is no shape ${unknown.join(', ')}`);
  const { version } = packageJson;
  if (isReleased(version)) throw new Error(`${version} is released: raise the version in package.json first`);
  await recordAll(
    SHAPES.filter(({ name }) => wanted.length === 0 || wanted.includes(name)),
    {
      folder: join(ROOT, 'test', 'replay', 'histories', version),
      isComplete: wanted.length === 0,
    },
  );
}

function isReleased(version: string): boolean {
  return execFileSync('git', ['tag', '--list', `v${version}`], { cwd: ROOT, encoding: 'utf8' }).trim() !== '';
}

type Target = { readonly folder: string; readonly isComplete: boolean };

async function recordAll(shapes: readonly Shape[], { folder, isComplete }: Target): Promise<void> {
  const texts = new Map<string, string>();
  const stage = await startStage(process.env);
  try {
    for (const shape of shapes) {
      const histories = await recordOne(stage, shape);
      for (const [index, file] of fileNamesOf(shape).entries()) {
        const history = histories.at(index - shape.keep) ?? {};
        texts.set(file, historyText(history));
        console.log(describe(file, history));
      }
    }
    for (const line of stage.workerLog().filter(isWorthReading)) console.log(line);
  } finally {
    await stage.stop();
  }
  if (isComplete) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [file, text] of texts) writeFileSync(join(folder, file), text);
}

/** The histories of all runs, oldest first. */
async function recordOne(stage: Stage, shape: Shape): Promise<History[]> {
  const paymentId = await shape.play(openScene(stage, shape.name));
  const { workflowId = paymentWorkflowId(paymentId) } = shape;
  const { workflow } = stage.temporal;
  const runs = await waitUntil(
    async () => {
      const found = [];
      for await (const run of workflow.list({ query: `WorkflowId = '${workflowId}'` })) found.push(run);
      const running = found.filter(({ status }) => status.name === 'RUNNING').length;
      return found.length === shape.runs && running === (shape.staysOpen ? 1 : 0) ? found : undefined;
    },
    { what: `${shape.name}: ${shape.runs} run(s), all closed that close`, deadlineMs: 60_000 },
  );
  runs.sort((a, b) => a.startTime.getTime() - b.startTime.getTime());
  return await Promise.all(
    runs.map(async ({ runId }) => await workflow.getHandle(workflowId, runId).fetchHistory()),
  );
}

function describe(file: string, { events = [] }: History): string {
  const all = events ?? [];
  const count = (member: keyof (typeof all)[number]) => all.filter((event) => event[member]).length;
  const counts = {
    events: all.length,
    'workflow tasks': count('workflowTaskStartedEventAttributes'),
    'not completed':
      count('workflowTaskFailedEventAttributes') + count('workflowTaskTimedOutEventAttributes'),
    local: count('markerRecordedEventAttributes'),
    regular: count('activityTaskScheduledEventAttributes'),
    timers: count('timerStartedEventAttributes'),
    upserts: count('upsertWorkflowSearchAttributesEventAttributes'),
    updates: count('workflowExecutionUpdateAcceptedEventAttributes'),
  };
  return `${file.padEnd(46)} ${Object.entries(counts)
    .map(([name, value]) => `${name} ${String(value).padStart(2)}`)
    .join('  ')}`;
}

/** A worker has no reason to warn while nothing but the gateway misbehaves. */
function isWorthReading(line: string): boolean {
  const level = /"level":"?(\w+)/.exec(line)?.[1] ?? '';
  return Number(level) >= WARNING_LEVEL || ['warn', 'error', 'fatal'].includes(level);
}
