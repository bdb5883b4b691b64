/** Loads what is committed: how a re-opened workflow begins. */

import { createPaymentReader } from '../db/stores/payment-reader.ts';
import type { Payment } from '../domain/payment.ts';
import type { ActivityDeps } from './deps.ts';
import { translated } from './failures.ts';

export function createDbLoadPayment(deps: ActivityDeps) {
  const reader = createPaymentReader(deps);
  return async function dbLoadPayment(paymentId: string): Promise<Payment | null> {
    return await translated(async () => await reader.findById(paymentId));
  };
}
