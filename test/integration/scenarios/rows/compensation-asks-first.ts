/** Rule 4: what is given back by itself is asked for first, sent only while its key lives, and never given up. */
import { expect } from 'vitest';
import { hangs, ONE_OF_EACH } from '../support/faults.ts';
import { ends, type Row } from '../support/row.ts';
import { AMOUNT, type Stage } from '../support/stage.ts';
import { PAID } from './unknown-is-not-failed.ts';

/** Longer than any gateway remembers a key. */
const LONG_AGO = `now() - interval '16 days'`;

/** The first sending is lost, and by the next attempt its key has run out. */
async function loseFirstRefund(
  { gateway, world: { records } }: Stage,
  { paymentId, at }: { readonly paymentId: string; readonly at: 'before' | 'after' },
): Promise<{ whenAged: () => Promise<void> }> {
  await gateway.misbehave({ call: 'cancel', paymentId }, hangs(at));
  return {
    async whenAged() {
      await gateway.whenFaultTaken(paymentId);
      await records.query(
        `update cancellation set first_sent_at = ${LONG_AGO} where payment_id = '${paymentId}' and status = 'REQUESTED'`,
      );
    },
  };
}

export const COMPENSATION_ASKS_FIRST: readonly Row[] = [
  {
    rule: 4,
    guarantee: 'an approval that can never be recorded is given back',
    on: { PORTONE: ['cancel'], TOSS: ['cancel'] },
    faults: ONE_OF_EACH,
    async play({ paid, completed, arm, complete, world }) {
      const [other, mine] = [await completed(), await paid()];
      // It is on record as having paid another payment.
      await world.records.query(
        `update payment set pg_transaction_id = '${mine.pgTransactionId}' where payment_id = '${other.paymentId}'`,
      );
      await arm(mine);
      expect(await complete(mine)).toEqual([409, 'NOT_PAYABLE']);
      return mine.paymentId;
    },
    ends: () =>
      ends({
        ...{ status: 'FAILED', attention: 'UNRECORDABLE', approved: AMOUNT },
        cancellations: [`${AMOUNT} UNRECORDABLE SUCCEEDED`],
        events: ['payment.failed'],
      }),
  },
  {
    rule: 4,
    guarantee: 'a refund whose key has run out, and of which nothing is there, is begun anew as another one',
    on: { PORTONE: ['cancel'], TOSS: ['cancel'] },
    faults: ONE_OF_EACH,
    async play(stage) {
      const { created, cancel, moneyComes, complete, arm } = stage;
      const payment = await created();
      const { paymentId } = payment;
      expect(await cancel(payment)).toEqual([200, 'CANCELLED']);
      const late = await moneyComes(payment);
      const { whenAged } = await loseFirstRefund(stage, { paymentId, at: 'before' });
      expect(await complete(late)).toEqual([409, 'NOT_PAYABLE']);
      await whenAged();
      await arm(late);
      return paymentId;
    },
    ends: () =>
      ends({
        ...{ status: 'CANCELLED', approved: AMOUNT },
        cancellations: [
          '0 CLIENT SUCCEEDED',
          `${AMOUNT} LATE_MONEY FAILED`,
          `${AMOUNT} LATE_MONEY SUCCEEDED`,
        ],
        events: ['payment.cancelled', 'payment.late_money_returned'],
      }),
  },
  {
    rule: 4,
    guarantee: 'a cancellation whose key has run out, and which is there, is found and not sent again',
    on: { PORTONE: ['retrieve'], TOSS: ['retrieve'] },
    faults: ONE_OF_EACH,
    async play(stage) {
      const { completed, cancel, arm } = stage;
      const payment = await completed();
      const { whenAged } = await loseFirstRefund(stage, { paymentId: payment.paymentId, at: 'after' });
      const answer = cancel(payment);
      await whenAged();
      await arm(payment);
      expect(await answer).toEqual([200, 'CANCELLED']);
      return payment.paymentId;
    },
    ends: () =>
      ends({
        ...{ status: 'CANCELLED', approved: AMOUNT },
        cancellations: [`${AMOUNT} CLIENT SUCCEEDED`],
        events: ['payment.completed', 'payment.cancelled'],
      }),
  },
  {
    rule: 4,
    guarantee: 'a confirmation whose key has run out, and which is there, is found and not sent again',
    on: {
      PORTONE: { leftOut: 'the money moves in its window: we send no confirmation' },
      TOSS: ['retrieve'],
    },
    faults: ONE_OF_EACH,
    async play({ paid, complete, arm, gateway, world }) {
      const agreed = await paid();
      const { paymentId } = agreed;
      await gateway.misbehave({ call: 'confirm', paymentId }, hangs('after'));
      const answer = complete(agreed);
      await gateway.whenFaultTaken(paymentId);
      await world.records.query(
        `update payment set confirm_first_sent_at = ${LONG_AGO} where payment_id = '${paymentId}'`,
      );
      await arm(agreed);
      expect(await answer).toEqual([200, 'PAID']);
      return paymentId;
    },
    ends: () => PAID,
  },
];
