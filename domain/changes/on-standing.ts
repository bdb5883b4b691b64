/** What the gateway says → the one change it brings; null when it brings none. Apply again until null. */
import { EVENT_ON_ENTERING } from '../events.ts';
import type { GatewayStanding, Holding } from '../gateway-port.ts';
import { type CancellationNews, leftToGiveBack, newsIn } from '../holding.ts';
import { transitionId } from '../ids.ts';
import { learn } from '../learn.ts';
import { isSameMoney } from '../money.ts';
import { cancellationInFlight, type Payment } from '../payment.ts';
import { type Decision, decide, isFinal, type Learnt } from '../state-table.ts';
import { attentionChange } from './on-attention.ts';
import { ownRefund } from './own-refund.ts';
import type { CancellationFields, NewCancellation, PaymentChange, PaymentFields } from './payment-change.ts';

export function changeOnStanding(
  payment: Payment,
  standing: GatewayStanding,
  nowMs: number,
): PaymentChange | null {
  const learnt = learn(payment, standing, nowMs);
  if (learnt === null) return withoutSilence(payment);
  const decision = decide(payment.status, learnt);
  if (decision.duty === 'attention') {
    return attentionChange(payment, learnt === 'foreign' ? 'FOREIGN_TRANSACTION' : 'GATEWAY_CONTRADICTS');
  }
  const holding = standing.kind === 'approved' || standing.kind === 'cancelled' ? standing : undefined;
  const rows = holding === undefined ? {} : rowsOf(payment, holding, decision);
  const amend = rows.amend ?? askedBefore(payment, holding, learnt);
  const isMove = decision.to !== payment.status;
  if (!isMove && rows.open === undefined && amend === undefined) return withoutSilence(payment);
  const isNews = rows.news !== undefined && !isFinal(payment.status);
  return {
    paymentId: payment.paymentId,
    fromVersion: payment.version,
    transitionId: transitionId(payment.version, learnt),
    to: decision.to,
    set: {
      ...(payment.attention === 'GATEWAY_SILENT' ? { attention: null } : {}),
      ...fieldsOf(payment, standing, learnt),
    },
    open: rows.open,
    amend,
    event: isMove || isNews ? (EVENT_ON_ENTERING[decision.to] ?? undefined) : undefined,
  };
}

/** The gateway has answered: nobody needs to look at its silence any more. */
function withoutSilence(payment: Payment): PaymentChange | null {
  return payment.attention === 'GATEWAY_SILENT' ? attentionChange(payment, null) : null;
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

type Rows = {
  readonly open?: NewCancellation | undefined;
  readonly amend?: CancellationFields | undefined;
  readonly news?: CancellationNews | undefined;
};

/** The money to give back, or else what was given back there and is not on our books. */
function rowsOf(payment: Payment, holding: Holding, decision: Decision): Rows {
  if (decision.duty === 'give_back') {
    const ordered = { amountMinor: payment.amount, currency: payment.currency };
    const origin = isSameMoney(holding.total, ordered) ? 'LATE_MONEY' : 'MISMATCH';
    return { open: ownRefund(payment, holding, origin) };
  }
  const news = decision.to === 'PAID' ? undefined : newsIn(payment, holding);
  if (news === undefined) return {};
  const { pgCancellationId, amountMinor } = news.cancellation;
  if (news.kind === 'revived') {
    const { cancellationId } = news.row;
    return { news, amend: { cancellationId, status: 'SUCCEEDED', amount: amountMinor, pgCancellationId } };
  }
  const external: NewCancellation = {
    identity: { kind: 'derived', pgId: pgCancellationId },
    amount: amountMinor,
    reason: 'Cancelled at the payment gateway',
    origin: 'EXTERNAL',
    status: 'SUCCEEDED',
    pgCancellationId,
  };
  return { news, open: external };
}

/** A cancellation that was asked for before it was known whether there was money. */
export function askedBefore(
  payment: Payment,
  holding: Holding | undefined,
  learnt: Learnt,
): CancellationFields | undefined {
  const asked = cancellationInFlight(payment);
  if (asked === undefined || asked.amount !== 0) return undefined;
  const { cancellationId } = asked;
  if (learnt === 'approved' && holding !== undefined)
    return { cancellationId, amount: leftToGiveBack(holding) };
  if (learnt === 'not_started_cancel_asked') return { cancellationId, status: 'SUCCEEDED' };
  // The payment ended in another way: there is nothing left that this cancellation could give back.
  return isFinal(decide(payment.status, learnt).to) ? { cancellationId, status: 'FAILED' } : undefined;
}
