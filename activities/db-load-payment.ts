/**
 * Loads what is committed: how a re-opened workflow begins. Beside the record stands what a run must know and cannot
 * read by itself, so that it is in the run's history (docs/decisions/0021).
 */

import { listOperatorActions } from '../db/stores/operator-actions.ts';
import { createPaymentReader } from '../db/stores/payment-reader.ts';
import type { RecordedOperatorAction } from '../domain/operator.ts';
import type { Payment } from '../domain/payment.ts';
import type { ActivityDeps } from './deps.ts';
import { translated } from './failures.ts';

export type LoadedPayment = Payment & {
  /** Absent in histories that are older than it. */
  readonly beside?: {
    readonly attentionAfterMs: number;
    /** Oldest first. */
    readonly operatorActions: readonly RecordedOperatorAction[];
  };
};

const LATEST_ACTIONS = 10;

export function createDbLoadPayment({ database, keyRing, attentionAfterMs }: ActivityDeps) {
  const reader = createPaymentReader({ database, keyRing });
  return async function dbLoadPayment(paymentId: string): Promise<LoadedPayment | null> {
    return await translated(async () => {
      const [payment, operatorActions] = await Promise.all([
        reader.findById(paymentId),
        listOperatorActions(database, { keyRing, paymentId, limit: LATEST_ACTIONS }),
      ]);
      return payment === null ? null : { ...payment, beside: { attentionAfterMs, operatorActions } };
    });
  };
}
