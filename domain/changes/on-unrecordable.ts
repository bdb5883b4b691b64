/**
 * An approval that a rule of our database refuses to record, for good (the transaction paid another payment, say): the
 * money goes back, its row committed first; a person looks (rule 4). A database that is merely down is waited for.
 */
import { EVENT_ON_ENTERING } from '../events.ts';
import type { GatewayStanding } from '../gateway-port.ts';
import { transitionId } from '../ids.ts';
import { remainingAtGateway } from '../learn.ts';
import { cancellationInFlight, type Payment } from '../payment.ts';
import { decide } from '../state-table.ts';
import { attentionChange } from './on-attention.ts';
import type { PaymentChange } from './payment-change.ts';

export function changeOnUnrecordable(payment: Payment, standing: GatewayStanding): PaymentChange | null {
  const { to, duty } = decide(payment.status, 'unrecordable');
  const isHolding = standing.kind === 'approved' || standing.kind === 'cancelled';
  if (!isHolding || duty !== 'give_back') return attentionChange(payment, 'UNRECORDABLE');
  const asked = cancellationInFlight(payment);
  return {
    paymentId: payment.paymentId,
    fromVersion: payment.version,
    transitionId: transitionId(payment.version, 'unrecordable'),
    to,
    // Not its transaction id: that is what could not be recorded.
    set: { held: standing.total, attention: 'UNRECORDABLE' },
    amend: asked === undefined ? undefined : { cancellationId: asked.cancellationId, status: 'FAILED' },
    open: {
      identity: { kind: 'derived', pgId: standing.pgTransactionId },
      amount: remainingAtGateway(standing),
      reason: 'Could not be recorded',
      origin: 'UNRECORDABLE',
      status: 'REQUESTED',
    },
    event: to === payment.status ? undefined : (EVENT_ON_ENTERING[to] ?? undefined),
  };
}
