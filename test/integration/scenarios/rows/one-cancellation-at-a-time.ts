/** Rule 5: one cancellation in flight, in parts until zero, and whatever else goes on at the gateway meanwhile. */
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { ONE_OF_EACH } from '../support/faults.ts';
import { ends, type Row } from '../support/row.ts';
import { AMOUNT, type Stage } from '../support/stage.ts';

const ON_CANCEL: Row['on'] = { PORTONE: ['cancel'], TOSS: ['cancel'] };
const ON_ASKING: Row['on'] = { PORTONE: ['retrieve'], TOSS: ['retrieve'] };

function cancelled(...cancellations: readonly string[]) {
  return ends({
    ...{ status: 'CANCELLED', approved: AMOUNT, cancellations },
    events: ['payment.completed', 'payment.cancelled'],
  });
}

/** A cancellation that the gateway has accepted and takes its time over; `told`: what its client is told in the end. */
async function underWay({ completed, cancel, misbehave, gateway }: Stage) {
  const payment = await completed();
  const { paymentId } = payment;
  await misbehave({ call: 'cancel', paymentId }, { kind: 'asynchronous_cancel' });
  const answer = cancel(payment);
  await gateway.whenJournalled(paymentId, 'cancellation_requested');
  return { payment, told: async () => await answer };
}

export const ONE_CANCELLATION_AT_A_TIME: readonly Row[] = [
  {
    rule: 5,
    guarantee: 'parts are given back until nothing is left, and never more',
    on: ON_CANCEL,
    faults: ONE_OF_EACH,
    async play({ completed, cancel, arm }) {
      const payment = await completed();
      expect(await cancel(payment, { amount: 4_000 })).toEqual([200, 'PARTIALLY_CANCELLED']);
      expect(await cancel(payment, { amount: 7_000 })).toEqual([409, 'CANCEL_AMOUNT_EXCEEDED']);
      await arm(payment);
      expect(await cancel(payment, { amount: 1_000 })).toEqual([200, 'PARTIALLY_CANCELLED']);
      expect(await cancel(payment)).toEqual([200, 'CANCELLED']);
      expect(await cancel(payment)).toEqual([409, 'ALREADY_CANCELLED']);
      return payment.paymentId;
    },
    ends: () =>
      ends({
        ...{ status: 'CANCELLED', approved: AMOUNT },
        cancellations: ['4000 CLIENT SUCCEEDED', '1000 CLIENT SUCCEEDED', '5000 CLIENT SUCCEEDED'],
        events: [
          ...(['payment.completed', 'payment.partially_cancelled'] as const),
          ...(['payment.partially_cancelled', 'payment.cancelled'] as const),
        ],
      }),
  },
  {
    rule: 5,
    guarantee: 'while the gateway takes its time over one, another is refused',
    on: ON_ASKING,
    faults: ONE_OF_EACH,
    async play(stage) {
      const { cancel, arm, act } = stage;
      const { payment, told } = await underWay(stage);
      const { paymentId } = payment;
      expect(await cancel(payment, { amount: 1_000 })).toEqual([409, 'CANCELLATION_IN_PROGRESS']);
      await arm(payment);
      await act({ action: 'settle_cancellation', paymentId, outcome: 'SUCCEEDED' });
      expect(await told()).toEqual([200, 'CANCELLED']);
      return paymentId;
    },
    ends: () => cancelled(`${AMOUNT} CLIENT SUCCEEDED`),
  },
  {
    rule: 5,
    guarantee: 'one that the gateway gives up later is refused, and another may try',
    on: ON_ASKING,
    faults: ONE_OF_EACH,
    async play(stage) {
      const { cancel, arm, act } = stage;
      const { payment, told } = await underWay(stage);
      const { paymentId } = payment;
      await arm(payment);
      await act({ action: 'settle_cancellation', paymentId, outcome: 'FAILED' });
      expect(await told()).toEqual([409, 'CANCEL_REFUSED']);
      expect(await cancel(payment)).toEqual([200, 'CANCELLED']);
      return paymentId;
    },
    ends: () => cancelled(`${AMOUNT} CLIENT FAILED`, `${AMOUNT} CLIENT SUCCEEDED`),
  },
  {
    rule: 5,
    guarantee: 'one that the gateway refuses for good is refused again under its key, and another may try',
    on: ON_ASKING,
    faults: ONE_OF_EACH,
    async play({ completed, cancel, arm, misbehave }) {
      const payment = await completed();
      const { paymentId } = payment;
      await misbehave({ call: 'cancel', paymentId }, { kind: 'refused_cancel' });
      await arm(payment);
      const key = randomUUID();
      expect(await cancel(payment, { key })).toEqual([409, 'CANCEL_REFUSED']);
      expect(await cancel(payment, { key })).toEqual([409, 'CANCEL_REFUSED']);
      expect(await cancel(payment)).toEqual([200, 'CANCELLED']);
      return paymentId;
    },
    ends: () => cancelled(`${AMOUNT} CLIENT FAILED`, `${AMOUNT} CLIENT SUCCEEDED`),
  },
  {
    rule: 5,
    guarantee:
      'one that comes after the console has given back all is refused, and the other is on our books',
    on: ON_CANCEL,
    faults: ONE_OF_EACH,
    async play({ completed, cancel, arm, act }) {
      const payment = await completed();
      const { paymentId } = payment;
      await act({ action: 'cancel_elsewhere', paymentId, trigger: 'CONSOLE' });
      await arm(payment);
      expect(await cancel(payment)).toEqual([409, 'CANCEL_REFUSED']);
      return paymentId;
    },
    ends: () => cancelled(`${AMOUNT} CLIENT FAILED`, `${AMOUNT} EXTERNAL SUCCEEDED`),
  },
  {
    rule: 5,
    guarantee:
      'one that comes after the console has given back a part is refused, and the rest may be cancelled',
    on: ON_CANCEL,
    faults: ONE_OF_EACH,
    async play({ completed, cancel, arm, act, world }) {
      const payment = await completed();
      const { paymentId } = payment;
      await act({ action: 'cancel_elsewhere', paymentId, trigger: 'CHARGEBACK', amount: 4_000 });
      await arm(payment);
      expect(await cancel(payment)).toEqual([409, 'CANCEL_REFUSED']);
      // On a busy machine what else has changed there may be read only after the refusal was told.
      await world.atRest(paymentId);
      expect(await cancel(payment)).toEqual([200, 'CANCELLED']);
      return paymentId;
    },
    ends: () =>
      ends({
        ...{ status: 'CANCELLED', approved: AMOUNT },
        cancellations: [`${AMOUNT} CLIENT FAILED`, '4000 EXTERNAL SUCCEEDED', '6000 CLIENT SUCCEEDED'],
        events: ['payment.completed', 'payment.partially_cancelled', 'payment.cancelled'],
      }),
  },
  {
    rule: 5,
    guarantee: 'of two at once that are more than was paid, one is refused',
    on: ON_CANCEL,
    faults: ONE_OF_EACH,
    async play({ completed, cancel, arm }) {
      const payment = await completed();
      await arm(payment);
      const part = { amount: 6_000 };
      const answers = await Promise.all([cancel(payment, part), cancel(payment, part)]);
      expect(new Set(answers.map(([status]) => status))).toEqual(new Set([200, 409]));
      return payment.paymentId;
    },
    ends: () =>
      ends({
        ...{ status: 'PARTIALLY_CANCELLED', approved: AMOUNT, held: 4_000 },
        cancellations: ['6000 CLIENT SUCCEEDED'],
        events: ['payment.completed', 'payment.partially_cancelled'],
      }),
  },
];
