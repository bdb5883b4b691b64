/** The row and its owner, before anything else: unknown, or another user's, is the same 404. */
import type { Payment } from '../../../domain/payment.ts';
import type { PaymentReader } from '../../deps.ts';
import { Problem } from '../../problem.ts';

export async function findOwn(payments: PaymentReader, paymentId: string, userId: string): Promise<Payment> {
  const payment = COULD_BE_OURS.test(paymentId) ? await payments.findOwn(paymentId, userId) : null;
  if (payment === null) throw new Problem('PAYMENT_NOT_FOUND');
  return payment;
}

/** Spares the database what it could not even compare (a NUL, halves of surrogate pairs, a megabyte). */
const COULD_BE_OURS = /^[\x21-\x7e]{1,100}$/;
