/**
 * An approval that a rule of our database refuses to record, for good (the transaction paid another payment, say): the
 * money goes back, its row committed first; a person looks (rule 4). A database that is merely down is waited for.
 */
import { EVENT_ON_ENTERING } from '../events.ts';
import type { GatewayStanding } from '../gateway-port.ts';
import { isHolding, leftToGiveBack } from '../holding.ts';
import { transitionId } from '../ids.ts';
import { cancellationInFlight, type Payment } from '../payment.ts';
import { decide } from '../state-table.ts';
import { attentionChange } from './on-attention.ts';
import { attentionOf, ownRefund } from './own-refund.ts';
import type { PaymentChange } from './payment-change.ts';

export function changeOnUnrecordable(payment: Payment, standing: GatewayStanding): PaymentChange | null {
  const { to, duty } = decide(payment.status, 'unrecordable');
  const asked = cancellationInFlight(payment);
  // One that may have been sent is not given up for another: its end is waited for.
  const isUnderWay = asked !== undefined && asked.amount > 0;
  if (!isHolding(standing) || isUnderWay || duty !== 'give_back' || leftToGiveBack(standing) <= 0) {
    return attentionChange(payment, 'UNRECORDABLE');
  }
  const refund = ownRefund(payment, standing, 'UNRECORDABLE');
  return {
    paymentId: payment.paymentId,
    fromVersion: payment.version,
    transitionId: transitionId(payment.version, 'unrecordable'),
    to,
    // Not its transaction id: that is what could not be recorded.
    set: { held: standing.total, attention: attentionOf(refund) ?? 'UNRECORDABLE' },
    amend: asked === undefined ? undefined : { cancellationId: asked.cancellationId, status: 'FAILED' },
    open: refund,
    event: to === payment.status ? undefined : (EVENT_ON_ENTERING[to] ?? undefined),
  };
}
