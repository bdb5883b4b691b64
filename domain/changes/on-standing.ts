/** What the gateway says → the one change it brings; null when it brings none. Apply again until null. */

import { isAccountMismatched } from '../closing.ts';
import { EVENT_ON_ENTERING } from '../events.ts';
import type { GatewayStanding, Holding } from '../gateway-port.ts';
import { type CancellationNews, isHolding, leftToGiveBack, newsIn } from '../holding.ts';
import { transitionId } from '../ids.ts';
import { learn } from '../learn.ts';
import { isSameMoney } from '../money.ts';
import { cancellationInFlight, needsRefundAccount, type Payment, type VirtualAccount } from '../payment.ts';
import { type Decision, decide, isFinal, isOpen, type Learnt } from '../state-table.ts';
import { makeRoom } from './make-room.ts';
import { attentionChange } from './on-attention.ts';
import { attentionOf, ownRefund } from './own-refund.ts';
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
  const holding = isHolding(standing) ? standing : undefined;
  const room = holding === undefined ? null : makeRoom(payment, holding);
  if (room !== null) return room;
  const rows = rowsOf(payment, standing, decision);
  const amend = rows.amend ?? askedBefore(payment, holding, learnt);
  const isMove = decision.to !== payment.status;
  const isUnchanged =
    rows.open === undefined && amend === undefined && !isAccountNews(payment, standing, learnt);
  if (!isMove && isUnchanged) return withoutSilence(payment);
  const isNews = rows.news !== undefined && !isFinal(payment.status);
  const needsAccount = attentionOf(rows.open) ?? attentionOf(amend);
  return {
    paymentId: payment.paymentId,
    fromVersion: payment.version,
    transitionId: transitionId(payment.version, learnt),
    to: decision.to,
    set: {
      ...(payment.attention === 'GATEWAY_SILENT' ? { attention: null } : {}),
      ...fieldsOf(payment, standing, learnt),
      ...(needsAccount === undefined ? {} : { attention: needsAccount }),
    },
    open: rows.open,
    amend,
    event: isMove || isNews ? (EVENT_ON_ENTERING[decision.to] ?? undefined) : undefined,
  };
}

/** The first account, another one from a window that was opened again, or one for a wrong amount. */
function isAccountNews(payment: Payment, standing: GatewayStanding, learnt: Learnt): boolean {
  if (standing.kind !== 'account_issued' || !isOpen(payment.status)) return false;
  return learnt === 'account_mismatched'
    ? !isAccountMismatched(payment)
    : !isSameAccount(payment.virtualAccount, standing.account);
}

function isSameAccount(
  known: VirtualAccount | null,
  { bank, accountNumber, dueAt }: VirtualAccount,
): boolean {
  return known?.bank === bank && known.accountNumber === accountNumber && known.dueAt === dueAt;
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
        ...(learnt === 'mismatched' ? MISMATCHED : {}),
        // Of an account for a wrong amount nothing came: what was ordered was paid all the same.
        ...(learnt === 'approved' && payment.failureCode !== null && isOpen(payment.status)
          ? { failureCode: null }
          : {}),
      };
    case 'account_issued':
      return {
        pgTransactionId: standing.pgTransactionId,
        ...(learnt === 'account_mismatched'
          ? { ...MISMATCHED, confirmation: null }
          : { virtualAccount: standing.account, expiresAt: standing.account.dueAt }),
      };
    case 'account_closed':
      return {
        ...(payment.pgTransactionId === null ? { pgTransactionId: standing.pgTransactionId } : {}),
        ...(learnt === 'account_closed_mismatched' ? MISMATCHED : {}),
      };
    case 'declined':
      return { pgTransactionId: standing.pgTransactionId, decline: standing.decline };
    case 'not_started':
    case 'awaiting_confirm':
    case 'pending':
    case 'unknown':
      return undefined;
  }
}

const MISMATCHED = { failureCode: 'AMOUNT_MISMATCH', attention: 'AMOUNT_MISMATCH' } as const;

type Rows = {
  readonly open?: NewCancellation | undefined;
  readonly amend?: CancellationFields | undefined;
  readonly news?: CancellationNews | undefined;
};

/** The money to give back, or else what was given back or closed there and is not on our books. */
function rowsOf(payment: Payment, standing: GatewayStanding, decision: Decision): Rows {
  if (standing.kind === 'account_closed')
    return decision.duty === 'record_external' ? { open: closedElsewhere(standing.pgTransactionId) } : {};
  return isHolding(standing) ? rowsOfHolding(payment, standing, decision) : {};
}

/** Nothing was paid in: a row of 0 tells who ended the payment. */
function closedElsewhere(pgTransactionId: string): NewCancellation {
  return {
    identity: { kind: 'derived', pgId: pgTransactionId },
    amount: 0,
    reason: 'Account closed at the payment gateway',
    origin: 'EXTERNAL',
    status: 'SUCCEEDED',
  };
}

function rowsOfHolding(payment: Payment, holding: Holding, decision: Decision): Rows {
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
  if (learnt === 'approved' && holding !== undefined) {
    const isWaiting = needsRefundAccount(payment) && !asked.hasRefundAccount;
    const amount = leftToGiveBack(holding);
    return { cancellationId, amount, ...(isWaiting ? { status: 'AWAITING_REFUND_ACCOUNT' } : {}) };
  }
  if (learnt === 'not_started_cancel_asked' || learnt === 'account_closed_cancel_asked')
    return { cancellationId, status: 'SUCCEEDED' };
  // The payment ended in another way: there is nothing left that this cancellation could give back.
  return isFinal(decide(payment.status, learnt).to) ? { cancellationId, status: 'FAILED' } : undefined;
}
