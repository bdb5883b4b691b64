/** What the loop turns to next: what has ended, then who asks, then the clock; null when nothing is outstanding. */
import { allHandlersFinished, condition } from '@temporalio/workflow';
import type { SettledCancel } from '../domain/changes/on-cancel-result.ts';
import type { GatewayReport } from '../domain/gateway-port.ts';
import { isOpen } from '../domain/state-table.ts';
import type { Entry } from './inbox.ts';
import { needsInquiry, type Saga } from './saga.ts';

/** A gateway that leaves us waiting so long needs a person's eye; asking goes on. */
const ATTENTION_AFTER_MS = 10 * 60_000;

export type Turn =
  | { readonly kind: 'entry'; readonly entry: Entry }
  | { readonly kind: 'reported'; readonly report: GatewayReport }
  | { readonly kind: 'refunded'; readonly cancellationId: string; readonly result: SettledCancel }
  | { readonly kind: 'published'; readonly sequence: number }
  /** A background step was ended from outside (an operator failed it): it is started again. */
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'cancel_requested' }
  /** The gateway's last word ended nothing: the inquiry is started again. */
  | { readonly kind: 'ask_again' }
  | { readonly kind: 'time_over' }
  | { readonly kind: 'silent_too_long' };

export async function nextTurn(saga: Saga): Promise<Turn | null> {
  for (;;) {
    const turn = takeEnded(saga) ?? takeEntry(saga) ?? takeDue(saga);
    if (turn !== null) return turn;
    if (isIdle(saga)) return null;
    saga.alarm.wind(nextDueMs(saga));
    await condition(() => isWorthALook(saga));
  }
}

function isWorthALook(saga: Saga): boolean {
  return hasEnded(saga) || saga.inbox.entries.length > 0 || saga.alarm.hasRung() || isIdle(saga);
}

/** Nothing is outstanding and nobody waits: the run may end. */
export function isIdle(saga: Saga): boolean {
  const { payment, inquiry, refund, publishing, inbox } = saga;
  const isAwaited = payment !== undefined && isOpen(payment.status);
  const isBusy = inquiry !== undefined || refund !== undefined || publishing !== undefined;
  return !isAwaited && !isBusy && inbox.entries.length === 0 && allHandlersFinished();
}

function hasEnded({ inquiry, refund, publishing, isCancelRequested }: Saga): boolean {
  const ends = [inquiry?.end, refund?.end, publishing?.end];
  return isCancelRequested || ends.some((end) => end !== undefined);
}

function takeEnded(saga: Saga): Turn | null {
  const { inquiry, refund, publishing } = saga;
  if (saga.isCancelRequested) {
    saga.isCancelRequested = false;
    return { kind: 'cancel_requested' };
  }
  if (refund?.end !== undefined) {
    saga.refund = undefined;
    const { cancellationId } = refund;
    return refund.end.succeeded
      ? { kind: 'refunded', cancellationId, result: refund.end.result }
      : { kind: 'interrupted' };
  }
  if (inquiry?.end !== undefined) {
    saga.inquiry = undefined;
    saga.isInquiryWanted = false;
    return inquiry.end.succeeded ? { kind: 'reported', report: inquiry.end.result } : { kind: 'interrupted' };
  }
  if (publishing?.end !== undefined) {
    saga.publishing = undefined;
    return publishing.end.succeeded
      ? { kind: 'published', sequence: publishing.end.result }
      : { kind: 'interrupted' };
  }
  return null;
}

function takeEntry({ inbox }: Saga): Turn | null {
  const entry = inbox.entries.shift();
  return entry === undefined ? null : { kind: 'entry', entry };
}

function takeDue(saga: Saga): Turn | null {
  const nowMs = Date.now();
  const silentMs = silenceEndsMs(saga);
  if (silentMs !== null && silentMs <= nowMs) return { kind: 'silent_too_long' };
  const askAgainMs = asksAgainMs(saga);
  if (askAgainMs !== null && askAgainMs <= nowMs) return { kind: 'ask_again' };
  const expiryMs = expiresMs(saga);
  return expiryMs !== null && expiryMs <= nowMs ? { kind: 'time_over' } : null;
}

function nextDueMs(saga: Saga): number | null {
  const dues = [silenceEndsMs(saga), expiresMs(saga), asksAgainMs(saga)].filter((due) => due !== null);
  return dues.length === 0 ? null : Math.min(...dues);
}

function asksAgainMs(saga: Saga): number | null {
  const { payment, inquiry, notBeforeMs } = saga;
  if (payment === undefined || inquiry !== undefined || !needsInquiry(saga, payment)) return null;
  return notBeforeMs;
}

function expiresMs({ payment, notBeforeMs, inquiry }: Saga): number | null {
  if (payment === undefined || payment.status !== 'READY' || inquiry !== undefined) return null;
  return Math.max(Date.parse(payment.expiresAt), notBeforeMs);
}

function silenceEndsMs({ payment, inquiry, refund }: Saga): number | null {
  if (payment === undefined || payment.attention !== null) return null;
  const starts = [inquiry, refund].filter((step) => step !== undefined).map((step) => step.startedAtMs);
  return starts.length === 0 ? null : Math.min(...starts) + ATTENTION_AFTER_MS;
}
