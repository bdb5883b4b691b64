/** Rule 2: only what stands at the gateway under our own id counts, and only when it is what was ordered. */
import { expect } from 'vitest';
import { NONE, ONE_OF_EACH } from '../support/faults.ts';
import { ends, type Row } from '../support/row.ts';
import { AMOUNT } from '../support/stage.ts';
import { PAID } from './unknown-is-not-failed.ts';

/** The client opens the window with 100 won instead. */
function tampered(window: string): string {
  const changed = window.replace(/=10000\b/, '=100');
  if (changed === window) throw new Error('the window tells no amount to tamper with');
  return changed;
}

const MOVED = { leftOut: 'the money has moved in the window: see what is given back' };
const nothingMoved = () => ends({ status: 'READY' });

function givenBack(amount: number) {
  return ends({
    ...{ status: 'FAILED', attention: 'AMOUNT_MISMATCH', approved: amount },
    cancellations: [`${amount} MISMATCH SUCCEEDED`],
    events: ['payment.failed'],
  });
}

export const ONLY_THE_GATEWAY_IS_BELIEVED: readonly Row[] = [
  {
    rule: 2,
    guarantee: 'a wrong amount that it holds is given back',
    on: { PORTONE: ['retrieve', 'cancel'], TOSS: ['retrieve', 'cancel'] },
    faults: ONE_OF_EACH,
    async play({ created, moneyComes, arm, complete }) {
      const { paymentId, window } = await created();
      const paid = await moneyComes({ paymentId, window: tampered(window) }, 100);
      await arm(paid);
      expect(await complete(paid)).toEqual([409, 'AMOUNT_MISMATCH']);
      return paymentId;
    },
    ends: () => givenBack(100),
  },
  {
    rule: 2,
    guarantee: 'a wrong currency that it holds is given back',
    on: { PORTONE: ['cancel'], TOSS: ['cancel'] },
    faults: ONE_OF_EACH,
    async play({ created, moneyComes, misbehave, arm, complete }) {
      const payment = await created();
      const { paymentId } = payment;
      await misbehave({ call: 'checkout', paymentId }, { kind: 'wrong_currency', currency: 'USD' });
      // Toss counts in dollars, the ledger in cents.
      const paid = await moneyComes(payment, AMOUNT / 100);
      await arm(paid);
      expect(await complete(paid)).toEqual([409, 'AMOUNT_MISMATCH']);
      return paymentId;
    },
    ends: () => givenBack(AMOUNT),
  },
  {
    rule: 2,
    guarantee: 'nothing moves by our call when the customer agreed to a wrong amount',
    on: { PORTONE: MOVED, TOSS: ['retrieve'] },
    faults: [NONE, ...ONE_OF_EACH],
    async play({ created, visited, arm, complete }) {
      const { paymentId, window } = await created();
      const agreed = await visited({ paymentId, window: tampered(window) });
      await arm(agreed);
      expect(await complete(agreed)).toEqual([409, 'AMOUNT_MISMATCH']);
      return paymentId;
    },
    ends: nothingMoved,
  },
  {
    rule: 2,
    guarantee: 'nothing moves by our call when the customer agreed to a wrong currency',
    on: { PORTONE: MOVED, TOSS: ['retrieve'] },
    faults: [NONE],
    async play({ created, visited, misbehave, arm, complete }) {
      const payment = await created();
      const { paymentId } = payment;
      await misbehave({ call: 'checkout', paymentId }, { kind: 'wrong_currency', currency: 'USD' });
      const agreed = await visited(payment);
      await arm(agreed);
      expect(await complete(agreed)).toEqual([409, 'AMOUNT_MISMATCH']);
      return paymentId;
    },
    ends: nothingMoved,
  },
  anotherKindOfMoney("another store's money", {
    fault: { kind: 'wrong_store' },
    on: { PORTONE: ['retrieve'], TOSS: ['retrieve'] },
  }),
  anotherKindOfMoney("another channel's money", {
    fault: { kind: 'test_channel' },
    on: {
      PORTONE: ['retrieve'],
      TOSS: { leftOut: 'its keys see one kind of money only: the other kind is not found with them' },
    },
  }),
  {
    rule: 2,
    guarantee: "another payment's transaction pays nothing",
    on: { PORTONE: ['retrieve'], TOSS: ['retrieve'] },
    faults: [NONE, ...ONE_OF_EACH],
    async play({ paid, arm, complete }) {
      const [mine, other] = [await paid(), await paid()];
      await arm(mine);
      const claim = { ...mine, pgTransactionId: other.pgTransactionId };
      // Where only asking on could tell, it was asked by our id alone.
      expect([
        [409, 'TRANSACTION_MISMATCH'],
        [409, 'NOT_PAID_YET'],
      ]).toContainEqual(await complete(claim));
      expect(await complete(claim)).toEqual([409, 'TRANSACTION_MISMATCH']);
      return mine.paymentId;
    },
    ends({ provider, fault }) {
      if (provider === 'TOSS') return ends({ status: 'READY' });
      // Asked by our id alone, it says that the payment is paid: by its own transaction.
      return fault === NONE ? ends({ status: 'READY', approved: AMOUNT, held: AMOUNT }) : PAID;
    },
  },
  {
    rule: 2,
    guarantee: 'a transaction that nobody knows pays nothing',
    on: { PORTONE: ['retrieve'], TOSS: ['retrieve'] },
    faults: [NONE, ...ONE_OF_EACH],
    async play({ created, arm, complete }) {
      const { paymentId } = await created();
      await arm({ paymentId });
      const answer = await complete({ paymentId, pgTransactionId: 'made-up-by-a-client' });
      expect(answer).toEqual([409, 'NOT_PAID_YET']);
      return paymentId;
    },
    ends: nothingMoved,
  },
];

function anotherKindOfMoney(
  whose: string,
  { fault: wrong, on }: { readonly fault: object } & Pick<Row, 'on'>,
): Row {
  return {
    rule: 2,
    guarantee: `${whose} pays nothing, none of it is touched, and a person is told`,
    on,
    faults: [NONE, ...ONE_OF_EACH],
    async play({ created, visited, misbehave, arm, complete }) {
      const payment = await created();
      const { paymentId } = payment;
      await misbehave({ call: 'checkout', paymentId }, wrong);
      const paid = await visited(payment);
      await arm(paid);
      expect(await complete(paid)).toEqual([409, 'TRANSACTION_MISMATCH']);
      return paymentId;
    },
    ends({ provider, fault }) {
      const attention = 'FOREIGN_TRANSACTION';
      if (provider === 'TOSS') return ends({ status: 'READY', attention });
      // It cannot be said that nothing of ours stands there: where that was open, it stays so.
      const status = fault === NONE ? 'READY' : 'CONFIRMING';
      return ends({ status, attention, approved: AMOUNT, held: AMOUNT });
    },
  };
}
