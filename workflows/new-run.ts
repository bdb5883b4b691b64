/**
 * A run takes 2,000 updates, and so many events, and then refuses whoever asks, an operator too. Before that the server
 * suggests a new run: what runs is ended, what is outstanding begins anew there, from the record.
 */
import { allHandlersFinished, workflowInfo } from '@temporalio/workflow';
import { abandon, isRunning } from './background.ts';
import type { Saga } from './saga.ts';

/** Not while this run knows what neither a record says nor the next one is told. */
export function isToBeContinued(saga: Saga): boolean {
  const { payment, isAccountToClose, resolving, askOnUntilMs } = saga;
  if (!workflowInfo().continueAsNewSuggested || payment === undefined) return false;
  return !isAccountToClose && resolving === undefined && askOnUntilMs <= Date.now();
}

/** An attempt that moves money ends by itself, and what came of it is recorded here (see `beginAnew`). */
export function windDown(saga: Saga): void {
  for (const step of stepsOf(saga)) abandon(step);
}

/** Nobody waits, and nothing is under way. */
export function isAtRest(saga: Saga): boolean {
  const isEmpty = saga.inbox.entries.length === 0 && saga.desk.entries.length === 0;
  return isEmpty && !stepsOf(saga).some(isRunning) && allHandlersFinished();
}

export function stepsOf({ inquiry, question, confirmation, closing, refund, publishing }: Saga) {
  return [inquiry, question, confirmation, closing, refund, publishing];
}
