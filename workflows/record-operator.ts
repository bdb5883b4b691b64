/** What an operator did, on record, and the answers that operators get. */
import type { PaymentChange } from '../domain/changes/payment-change.ts';
import type { OperatorAction, OperatorResult } from '../domain/operator.ts';
import type { Payment } from '../domain/payment.ts';
import type { OperatorAnswer, OperatorRefusal } from './contract.ts';
import type { OperatorEntry } from './desk.ts';
import { known, type Saga } from './saga.ts';
import { type Written, write } from './write.ts';

/** Writes the change and keeps what operators did at hand, for current details and the query. */
export async function record(
  saga: Saga,
  action: OperatorAction,
  decide: (payment: Payment) => PaymentChange | null,
): Promise<Written> {
  let change: PaymentChange | null = null;
  let fromStatus = known(saga).status;
  const at = new Date(Date.now()).toISOString();
  const before = saga.actions;
  const written = await write(saga, (payment) => {
    change = decide(payment);
    fromStatus = payment.status;
    if (change !== null) {
      const { to: toStatus, transitionId } = change;
      // Before it is written, so that the details that follow the writing show it.
      saga.actions = [...before, { ...action, at, fromStatus, toStatus, transitionId }];
    }
    return change;
  });
  if (written !== 'written') saga.actions = before;
  return written;
}

export function actionOf({ kind, request }: OperatorEntry, result: OperatorResult): OperatorAction {
  const { who, reason } = request;
  const outcome = 'outcome' in request ? request.outcome : null;
  const cancellationId = 'outcome' in request ? (request.cancellationId ?? null) : null;
  return { action: kind, outcome, result, cancellationId, who, reason };
}

export function answered(
  saga: Saga,
  kind: 'overridden' | 'answered_by_gateway' | 'acknowledged',
): OperatorAnswer {
  const { status, attention } = known(saga);
  return { kind, status, attention };
}

export function refused(code: OperatorRefusal, why: string): OperatorAnswer {
  return { kind: 'refused', code, why: [why] };
}
