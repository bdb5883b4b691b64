/** Rule 6: repeats and conflicts change nothing more; whoever asks again is told of what stands. */
import { randomUUID } from 'node:crypto';
import { expect, inject } from 'vitest';
import { commitUnseen } from '../../crash/support/lost-update.ts';
import { ONE_OF_EACH } from '../support/faults.ts';
import { ends, type Row } from '../support/row.ts';
import { AMOUNT } from '../support/stage.ts';
import { PAID } from './unknown-is-not-failed.ts';

export const ONE_TRANSACTION_ONCE: readonly Row[] = [
  {
    rule: 6,
    guarantee: 'completed three times at once, it is paid once, and told of once',
    on: { PORTONE: ['retrieve'], TOSS: ['confirm'] },
    faults: ONE_OF_EACH,
    async play({ paid, arm, complete }) {
      const payment = await paid();
      await arm(payment);
      const answers = await Promise.all([1, 2, 3].map(async () => await complete(payment)));
      expect(answers).toEqual(answers.map(() => [200, 'PAID']));
      return payment.paymentId;
    },
    ends: () => PAID,
  },
  {
    rule: 6,
    guarantee: 'cancelled three times at once under one key, it is given back once; under it nothing else is',
    on: { PORTONE: ['cancel'], TOSS: ['cancel'] },
    faults: ONE_OF_EACH,
    async play({ completed, arm, cancel }) {
      const payment = await completed();
      await arm(payment);
      const part = { amount: 4_000, key: randomUUID() };
      const answers = await Promise.all([1, 2, 3].map(async () => await cancel(payment, part)));
      expect(answers).toEqual(answers.map(() => [200, 'PARTIALLY_CANCELLED']));
      const other = { ...part, amount: 5_000 };
      expect(await cancel(payment, other)).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
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
    rule: 6,
    guarantee: 'a run that was overtaken decides anew from what is on record, and overwrites nothing',
    on: { PORTONE: ['retrieve'], TOSS: ['retrieve'] },
    faults: ONE_OF_EACH,
    async play({ created, moneyComes, arm, complete, cancel }) {
      const payment = await moneyComes(await created());
      await commitUnseen(inject('live').environment, payment);
      await arm(payment);
      // The open run still takes it for READY: what the gateway cannot tell would be CONFIRMING.
      expect(await complete(payment)).toEqual([200, 'PAID']);
      expect(await cancel(payment)).toEqual([200, 'CANCELLED']);
      return payment.paymentId;
    },
    ends: () =>
      ends({
        ...{ status: 'CANCELLED', approved: AMOUNT },
        cancellations: [`${AMOUNT} CLIENT SUCCEEDED`],
        events: ['payment.completed', 'payment.cancelled'],
      }),
  },
];
