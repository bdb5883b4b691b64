/** Virtual accounts with time skipped: issued for three days, run out, and paid when it is too late. */
import { beforeEach, expect } from 'vitest';
import type { GatewayStanding } from '../../../domain/gateway-port.ts';
import type { Payment } from '../../../domain/payment.ts';
import { accountClosed, accountIssued, approved } from './fake-gateway.ts';
import { budget, cancelRequest } from './requests.ts';
import type { Saga } from './saga.ts';

export const DAY_MS = 24 * 3_600_000;
export const refundAccount = { bank: 'KOOKMIN', accountNumber: '98765432109876', holderName: 'Kim' };

export function virtualAccounts(saga: () => Saga) {
  beforeEach(() => {
    Object.assign(saga().gateway, { isSilentOnClose: false, refusesCancellations: false });
    saga().gateway.onClose = accountClosed;
  });

  function stands(paymentId: string, standing: GatewayStanding) {
    saga().gateway.standings.set(paymentId, standing);
  }

  function found(paymentId: string): Payment {
    const payment = saga().payments.find(paymentId);
    if (payment === null) throw new Error('no such payment');
    return payment;
  }

  async function complete(paymentId: string) {
    return await saga().workflows.complete(found(paymentId), { pgTransactionId: 'tx-1' }, budget());
  }

  async function look(paymentId: string) {
    return await saga().workflows.webhook(
      found(paymentId),
      { provider: 'PORTONE', deliveryId: crypto.randomUUID(), type: 'Transaction.Paid' },
      budget(),
    );
  }

  async function cancel(paymentId: string, more: Parameters<typeof cancelRequest>[0] = {}) {
    return await saga().workflows.cancel(found(paymentId), cancelRequest(more), budget());
  }

  async function ended(paymentId: string): Promise<Payment> {
    await saga().handleOf(paymentId).result();
    return found(paymentId);
  }

  function closings(paymentId: string): number {
    return saga().gateway.closed.filter((closed) => closed === paymentId).length;
  }

  /** Issued for three days, and told to the client. */
  async function waiting(): Promise<string> {
    const { paymentId } = await saga().created({ method: { type: 'VIRTUAL_ACCOUNT' } });
    const dueAt = new Date((await saga().env.currentTimeMs()) + 3 * DAY_MS).toISOString();
    stands(paymentId, accountIssued(dueAt));
    expect(await complete(paymentId)).toEqual({ kind: 'done' });
    return paymentId;
  }

  /** Nobody paid in, and the account is closed. */
  async function expired(): Promise<string> {
    const paymentId = await waiting();
    expect((await ended(paymentId)).status).toBe('EXPIRED');
    return paymentId;
  }

  /** Its money came all the same, and waits to be told where to. */
  async function paidTooLate(): Promise<string> {
    const paymentId = await expired();
    stands(paymentId, approved(10_000));
    await look(paymentId);
    expect(await ended(paymentId)).toMatchObject({
      status: 'EXPIRED',
      attention: 'REFUND_ACCOUNT_NEEDED',
      cancellations: [{ origin: 'LATE_MONEY', status: 'AWAITING_REFUND_ACCOUNT', amount: 10_000 }],
    });
    return paymentId;
  }

  return { stands, found, complete, look, cancel, ended, closings, waiting, paidTooLate };
}
