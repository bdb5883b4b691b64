/** Starts whatever the record says is outstanding, in a new run as in an old one. */
import { closingDueMs } from '../domain/closing.ts';
import { confirmationInFlight } from '../domain/confirmation.ts';
import { cancellationInFlight, type Payment } from '../domain/payment.ts';
import { isOpen } from '../domain/state-table.ts';
import { abandon, type Background, begin, isRunning } from './background.ts';
import type { Saga } from './saga.ts';
import { askUntilKnown, cancelAtGateway, closeAtGateway, confirmAtGateway, publishEvents } from './steps.ts';

export function startOutstanding(saga: Saga): void {
  const { payment, inquiry, confirmation, closing, refund, publishing } = saga;
  if (payment === undefined) return;
  const confirming = confirmationInFlight(payment);
  if (confirming !== null && mayBegin(confirmation)) {
    begin(confirmation, payment, async () => await confirmAtGateway(payment, confirming));
  }
  if (!needsInquiry(saga, payment)) abandon(inquiry);
  else if (mayBegin(inquiry)) {
    begin(inquiry, payment, async () => await askUntilKnown(payment, inquiry.timesAgain));
  }
  if (isClosingDue(saga, payment) && mayBegin(closing)) {
    begin(closing, payment, async () => await closeAtGateway(payment));
  }
  const cancellation = refundToMake(payment);
  if (cancellation !== undefined && mayBegin(refund)) {
    begin(refund, payment, async () => await cancelAtGateway(payment, cancellation));
  }
  if (hasUnpublished(saga, payment) && mayBegin(publishing)) {
    begin(publishing, payment, async () => await publishEvents(payment));
  }
}

/** When the earliest of those that wait out a pause may begin; null when none does. */
export function nextBeginMs(saga: Saga): number | null {
  const { payment, inquiry, confirmation, closing, refund, publishing } = saga;
  if (payment === undefined) return null;
  const closeAtMs = closingMs(saga, payment);
  const wanted = [
    ...(confirmationInFlight(payment) === null ? [] : [confirmation]),
    ...(needsInquiry(saga, payment) ? [inquiry] : []),
    ...(refundToMake(payment) === undefined ? [] : [refund]),
    ...(hasUnpublished(saga, payment) ? [publishing] : []),
  ];
  const waiting = wanted.filter((step) => !isRunning(step)).map(({ notBeforeMs }) => notBeforeMs);
  if (closeAtMs !== null && !isRunning(closing)) waiting.push(Math.max(closeAtMs, closing.notBeforeMs));
  return waiting.length === 0 ? null : Math.min(...waiting);
}

/** A confirmation asks by itself, and so does the closing of an account. */
export function needsInquiry(saga: Saga, payment: Payment): boolean {
  if (confirmationInFlight(payment) !== null || isClosingDue(saga, payment)) return false;
  if (Date.now() < saga.askOnUntilMs) return true;
  const isCancelAsked = isOpen(payment.status) && cancellationInFlight(payment) !== undefined;
  return saga.isInquiryWanted || payment.status === 'CONFIRMING' || isCancelAsked;
}

export function isClosingDue(saga: Saga, payment: Payment): boolean {
  const closeAtMs = closingMs(saga, payment);
  return closeAtMs !== null && Date.now() >= closeAtMs;
}

function closingMs({ isAccountToClose }: Saga, payment: Payment): number | null {
  return isAccountToClose ? 0 : closingDueMs(payment);
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
