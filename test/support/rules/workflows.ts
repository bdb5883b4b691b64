/** Temporal tells the same story: each run's result is our record, no code disagrees with its history, nothing is lost. */
import { isOpen } from '../../../domain/state-table.ts';
import type { OfPayment } from '../records.ts';

/** Causes of failed workflow tasks that are faults of our code; others belong to a server that is restarted. */
const OUR_FAULTS = ['NON_DETERMINISTIC_ERROR', 'WORKFLOW_WORKER_UNHANDLED_FAILURE'];

const LOOKS_WITHIN_MS = 10_000;

export function* workflows({ payment, workflows: runs }: OfPayment): Generator<string> {
  if (runs === undefined) return;
  for (const { runId, failedTasks, status } of runs) {
    for (const { cause, isOvercome } of failedTasks)
      if (OUR_FAULTS.includes(cause) && !isOvercome) yield `run ${runId}: ${cause}`;
    if (!['RUNNING', 'COMPLETED', 'CONTINUED_AS_NEW'].includes(status)) yield `run ${runId} is ${status}`;
  }
  const byAge = [...runs].sort((a, b) => b.startedAtMs - a.startedAtMs);
  const [newest] = byAge;
  const isRunning = newest?.status === 'RUNNING';
  // One whose update never came (its worker died) has loaded nothing, and says nothing.
  const told = byAge.find(({ status, result }) => status === 'COMPLETED' && result !== null);
  if (!isRunning && told !== undefined && told.result !== payment.status)
    yield `its last run ended with ${told.result}`;
  if (isOpen(payment.status) && !isRunning && payment.attention === null)
    yield 'nobody works on it: it has no open workflow, and no person was told';
  // One that has just been opened looks whether there is anything to do.
  const isNew = newest !== undefined && newest.readAtMs - newest.startedAtMs < LOOKS_WITHIN_MS;
  if (isRunning && !isNew && !isOpen(payment.status) && payment.attention === null)
    yield 'it has come to its end, and its workflow is still open';
}
