/** Rule 5, races: a cancellation against completing, against a payment's time, against a webhook. Each ends in one way. */
import { expect } from 'vitest';
import { waitUntil } from '../../../../sandbox/wait.ts';
import { sendWebhooks, sentWebhooks } from '../../../support/webhooks.ts';
import { ONE_OF_EACH } from '../support/faults.ts';
import { ends, type Row } from '../support/row.ts';
import { AMOUNT, CARDS } from '../support/stage.ts';

const PAID_AND_GIVEN_BACK = ends({
  ...{ status: 'CANCELLED', approved: AMOUNT },
  cancellations: [`${AMOUNT} CLIENT SUCCEEDED`],
  events: ['payment.completed', 'payment.cancelled'],
});
const NEVER_PAID = ends({
  ...{ status: 'CANCELLED', cancellations: ['0 CLIENT SUCCEEDED'] },
  events: ['payment.cancelled'],
});

export const CANCEL_AGAINST_THE_REST: readonly Row[] = [
  {
    rule: 5,
    guarantee: 'cancelled while it is completed, it is given back, or was never paid',
    on: { PORTONE: ['retrieve'], TOSS: ['confirm'] },
    faults: ONE_OF_EACH,
    isRace: true,
    async play({ paid, arm, complete, cancel }) {
      const payment = await paid();
      await arm(payment);
      const [completed, cancelled] = await Promise.all([complete(payment), cancel(payment)]);
      expect([200, 409]).toContain(completed[0]);
      expect(cancelled).toEqual([200, 'CANCELLED']);
      return payment.paymentId;
    },
    // At Toss nothing moves before it is completed.
    ends: ({ provider }) => (provider === 'TOSS' ? [PAID_AND_GIVEN_BACK, NEVER_PAID] : PAID_AND_GIVEN_BACK),
  },
  {
    rule: 5,
    guarantee: 'cancelled while the gateway cannot tell, it is given back when it is paid after all',
    on: { PORTONE: ['cancel'], TOSS: ['cancel'] },
    faults: ONE_OF_EACH,
    async play({ created, visited, arm, completeOnce, untilStatus, cancel, world, act }) {
      const payment = await visited(await created(), CARDS.pending);
      const { paymentId } = payment;
      expect((await completeOnce(payment)).status).toBe(202);
      await untilStatus('CONFIRMING', paymentId);
      await arm(payment);
      const answer = cancel(payment);
      const isAsked = async () => (await world.records.booksOf(paymentId))?.cancellations[0];
      await waitUntil(isAsked, { what: 'the cancellation is on record', deadlineMs: 20_000, everyMs: 100 });
      await act({ action: 'settle_payment', paymentId, outcome: 'approve' });
      expect(await answer).toEqual([200, 'CANCELLED']);
      return paymentId;
    },
    ends: () => PAID_AND_GIVEN_BACK,
  },
  {
    rule: 5,
    guarantee: 'cancelled when its time is over, it has ended in one of the two ways',
    on: { PORTONE: ['retrieve'], TOSS: ['retrieve'] },
    faults: ONE_OF_EACH,
    async play({ created, arm, complete, cancel, world }) {
      const { paymentId } = await created();
      await world.overdue(paymentId);
      await arm({ paymentId });
      const [completed, cancelled] = await Promise.all([
        complete({ paymentId, pgTransactionId: 'of-nothing-there' }),
        cancel({ paymentId }),
      ]);
      expect(completed).toEqual([409, 'NOT_PAYABLE']);
      expect([
        [200, 'CANCELLED'],
        [409, 'NOT_CANCELLABLE'],
      ]).toContainEqual(cancelled);
      return paymentId;
    },
    ends: () => [NEVER_PAID, ends({ status: 'EXPIRED', events: ['payment.expired'] })],
  },
  {
    rule: 5,
    guarantee: 'cancelled while a webhook tells that it is paid, it is given back',
    on: { PORTONE: ['retrieve'], TOSS: ['retrieve'] },
    faults: ONE_OF_EACH,
    async play({ created, moneyComes, provider, arm, cancel }) {
      const payment = await moneyComes(await created());
      const { paymentId } = payment;
      await arm(payment);
      const type = provider === 'TOSS' ? 'PAYMENT_STATUS_CHANGED' : 'Transaction.Paid';
      const [cancelled] = await Promise.all([cancel(payment), sendWebhooks(paymentId, type)]);
      expect(cancelled).toEqual([200, 'CANCELLED']);
      const isTaken = async () => {
        const sent = await sentWebhooks(paymentId);
        return sent.every(({ state }) => state === 'acknowledged') || undefined;
      };
      await waitUntil(isTaken, { what: 'its webhook is acknowledged', deadlineMs: 30_000, everyMs: 200 });
      return paymentId;
    },
    ends: () => PAID_AND_GIVEN_BACK,
  },
];
