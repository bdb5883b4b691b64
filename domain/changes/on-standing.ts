/** What the gateway says → the one change it brings; null when it brings none. Apply again until null. */
import { EVENT_ON_ENTERING } from '../events.ts';
import type { GatewayStanding, Holding } from '../gateway-port.ts';
import { transitionId } from '../ids.ts';
import { externalCancellation, learn, remainingAtGateway } from '../learn.ts';
import { cancellationInFlight, type Payment } from '../payment.ts';
import { type Decision, decide, isFinal, type Learnt } from '../state-table.ts';
import { attentionChange } from './on-attention.ts';
import type { CancellationFields, NewCancellation, PaymentChange, PaymentFields } from './payment-change.ts';

export function changeOnStanding(
  payment: Payment,
  standing: GatewayStanding,
  nowMs: number,
): PaymentChange | null {
  const learnt = learn(payment, standing, nowMs);
  if (learnt === null) return null;
  const decision = decide(payment.status, learnt);
  if (decision.duty === 'attention') {
    return attentionChange(payment, learnt === 'foreign' ? 'FOREIGN_TRANSACTION' : 'GATEWAY_CONTRADICTS');
  }
  const open = cancellationToOpen(payment, standing, decision);
  const amend = amendmentOf(payment, standing, learnt);
  const isMove = decision.to !== payment.status;
  if (!isMove && open === undefined && amend === undefined) return null;
  const isTold = isMove || (open?.origin === 'EXTERNAL' && !isFinal(payment.status));
  return {
    paymentId: payment.paymentId,
    fromVersion: payment.version,
    transitionId: transitionId(payment.version, learnt),
    to: decision.to,
    set: { ...settledAttention(payment), ...fieldsOf(payment, standing, learnt) },
    open,
    amend,
    event: isTold ? (EVENT_ON_ENTERING[decision.to] ?? undefined) : undefined,
  };
}

/** The gateway has answered: nobody needs to look at its silence any more. */
function settledAttention(payment: Payment): PaymentFields {
  return payment.attention === 'GATEWAY_SILENT' ? { attention: null } : {};
}

function fieldsOf(payment: Payment, standing: GatewayStanding, learnt: Learnt): PaymentFields | undefined {
  switch (standing.kind) {
    case 'approved':
    case 'cancelled':
      return {
        held: standing.total,
        // A final payment keeps the transaction that it ended with; late money is told by its cancellation row.
        ...(payment.pgTransactionId === null ? { pgTransactionId: standing.pgTransactionId } : {}),
        ...(payment.approvedAt === null && learnt === 'approved' ? { approvedAt: standing.approvedAt } : {}),
        ...(learnt === 'mismatched' ? { failureCode: 'AMOUNT_MISMATCH', attention: 'AMOUNT_MISMATCH' } : {}),
      };
    case 'account_issued':
      return { pgTransactionId: standing.pgTransactionId };
    case 'declined':
      return { pgTransactionId: standing.pgTransactionId, decline: standing.decline };
    case 'not_started':
    case 'awaiting_confirm':
    case 'pending':
    case 'unknown':
      return undefined;
  }
}

function cancellationToOpen(
  payment: Payment,
  standing: GatewayStanding,
  decision: Decision,
): NewCancellation | undefined {
  if (standing.kind !== 'approved' && standing.kind !== 'cancelled') return undefined;
  const external = externalCancellation(payment, standing);
  if (decision.duty === 'give_back') return ownRefund(payment, standing);
  if (external === undefined || decision.to === 'PAID') return undefined;
  return {
    identity: { kind: 'derived', pgId: external.pgCancellationId },
    amount: external.amountMinor,
    reason: 'Cancelled at the payment gateway',
    origin: 'EXTERNAL',
    status: 'SUCCEEDED',
    pgCancellationId: external.pgCancellationId,
  };
}

function ownRefund(payment: Payment, holding: Holding): NewCancellation {
  const isMismatch =
    holding.total.amountMinor !== payment.amount || holding.total.currency !== payment.currency;
  return {
    identity: { kind: 'derived', pgId: holding.pgTransactionId },
    amount: remainingAtGateway(holding),
    reason: isMismatch ? 'Amount differs from the order' : 'Paid after the payment had ended',
    origin: isMismatch ? 'MISMATCH' : 'LATE_MONEY',
    status: 'REQUESTED',
  };
}

/** A cancellation that was asked for before it was known whether there was money. */
function amendmentOf(
  payment: Payment,
  standing: GatewayStanding,
  learnt: Learnt,
): CancellationFields | undefined {
  const asked = cancellationInFlight(payment);
  if (asked === undefined || asked.amount !== 0) return undefined;
  const { cancellationId } = asked;
  const isHolding = standing.kind === 'approved' || standing.kind === 'cancelled';
  if (learnt === 'approved' && isHolding) return { cancellationId, amount: remainingAtGateway(standing) };
  if (learnt === 'not_started_cancel_asked') return { cancellationId, status: 'SUCCEEDED' };
  // The payment ended in another way: there is nothing left that this cancellation could give back.
  return isFinal(decide(payment.status, learnt).to) ? { cancellationId, status: 'FAILED' } : undefined;
}
