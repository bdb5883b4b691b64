/** Rule 3: what comes in on a payment that has ended goes back by itself; the state stays. */
import { expect } from 'vitest';
import { NONE, ONE_OF_EACH } from '../support/faults.ts';
import { type End, ends, type Row } from '../support/row.ts';
import { AMOUNT, CARDS, type Created, type Stage } from '../support/stage.ts';

type Ending = {
  readonly end: Pick<End, 'status' | 'cancellations' | 'events'>;
  readonly bringAbout: (stage: Stage, payment: Created) => Promise<void>;
};

const EXPIRED: Ending = {
  end: { status: 'EXPIRED', cancellations: [], events: ['payment.expired'] },
  async bringAbout({ world, complete }, { paymentId }) {
    await world.overdue(paymentId);
    const answer = await complete({ paymentId, pgTransactionId: 'of-nothing-there' });
    expect(answer).toEqual([409, 'NOT_PAYABLE']);
  },
};

const CANCELLED: Ending = {
  end: { status: 'CANCELLED', cancellations: ['0 CLIENT SUCCEEDED'], events: ['payment.cancelled'] },
  async bringAbout({ cancel }, payment) {
    expect(await cancel(payment)).toEqual([200, 'CANCELLED']);
  },
};

const FAILED: Ending = {
  end: { status: 'FAILED', cancellations: [], events: ['payment.failed'] },
  async bringAbout({ visited, complete }, payment) {
    const declined = await visited(payment, CARDS.declined);
    expect(await complete(declined)).toEqual([402, 'PAYMENT_DECLINED']);
  },
};

export const LATE_MONEY_GOES_BACK: readonly Row[] = [
  ...[EXPIRED, CANCELLED, FAILED].map(
    (ending): Row => ({
      ...lateMoney(ending),
      guarantee: `money that comes when the payment is ${ending.end.status} goes back, once`,
      on: { PORTONE: ['cancel'], TOSS: ['cancel'] },
    }),
  ),
  {
    ...lateMoney(CANCELLED),
    guarantee: 'late money is asked for until the gateway can tell, and goes back',
    on: { PORTONE: ['retrieve'], TOSS: ['retrieve'] },
  },
  ...[EXPIRED, CANCELLED, FAILED].map(
    ({ end, bringAbout }): Row => ({
      rule: 3,
      guarantee: `what the customer agrees to when the payment is ${end.status} is not confirmed`,
      on: {
        PORTONE: { leftOut: 'the money moves in its window: what comes late has come' },
        TOSS: ['retrieve'],
      },
      faults: end.status === 'CANCELLED' ? [NONE, ...ONE_OF_EACH] : [NONE],
      async play(stage) {
        const payment = await stage.created();
        await bringAbout(stage, payment);
        const agreed = await stage.visited(payment);
        await stage.arm(agreed);
        expect(await stage.complete(agreed)).toEqual([409, 'NOT_PAYABLE']);
        return payment.paymentId;
      },
      ends: () => ends(end),
    }),
  ),
];

function lateMoney({ end, bringAbout }: Ending): Omit<Row, 'guarantee' | 'on'> {
  return {
    rule: 3,
    faults: ONE_OF_EACH,
    async play(stage) {
      const payment = await stage.created();
      await bringAbout(stage, payment);
      const paid = await stage.moneyComes(payment);
      await stage.arm(paid);
      expect(await stage.complete(paid)).toEqual([409, 'NOT_PAYABLE']);
      return payment.paymentId;
    },
    ends: () =>
      ends({
        status: end.status,
        approved: AMOUNT,
        cancellations: [...end.cancellations, `${AMOUNT} LATE_MONEY SUCCEEDED`],
        events: [...end.events, 'payment.late_money_returned'],
      }),
  };
}
