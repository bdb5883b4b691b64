/** A person is called with a reason that the records bear out: one who is called in vain stops coming. */
import type { AttentionReason } from '../../../domain/attention.ts';
import { isOwnRefund } from '../../../domain/holding.ts';
import type { OfPayment } from '../records.ts';
import { sum } from './sum.ts';

type IsSo = (of: OfPayment) => boolean;

/** What the gateway can be made to say of money that it holds otherwise. */
const LIES = ['wrong_amount', 'wrong_currency'];

/** The reasons not named here are about what was so for a while, or about words that no record keeps. */
const BORNE_OUT: Readonly<Partial<Record<AttentionReason, IsSo>>> = {
  CANCELLATION_UNSETTLED: ({ payment }) =>
    payment.cancellations.some((row) => isOwnRefund(row) && row.status === 'FAILED'),
  REFUND_ACCOUNT_NEEDED: ({ payment }) =>
    payment.cancellations.some(({ status }) => status === 'AWAITING_REFUND_ACCOUNT'),
  UNRECORDABLE: ({ payment }) => payment.cancellations.some(({ origin }) => origin === 'UNRECORDABLE'),
  GATEWAY_CONTRADICTS: ({ payment, journal }) => {
    const totals = journal.map((entry) => {
      if (entry.type === 'approved') return entry.amountMinor;
      return entry.type === 'deposit_reversed' ? -entry.amountMinor : 0;
    });
    const isReversed = journal.some(({ type }) => type === 'deposit_reversed');
    const isMisreported = journal.some((entry) => entry.type === 'call' && LIES.includes(entry.fault ?? ''));
    return isReversed || isMisreported || sum(totals) !== (payment.held ?? 0);
  },
  // Set where a rule of the database refuses what should never break one.
  RECORDING_BLOCKED: () => false,
};

export function* attention(of: OfPayment): Generator<string> {
  const { attention: reason } = of.payment;
  if (reason === null || BORNE_OUT[reason]?.(of) !== false) return;
  yield `a person was called for ${reason}, which no record bears out`;
}
