/** What one run of a payment's workflow holds. The database is the truth; this is what the run knows of it. */

import { attentionChange } from '../domain/changes/on-attention.ts';
import type { SettledCancel } from '../domain/changes/on-cancel-result.ts';
import type { PaymentChange } from '../domain/changes/payment-change.ts';
import type { GatewayReport } from '../domain/gateway-port.ts';
import { cancellationInFlight, type Payment } from '../domain/payment.ts';
import { isOpen } from '../domain/state-table.ts';
import type { Alarm } from './alarm.ts';
import { type Background, inBackground } from './background.ts';
import type { Entry, Inbox } from './inbox.ts';
import { askUntilKnown, cancelAtGateway, publishEvents, writeRecord } from './steps.ts';
import { show } from './visibility.ts';

export type CancelWaiter = {
  readonly entry: Entry;
  readonly cancellationId: string;
  /** The same request was made before: it is answered by that one's row. */
  readonly isRepeat: boolean;
};

export type Saga = {
  readonly paymentId: string;
  readonly inbox: Inbox;
  readonly alarm: Alarm;
  payment?: Payment;
  inquiry?: Background<GatewayReport> | undefined;
  /** Asked for although the state does not demand it: somebody waits for what the gateway says. */
  isInquiryWanted: boolean;
  refund?: (Background<SettledCancel> & { readonly cancellationId: string }) | undefined;
  publishing?: Background<number> | undefined;
  publishedSequence: number;
  /** Wait for the inquiry to end; then they are decided anew. */
  readonly parked: Entry[];
  /** Wait for their cancellation's row to be settled. */
  readonly waiters: CancelWaiter[];
  /** Not before: the gateway was just asked, and said nothing that ends the payment. */
  notBeforeMs: number;
  /** How long to wait then; it grows. */
  pauseMs: number;
  isCancelRequested: boolean;
};

export type Written = 'written' | 'nothing to write' | 'refused';

/** Writes what `build` decides; a conflict reloads and decides anew, a rule of the database that says no ends it. */
export async function write(saga: Saga, build: (payment: Payment) => PaymentChange | null): Promise<Written> {
  for (;;) {
    const change = build(known(saga));
    if (change === null) return 'nothing to write';
    const result = await writeRecord(change);
    setPayment(saga, result.payment);
    if (result.kind !== 'conflict') return result.kind;
  }
}

/** For changes that no rule refuses unless we are wrong: then a person must look, and nothing goes on as if written. */
export async function writeOrFlag(
  saga: Saga,
  build: (payment: Payment) => PaymentChange | null,
): Promise<void> {
  if ((await write(saga, build)) !== 'refused') return;
  await write(saga, (payment) => attentionChange(payment, 'RECORDING_BLOCKED'));
}

export function setPayment(saga: Saga, payment: Payment): void {
  saga.payment = payment;
  show(payment);
}

/** @throws when called before the record was created or loaded, which the loop rules out. */
export function known(saga: Saga): Payment {
  if (saga.payment === undefined) throw new Error(`payment ${saga.paymentId} is not loaded yet`);
  return saga.payment;
}

/** Starts whatever the record says is outstanding, in a new run as in an old one. */
export function startOutstanding(saga: Saga): void {
  const { payment } = saga;
  if (payment === undefined) return;
  if (saga.inquiry === undefined && mayAsk(saga, payment)) {
    saga.inquiry = inBackground(askUntilKnown(payment));
  }
  const cancellation = cancellationInFlight(payment);
  if (saga.refund === undefined && cancellation !== undefined && !isOpen(payment.status)) {
    const { cancellationId } = cancellation;
    saga.refund = Object.assign(inBackground(cancelAtGateway(payment, cancellation)), { cancellationId });
  }
  if (saga.publishing === undefined && hasUnpublished(saga, payment)) {
    saga.publishing = inBackground(publishEvents(payment));
  }
}

/** At once for somebody who waits; else not before its time, when the last word ended nothing. */
function mayAsk(saga: Saga, payment: Payment): boolean {
  return saga.isInquiryWanted || (needsInquiry(saga, payment) && Date.now() >= saga.notBeforeMs);
}

export function needsInquiry(saga: Saga, payment: Payment): boolean {
  const isCancelAsked = isOpen(payment.status) && cancellationInFlight(payment) !== undefined;
  return saga.isInquiryWanted || payment.status === 'CONFIRMING' || isCancelAsked;
}

function hasUnpublished(saga: Saga, payment: Payment): boolean {
  return payment.eventSequence > Math.max(payment.publishedSequence, saga.publishedSequence);
}
