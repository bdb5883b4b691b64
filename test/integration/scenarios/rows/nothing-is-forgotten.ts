/** Rule 7: what lost its workflow is opened again by the sweep, from what is committed. */
import { expect } from 'vitest';
import { waitUntil } from '../../../../sandbox/wait.ts';
import { NONE, ONE_OF_EACH } from '../support/faults.ts';
import { ends, type Row } from '../support/row.ts';
import { AMOUNT, CARDS, type Stage } from '../support/stage.ts';
import { PAID } from './unknown-is-not-failed.ts';

export async function sweptTo(status: string, { world }: Stage, paymentId: string): Promise<void> {
  await world.sweepUntil(async () => (await world.records.booksOf(paymentId))?.status === status);
}

export const NOTHING_IS_FORGOTTEN: readonly Row[] = [
  {
    rule: 7,
    guarantee: 'a payment whose outcome was open is settled',
    on: { PORTONE: ['retrieve'], TOSS: ['retrieve'] },
    faults: ONE_OF_EACH,
    async play(stage) {
      const { created, visited, completeOnce, untilStatus, arm, act, world } = stage;
      const payment = await visited(await created(), CARDS.pending);
      const { paymentId } = payment;
      expect((await completeOnce(payment)).status).toBe(202);
      await untilStatus('CONFIRMING', paymentId);
      await world.forget(paymentId);
      await arm(payment);
      await act({ action: 'settle_payment', paymentId, outcome: 'approve' });
      await sweptTo('PAID', stage, paymentId);
      return paymentId;
    },
    ends: () => PAID,
  },
  {
    rule: 7,
    guarantee: 'a cancellation that was sent is finished, and not sent again',
    on: { PORTONE: ['retrieve'], TOSS: ['retrieve'] },
    faults: ONE_OF_EACH,
    async play(stage) {
      const { completed, cancelOnce, misbehave, arm, act, gateway, world } = stage;
      const payment = await completed();
      const { paymentId } = payment;
      await misbehave({ call: 'cancel', paymentId }, { kind: 'asynchronous_cancel' });
      expect((await cancelOnce(payment)).status).toBe(202);
      await gateway.whenJournalled(paymentId, 'cancellation_requested');
      await world.forget(paymentId);
      await arm(payment);
      await act({ action: 'settle_cancellation', paymentId, outcome: 'SUCCEEDED' });
      await sweptTo('CANCELLED', stage, paymentId);
      return paymentId;
    },
    ends: () =>
      ends({
        ...{ status: 'CANCELLED', approved: AMOUNT },
        cancellations: [`${AMOUNT} CLIENT SUCCEEDED`],
        events: ['payment.completed', 'payment.cancelled'],
      }),
  },
  {
    rule: 7,
    guarantee: 'an event that nobody published is, under the id that it always had',
    on: { PORTONE: ['retrieve'], TOSS: ['retrieve'] },
    // What goes wrong on the way to Kafka: test/integration/crash/kafka-down.test.ts.
    faults: [NONE],
    async play({ completed, world: { records, ...world } }) {
      const { paymentId } = await completed();
      await world.atRest(paymentId);
      const copies = () => records.publishedOf(paymentId).length;
      await waitUntil(() => copies() === 1 || undefined, { what: 'its event', deadlineMs: 20_000 });
      await records.query(`update outbox_event set published_at = null where aggregateid = '${paymentId}'`);
      await records.query(
        `update payment set published_sequence = 0, updated_at = now() - interval '1 hour' where payment_id = '${paymentId}'`,
      );
      await world.sweepUntil(async () => copies() === 2);
      return paymentId;
    },
    ends: () => PAID,
  },
];
