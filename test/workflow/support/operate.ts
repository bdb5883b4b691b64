/** An operator at the desk of a payment, and gateways that say nothing for long. */
import { defineUpdate } from '@temporalio/workflow';
import { expect } from 'vitest';
import type { ResolveRequest } from '../../../domain/operator.ts';
import type { Payment } from '../../../domain/payment.ts';
import { sendOperatorUpdate } from '../../../worker/send-operator-update.ts';
import { type OperatorAnswer, resolveUpdate, retryUpdate } from '../../../workflows/contract.ts';
import { budget, cancelRequest } from './requests.ts';
import type { Saga } from './saga.ts';

export const WHO = { who: 'kim', reason: 'the console says so' };
export const SILENT = { kind: 'unknown', why: 'timeout' } as const;

export async function retry(saga: Saga, payment: Payment): Promise<OperatorAnswer> {
  return await sendOperatorUpdate(saga.env.client, payment, { update: retryUpdate, request: WHO });
}

export async function resolve(
  saga: Saga,
  payment: Payment,
  request: Pick<ResolveRequest, 'outcome'> & Partial<ResolveRequest>,
): Promise<OperatorAnswer> {
  return await sendOperatorUpdate(saga.env.client, payment, {
    update: resolveUpdate,
    request: { ...WHO, ...request },
  });
}

/** Whatever somebody typed. */
export async function send(saga: Saga, payment: Payment, [name, input]: readonly [string, unknown]) {
  const update = defineUpdate<OperatorAnswer, [unknown]>(name);
  return await sendOperatorUpdate(saga.env.client, payment, { update, request: input });
}

/** Asked for an hour in vain: the next asking is minutes away. */
export async function unknownForAnHour(saga: Saga): Promise<Payment> {
  const payment = await saga.created();
  saga.gateway.standings.set(payment.paymentId, SILENT);
  const completing = saga.workflows.complete(payment, { pgTransactionId: 'tx-1' }, budget());
  await expect.poll(() => saga.statusOf(payment.paymentId), { timeout: 10_000 }).toBe('CONFIRMING');
  await saga.env.sleep('1h');
  await completing;
  return payment;
}

/** A cancellation that got no answer for an hour; the gateway says nothing at all. */
export async function cancellingForAnHour(saga: Saga, amount?: number) {
  const payment = await saga.paid();
  const held = saga.gateway.standings.get(payment.paymentId);
  if (held === undefined) throw new Error('it is paid');
  await saga.handleOf(payment.paymentId).result();
  saga.gateway.isSilentOnCancel = true;
  saga.gateway.standings.set(payment.paymentId, SILENT);
  const request = cancelRequest(amount === undefined ? {} : { amount });
  const cancelling = saga.workflows.cancel(payment, request, budget());
  await expect
    .poll(() => saga.payments.find(payment.paymentId)?.cancellations.length, { timeout: 10_000 })
    .toBe(1);
  await saga.env.sleep('1h');
  await cancelling;
  return { payment, cancellationId: request.cancellationId, held };
}
