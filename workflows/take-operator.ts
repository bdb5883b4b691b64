/** What an operator asks for: `retry` begins anew what waits, `resolve` decides where the gateway cannot. */
import { operatorNote } from '../domain/changes/on-operator.ts';
import { askBeforeResolving } from './ask-before-resolving.ts';
import { beginAnew, isRunning } from './background.ts';
import type { OperatorEntry, ResolveEntry, RetryEntry } from './desk.ts';
import { look } from './hear-report.ts';
import { actionOf, answered, record, refused } from './record-operator.ts';
import { known, type Saga } from './saga.ts';
import { loadKnown } from './take-entry.ts';

/** By the names that the Web UI shows. */
const STEPS = {
  inquiry: 'gateway-retrieve',
  confirmation: 'gateway-confirm',
  closing: 'gateway-close-account',
  refund: 'gateway-cancel',
  publishing: 'kafka-publish-events',
} as const;

export async function takeOperator(saga: Saga, entry: OperatorEntry): Promise<void> {
  await loadKnown(saga);
  if (saga.payment === undefined) {
    entry.answer = refused('PAYMENT_NOT_FOUND', 'there is no such payment in the database');
  } else if (entry.kind === 'retry') {
    await retry(saga, entry);
  } else if (entry.request.outcome === 'acknowledged') {
    await acknowledge(saga, entry);
  } else {
    askBeforeResolving(saga, entry);
  }
}

async function retry(saga: Saga, entry: RetryEntry): Promise<void> {
  const begunAgain = beginAllAnew(saga);
  saga.askedInVainAtMs = 0;
  await look(saga);
  const gateway = saga.askedInVainAtMs === 0 ? 'answered' : 'silent';
  const action = actionOf(entry, 'retried');
  await record(saga, action, (payment) => operatorNote(payment, action));
  const { status, attention } = known(saga);
  entry.answer = { kind: 'retried', begunAgain, gateway, status, attention };
}

/** Those that run or wait out a pause. */
function beginAllAnew(saga: Saga): readonly string[] {
  const steps = ['inquiry', 'confirmation', 'closing', 'refund', 'publishing'] as const;
  const waiting = steps.filter((name) => isRunning(saga[name]) || saga[name].notBeforeMs > Date.now());
  for (const name of waiting) beginAnew(saga[name]);
  return waiting.map((name) => STEPS[name]);
}

async function acknowledge(saga: Saga, entry: ResolveEntry): Promise<void> {
  if (known(saga).attention === null) {
    entry.answer = refused('NOTHING_TO_RESOLVE', 'the payment has no flag');
    return;
  }
  const action = actionOf(entry, 'acknowledged');
  await record(saga, action, (payment) => operatorNote(payment, action));
  // Whoever is still silent is given as long again before the flag comes back.
  for (const step of [saga.inquiry, saga.confirmation, saga.closing, saga.refund]) {
    if (step.running !== undefined) step.running.silentSinceMs = Date.now();
  }
  entry.answer = answered(saga, 'acknowledged');
}
