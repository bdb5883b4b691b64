/** Starts whatever the record says is outstanding, in a new run as in an old one. */
import { confirmationInFlight } from '../domain/confirmation.ts';
import { cancellationInFlight, type Payment } from '../domain/payment.ts';
import { isOpen } from '../domain/state-table.ts';
import { abandon, type Background, begin, isRunning } from './background.ts';
import type { Saga } from './saga.ts';
import { askUntilKnown, cancelAtGateway, confirmAtGateway, publishEvents } from './steps.ts';

export function startOutstanding(saga: Saga): void {
  const { payment, inquiry, confirmation, refund, publishing } = saga;
  if (payment === undefined) return;
  const confirming = confirmationInFlight(payment);
  if (confirming !== null && mayBegin(confirmation)) {
    begin(confirmation, async () => await confirmAtGateway(payment, confirming));
  }
  if (!needsInquiry(saga, payment)) abandon(inquiry);
  else if (mayBegin(inquiry)) begin(inquiry, async () => await askUntilKnown(payment, inquiry.timesAgain));
  const cancellation = refundToMake(payment);
  if (cancellation !== undefined && mayBegin(refund)) {
    begin(refund, async () => await cancelAtGateway(payment, cancellation));
  }
  if (hasUnpublished(saga, payment) && mayBegin(publishing)) {
    begin(publishing, async () => await publishEvents(payment));
  }
}

/** When the earliest of those that wait out a pause may begin; null when none does. */
export function nextBeginMs(saga: Saga): number | null {
  const { payment, inquiry, confirmation, refund, publishing } = saga;
  if (payment === undefined) return null;
  const wanted = [
    ...(confirmationInFlight(payment) === null ? [] : [confirmation]),
    ...(needsInquiry(saga, payment) ? [inquiry] : []),
    ...(refundToMake(payment) === undefined ? [] : [refund]),
    ...(hasUnpublished(saga, payment) ? [publishing] : []),
  ];
  const waiting = wanted.filter((step) => !isRunning(step)).map(({ notBeforeMs }) => notBeforeMs);
  return waiting.length === 0 ? null : Math.min(...waiting);
}

/** A confirmation asks by itself. */
export function needsInquiry({ isInquiryWanted, askOnUntilMs }: Saga, payment: Payment): boolean {
  if (confirmationInFlight(payment) !== null) return false;
  if (Date.now() < askOnUntilMs) return true;
  const isCancelAsked = isOpen(payment.status) && cancellationInFlight(payment) !== undefined;
  return isInquiryWanted || payment.status === 'CONFIRMING' || isCancelAsked;
}

export function hasUnpublished({ publishedSequence }: Saga, payment: Payment): boolean {
  return payment.eventSequence > Math.max(payment.publishedSequence, publishedSequence);
}

/** None while it is not known whether there is money. */
function refundToMake(payment: Payment) {
  return isOpen(payment.status) ? undefined : cancellationInFlight(payment);
}

function mayBegin(step: Background<unknown>): boolean {
  return !isRunning(step) && Date.now() >= step.notBeforeMs;
}
