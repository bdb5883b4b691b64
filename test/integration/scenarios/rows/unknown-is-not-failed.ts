/** Rule 1: whatever becomes of a call, the gateway is asked until it is known, and then that is what holds. */
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { EVERY_FAULT, ONE_OF_EACH } from '../support/faults.ts';
import { ends, type Row } from '../support/row.ts';
import { AMOUNT, CARDS, type Stage } from '../support/stage.ts';

export const PAID = ends({
  ...{ status: 'PAID', approved: AMOUNT, held: AMOUNT },
  events: ['payment.completed'],
});

export const UNKNOWN_IS_NOT_FAILED: readonly Row[] = [
  {
    rule: 1,
    guarantee: 'a payment is paid, once',
    on: { PORTONE: ['retrieve'], TOSS: ['confirm'] },
    faults: EVERY_FAULT,
    play: payAndComplete,
    ends: () => PAID,
  },
  {
    rule: 1,
    guarantee: 'what the customer agreed to is confirmed, once',
    on: { PORTONE: { leftOut: 'the money moves in its window: nothing is confirmed' }, TOSS: ['retrieve'] },
    faults: ONE_OF_EACH,
    play: payAndComplete,
    ends: () => PAID,
  },
  {
    rule: 1,
    guarantee: 'money is given back, once',
    on: { PORTONE: ['cancel'], TOSS: ['cancel'] },
    faults: EVERY_FAULT,
    async play({ completed, arm, cancel }) {
      const payment = await completed();
      await arm(payment);
      const part = { amount: 4_000, key: randomUUID() };
      expect(await cancel(payment, part)).toEqual([200, 'PARTIALLY_CANCELLED']);
      return payment.paymentId;
    },
    ends: () =>
      ends({
        ...{ status: 'PARTIALLY_CANCELLED', approved: AMOUNT, held: 6_000 },
        cancellations: ['4000 CLIENT SUCCEEDED'],
        events: ['payment.completed', 'payment.partially_cancelled'],
      }),
  },
  {
    rule: 1,
    guarantee: 'a cancellation whose answer was lost is asked for until the gateway can tell, and sent once',
    on: { PORTONE: ['retrieve'], TOSS: ['retrieve'] },
    faults: ONE_OF_EACH,
    async play({ completed, arm, cancel, misbehave }) {
      const payment = await completed();
      await misbehave({ call: 'cancel', paymentId: payment.paymentId }, { kind: 'reset', at: 'after' });
      await arm(payment);
      expect(await cancel(payment)).toEqual([200, 'CANCELLED']);
      return payment.paymentId;
    },
    ends: () =>
      ends({
        ...{ status: 'CANCELLED', approved: AMOUNT },
        cancellations: ['10000 CLIENT SUCCEEDED'],
        events: ['payment.completed', 'payment.cancelled'],
      }),
  },
  {
    rule: 1,
    guarantee: 'what the issuer declines has failed, and nothing else has',
    on: { PORTONE: ['retrieve'], TOSS: ['confirm'] },
    faults: ONE_OF_EACH,
    async play({ created, visited, arm, complete }) {
      const payment = await visited(await created(), CARDS.declined);
      await arm(payment);
      expect(await complete(payment)).toEqual([402, 'PAYMENT_DECLINED']);
      expect(await complete(payment)).toEqual([402, 'PAYMENT_DECLINED']);
      return payment.paymentId;
    },
    ends: () => ends({ status: 'FAILED', events: ['payment.failed'] }),
  },
  {
    rule: 1,
    guarantee: 'what is pending there is told as not known yet, and paid when it is settled',
    on: { PORTONE: ['retrieve'], TOSS: ['confirm'] },
    faults: ONE_OF_EACH,
    async play({ created, visited, arm, complete, completeOnce, untilStatus, gateway, act }) {
      const payment = await visited(await created(), CARDS.pending);
      const { paymentId } = payment;
      await arm(payment);
      const told = await completeOnce(payment);
      expect(told.status).toBe(202);
      expect(told.headers.get('location')).toBe(`/api/v1/payments/${paymentId}`);
      expect(Number(told.headers.get('retry-after'))).toBeGreaterThan(0);
      await gateway.whenJournalled(paymentId, 'attempt_pending');
      await untilStatus('CONFIRMING', paymentId);
      await act({ action: 'settle_payment', paymentId, outcome: 'approve' });
      expect(await complete(payment)).toEqual([200, 'PAID']);
      return paymentId;
    },
    ends: () => PAID,
  },
  {
    rule: 1,
    guarantee: 'no payment expires without the gateway having been asked',
    on: { PORTONE: ['retrieve'], TOSS: ['retrieve'] },
    faults: ONE_OF_EACH,
    async play({ created, arm, complete, world }) {
      const { paymentId } = await created();
      await world.overdue(paymentId);
      await arm({ paymentId });
      const answer = await complete({ paymentId, pgTransactionId: 'of-nothing-there' });
      expect(answer).toEqual([409, 'NOT_PAYABLE']);
      return paymentId;
    },
    ends: () => ends({ status: 'EXPIRED', events: ['payment.expired'] }),
  },
];

async function payAndComplete({ paid, arm, complete }: Stage): Promise<string> {
  const payment = await paid();
  await arm(payment);
  expect(await complete(payment)).toEqual([200, 'PAID']);
  return payment.paymentId;
}
