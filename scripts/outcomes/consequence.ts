/**
 * What follows from one answer of a gateway: found by running the product's own functions on it, so that the page of
 * outcomes can only say what the server does.
 */
import type { ReadBack } from '../../activities/gateway/toss/confirm.ts';
import { changeOnCancelResult } from '../../domain/changes/on-cancel-result.ts';
import { changeOnConfirmResult } from '../../domain/changes/on-confirm-result.ts';
import { changeOnStanding } from '../../domain/changes/on-standing.ts';
import type { NewCancellation, PaymentChange } from '../../domain/changes/payment-change.ts';
import { judgeAgreement } from '../../domain/confirmation.ts';
import type { EventType } from '../../domain/events.ts';
import type {
  CancelResult,
  CloseAccountResult,
  ConfirmResult,
  GatewayStanding,
} from '../../domain/gateway-port.ts';
import { learn } from '../../domain/learn.ts';
import type { Cancellation, Payment } from '../../domain/payment.ts';
import { decide } from '../../domain/state-table.ts';
import { answerCancelWaiters } from '../../workflows/answer-cancel-waiters.ts';
import type { Verdict } from '../../workflows/contract.ts';
import type { CancelWaiter } from '../../workflows/saga.ts';
import { accountWaiting, CANCEL_ORDER, cancellation, IN_TIME_MS, paidPayment, payment } from './samples.ts';

export type Consequence = {
  /** The adapter's word for it. */
  readonly outcome: string;
  /** By itself; or only the next step tells. */
  readonly next: Known | 'confirmed' | 'read back' | 'asked';
};

export type Known = {
  readonly payment: Payment;
  readonly verdict: Verdict;
  readonly events: readonly EventType[];
};

/** `complete` has asked; nothing was known before. */
export function afterAsking(standing: GatewayStanding): Consequence {
  const isAccount = standing.kind === 'account_issued';
  const asked = payment(isAccount ? { method: { type: 'VIRTUAL_ACCOUNT' } } : {});
  if (standing.kind === 'awaiting_confirm' && judgeAgreement(asked, standing) === 'as ordered')
    return { outcome: standing.kind, next: 'confirmed' };
  return { outcome: standing.kind, next: told(asked, standing) };
}

/** `complete` has led to our own confirmation. */
export function afterConfirming(result: ConfirmResult | ReadBack): Consequence {
  if (result.kind === 'read_back') return { outcome: 'read back', next: 'read back' };
  const confirming = payment({
    status: 'CONFIRMING',
    provider: 'TOSS',
    confirmation: { pgTransactionId: 'tx-1', firstSentAt: '2026-01-01T00:05:00.000Z' },
    ...(result.kind === 'account_issued' && { method: { type: 'VIRTUAL_ACCOUNT' as const } }),
  });
  // The activity goes on until it knows: its confirmation stays open.
  if (result.kind === 'pending' || result.kind === 'unknown')
    return { outcome: result.kind, next: told(confirming, result) };
  const settled = { ...confirming, confirmation: null };
  const change = () => changeOnConfirmResult(confirming, result, IN_TIME_MS);
  return { outcome: result.kind, next: told(settled, result, change) };
}

/** A client's cancellation was sent; where it was refused, reading back has found nothing of ours. */
export function afterCancelling(result: CancelResult): Consequence {
  const row = cancellation({ amount: CANCEL_ORDER.amountMinor, firstSentAt: '2026-01-01T00:10:00.000Z' });
  const paid = paidPayment({ cancellations: [row] });
  const isSettled = result.kind === 'succeeded' || result.kind === 'refused';
  const change = isSettled ? changeOnCancelResult(paid, row, result) : null;
  const after = change === null ? paid : applied(paid, change);
  const events = change?.event === undefined ? [] : [change.event];
  return { outcome: result.kind, next: { payment: after, verdict: toldWhoCancels(after, row), events } };
}

/** A client has asked to cancel while a deposit is awaited. */
export function afterClosing({ kind }: CloseAccountResult): Consequence {
  if (kind === 'not_waiting') return { outcome: kind, next: 'asked' };
  const row = cancellation({ amount: 0 });
  const waiting = accountWaiting({ cancellations: [row] });
  const { payment: after, events } =
    kind === 'closed'
      ? recorded(waiting, { kind: 'account_closed', pgTransactionId: 'tx-1' })
      : { payment: waiting, events: [] };
  return { outcome: kind, next: { payment: after, verdict: toldWhoCancels(after, row), events } };
}

function toldWhoCancels(after: Payment, { cancellationId }: Cancellation): Verdict {
  const waiter: CancelWaiter = { entry: { intent: { kind: 'refresh' } }, cancellationId, isRepeat: false };
  answerCancelWaiters({ paymentId: after.paymentId, payment: after, waiters: [waiter] });
  return waiter.entry.verdict ?? { kind: 'pending' };
}

type Decide = (payment: Payment, standing: GatewayStanding, nowMs: number) => PaymentChange | null;

function told(before: Payment, standing: GatewayStanding, changeOn: Decide = changeOnStanding): Known {
  const learnt = learn(before, standing, IN_TIME_MS);
  if (learnt === null) throw new Error(`${standing.kind} is no news to a payment that is open`);
  const { answer } = decide(before.status, learnt);
  return { ...recorded(before, standing, changeOn), verdict: verdictOf(answer) };
}

/** As the saga records it: until nothing is left to record. */
function recorded(
  before: Payment,
  standing: GatewayStanding,
  changeOn: Decide = changeOnStanding,
): Pick<Known, 'payment' | 'events'> {
  const events: EventType[] = [];
  let after = before;
  let change = changeOn(before, standing, IN_TIME_MS);
  while (change !== null) {
    after = applied(after, change);
    if (change.event !== undefined) events.push(change.event);
    change = changeOnStanding(after, standing, IN_TIME_MS);
  }
  return { payment: after, events };
}

function verdictOf(answer: ReturnType<typeof decide>['answer']): Verdict {
  if (answer === 'payment') return { kind: 'done' };
  return answer === 'pending' ? { kind: 'pending' } : { kind: 'refused', code: answer, params: {} };
}

/** The record after a change, as far as decisions read it; written for real by `db/stores/write-change.ts`. */
function applied(before: Payment, { to, set = {}, amend, open }: PaymentChange): Payment {
  const opened = open === undefined ? [] : [opening(open)];
  const isSet = ([, value]: [string, unknown]) => value !== undefined;
  return {
    ...before,
    ...Object.fromEntries(Object.entries(set).filter(isSet)),
    status: to,
    cancellations: [...before.cancellations, ...opened].map((row) =>
      row.cancellationId === amend?.cancellationId ? { ...row, status: amend.status ?? row.status } : row,
    ),
  };
}

function opening({ amount, origin, status, pgCancellationId }: NewCancellation): Cancellation {
  const pgId = pgCancellationId ?? null;
  return cancellation({ cancellationId: 'can_of_ours', amount, origin, status, pgCancellationId: pgId });
}
