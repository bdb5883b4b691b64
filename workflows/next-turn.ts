/** What the loop turns to next: what has ended, then who asks, then the clock; null when nothing is outstanding. */
import { condition } from '@temporalio/workflow';
import type { ConfirmOutcome } from '../activities/gateway-confirm.ts';
import type { SettledCancel } from '../domain/changes/on-cancel-result.ts';
import type { SettledClosing } from '../domain/closing.ts';
import type { GatewayReport } from '../domain/gateway-port.ts';
import type { Payment } from '../domain/payment.ts';
import { isOpen } from '../domain/state-table.ts';
import { hasEnded, isRunning, takeEnd } from './background.ts';
import type { OperatorEntry } from './desk.ts';
import type { Entry } from './inbox.ts';
import { isAtRest, isToBeContinued, stepsOf, windDown } from './new-run.ts';
import type { Saga } from './saga.ts';
import { nextBeginMs } from './start-outstanding.ts';
import type { Answer } from './steps.ts';

/** `about`: our record when it began. */
export type Ended<Result> = { readonly result: Result; readonly about: Payment };

export type Turn =
  | { readonly kind: 'entry'; readonly entry: Entry }
  | { readonly kind: 'operator'; readonly entry: OperatorEntry }
  | ({ readonly kind: 'asked_for_operator' } & Ended<Answer>)
  | ({ readonly kind: 'reported' } & Ended<GatewayReport>)
  | ({ readonly kind: 'confirmed' } & Ended<ConfirmOutcome>)
  | ({ readonly kind: 'closed' } & Ended<SettledClosing>)
  | { readonly kind: 'refunded'; readonly cancellationId: string; readonly result: SettledCancel }
  | { readonly kind: 'published'; readonly sequence: number }
  | { readonly kind: 'cancel_requested' }
  | { readonly kind: 'time_over' }
  | { readonly kind: 'silent_too_long'; readonly step: SilentStep }
  /** Nothing to decide: a step was ended from outside, or has waited out its pause, and is started again. */
  | { readonly kind: 'start_again' };

/** What is outstanding goes on in another run. */
type NewRun = { readonly kind: 'new_run' };

export async function nextTurn(saga: Saga): Promise<Turn | NewRun | null> {
  for (;;) {
    const turn = takeEnded(saga) ?? takeOperator(saga) ?? takeEntry(saga);
    if (turn !== null) return turn;
    if (isIdle(saga)) return null;
    if (isToBeContinued(saga)) {
      if (isAtRest(saga)) return { kind: 'new_run' };
      windDown(saga);
      saga.alarm.wind(null);
    } else {
      const due = takeDue(saga);
      if (due !== null) return due;
      saga.alarm.wind(nextDueMs(saga));
    }
    await condition(() => isWorthALook(saga));
  }
}

/** Nothing is outstanding and nobody waits: the run may end. */
function isIdle(saga: Saga): boolean {
  const { payment } = saga;
  const isAwaited = payment !== undefined && (isOpen(payment.status) || nextBeginMs(saga) !== null);
  return !isAwaited && isAtRest(saga);
}

function isWorthALook(saga: Saga): boolean {
  const hasNews = saga.isCancelRequested || stepsOf(saga).some(hasEnded);
  const isAsked = saga.inbox.entries.length > 0 || saga.desk.entries.length > 0;
  const isOver = isIdle(saga) || (isToBeContinued(saga) && isAtRest(saga));
  return hasNews || isAsked || saga.alarm.hasRung() || isOver;
}

function takeEnded(saga: Saga): Turn | null {
  if (saga.isCancelRequested) {
    saga.isCancelRequested = false;
    return { kind: 'cancel_requested' };
  }
  const refund = takeEnd(saga.refund);
  if (refund !== undefined)
    return refund.succeeded ? { kind: 'refunded', ...refund.result } : { kind: 'start_again' };
  const confirmation = takeEnd(saga.confirmation);
  if (confirmation !== undefined) {
    return confirmation.succeeded ? { kind: 'confirmed', ...confirmation } : { kind: 'start_again' };
  }
  const closing = takeEnd(saga.closing);
  if (closing !== undefined)
    return closing.succeeded ? { kind: 'closed', ...closing } : { kind: 'start_again' };
  const inquiry = takeEnd(saga.inquiry);
  if (inquiry !== undefined)
    return inquiry.succeeded ? { kind: 'reported', ...inquiry } : { kind: 'start_again' };
  const question = takeEnd(saga.question);
  if (question !== undefined)
    return question.succeeded ? { kind: 'asked_for_operator', ...question } : { kind: 'start_again' };
  const publishing = takeEnd(saga.publishing);
  if (publishing === undefined) return null;
  return publishing.succeeded ? { kind: 'published', sequence: publishing.result } : { kind: 'start_again' };
}

/** Before the clients: each of their questions to a silent gateway keeps the loop for half a second. */
function takeOperator({ desk }: Saga): Turn | null {
  const entry = desk.entries.shift();
  return entry === undefined ? null : { kind: 'operator', entry };
}

function takeEntry({ inbox }: Saga): Turn | null {
  const entry = inbox.entries.shift();
  return entry === undefined ? null : { kind: 'entry', entry };
}

function takeDue(saga: Saga): Turn | null {
  const isDue = (dueMs: number | null) => dueMs !== null && dueMs <= Date.now();
  for (const step of SILENT_STEPS) {
    if (isDue(silenceEndsMs(saga, step))) return { kind: 'silent_too_long', step };
  }
  if (isDue(nextBeginMs(saga))) return { kind: 'start_again' };
  return isDue(expiresMs(saga)) ? { kind: 'time_over' } : null;
}

function nextDueMs(saga: Saga): number | null {
  const dues = [
    ...SILENT_STEPS.map((step) => silenceEndsMs(saga, step)),
    nextBeginMs(saga),
    expiresMs(saga),
  ].filter((due) => due !== null);
  return dues.length === 0 ? null : Math.min(...dues);
}

function expiresMs({ payment, expiryNotBeforeMs, inquiry }: Saga): number | null {
  if (payment === undefined || payment.status !== 'READY' || isRunning(inquiry)) return null;
  return Math.max(Date.parse(payment.expiresAt), expiryNotBeforeMs);
}

/** Null once a person has been told, or while nothing is asked. */
function silenceEndsMs(saga: Saga, step: SilentStep): number | null {
  const { running } = saga[step];
  const isTold = saga.payment?.attention === SILENCE[step];
  // Somebody has decided without the gateway: that it stays silent is no news.
  const isExpected = step === 'inquiry' && saga.askOnUntilMs > 0;
  return running === undefined || isTold || isExpected ? null : running.silentSinceMs + saga.attentionAfterMs;
}

/** What a person is told when a step gets no answer for long. */
export const SILENCE = {
  inquiry: 'GATEWAY_SILENT',
  confirmation: 'GATEWAY_SILENT',
  closing: 'GATEWAY_SILENT',
  refund: 'CANCELLATION_UNSETTLED',
} as const;

type SilentStep = keyof typeof SILENCE;
const SILENT_STEPS = [
  'inquiry',
  'confirmation',
  'closing',
  'refund',
] as const satisfies readonly SilentStep[];
