/** Virtual accounts under rules 1, 2, 3, 5 and 7: issued, paid, closed before the payment ends, refunded to an account. */
import { expect } from 'vitest';
import { NO_SUCH_ACCOUNT, refundAccountAt } from '../../../support/refund-account.ts';
import { NONE, ONE_OF_EACH } from '../support/faults.ts';
import { type End, ends, type Row } from '../support/row.ts';
import { AMOUNT, type Stage } from '../support/stage.ts';
import { sweptTo } from './nothing-is-forgotten.ts';

const METHOD = { method: 'VIRTUAL_ACCOUNT', faults: ONE_OF_EACH } as const;
const ON_ASKING: Row['on'] = { PORTONE: ['retrieve'], TOSS: ['retrieve'] };
const ON_CLOSING: Row['on'] = { PORTONE: ['close'], TOSS: ['close'] };
const ON_CANCEL: Row['on'] = { PORTONE: ['cancel'], TOSS: ['cancel'] };

function refundTo({ provider }: Stage, accountNumber?: string) {
  return { refundAccount: refundAccountAt(provider, accountNumber === undefined ? {} : { accountNumber }) };
}

async function waiting({ paid, complete }: Stage) {
  const payment = await paid();
  expect(await complete(payment)).toEqual([200, 'WAITING_FOR_DEPOSIT']);
  return payment;
}

async function deposit({ act }: Stage, order: { paymentId: string; late?: true }): Promise<void> {
  await act({ action: 'deposit', ...order });
}

const PAID_IN: End = ends({
  ...{ status: 'PAID', approved: AMOUNT, held: AMOUNT },
  events: ['payment.virtual_account_issued', 'payment.completed'],
});

const RUN_OUT: End = ends({
  status: 'EXPIRED',
  events: ['payment.virtual_account_issued', 'payment.expired'],
});

const LATE_AND_RETURNED: End = ends({
  ...{ status: 'CANCELLED', approved: AMOUNT },
  cancellations: ['0 CLIENT SUCCEEDED', `${AMOUNT} LATE_MONEY SUCCEEDED`],
  events: ['payment.virtual_account_issued', 'payment.cancelled', 'payment.late_money_returned'],
});

export const VIRTUAL_ACCOUNTS: readonly Row[] = [
  {
    ...METHOD,
    rule: 1,
    guarantee: 'a virtual account is issued, once, and paid by its deposit',
    on: { PORTONE: ['retrieve'], TOSS: ['confirm'] },
    async play(stage) {
      const { paid, arm, complete } = stage;
      const payment = await paid();
      await arm(payment);
      expect(await complete(payment)).toEqual([200, 'WAITING_FOR_DEPOSIT']);
      await deposit(stage, payment);
      expect(await complete(payment)).toEqual([200, 'PAID']);
      return payment.paymentId;
    },
    ends: () => PAID_IN,
  },
  {
    ...METHOD,
    rule: 1,
    guarantee: 'a deposit is asked for until the gateway can tell',
    on: ON_ASKING,
    async play(stage) {
      const payment = await waiting(stage);
      await deposit(stage, payment);
      await stage.arm(payment);
      expect(await stage.complete(payment)).toEqual([200, 'PAID']);
      return payment.paymentId;
    },
    ends: () => PAID_IN,
  },
  {
    ...METHOD,
    rule: 1,
    guarantee: 'a virtual account that runs out is closed there before the payment expires here',
    on: ON_CLOSING,
    async play(stage) {
      const payment = await waiting(stage);
      await stage.world.overdue(payment.paymentId);
      await stage.arm(payment);
      // It waits until it is closed, and whoever asks opens the run that closes it.
      expect([200, 409]).toContain((await stage.complete(payment))[0]);
      await stage.untilStatus('EXPIRED', payment.paymentId);
      expect(await stage.complete(payment)).toEqual([409, 'NOT_PAYABLE']);
      await expect(deposit(stage, payment)).rejects.toThrow('refused');
      return payment.paymentId;
    },
    ends: () => RUN_OUT,
  },
  {
    ...METHOD,
    rule: 7,
    guarantee: 'a virtual account past its date whose workflow is gone is closed, and its payment expires',
    on: ON_CLOSING,
    async play(stage) {
      const payment = await waiting(stage);
      await stage.world.overdue(payment.paymentId);
      await stage.arm(payment);
      await sweptTo('EXPIRED', stage, payment.paymentId);
      await expect(deposit(stage, payment)).rejects.toThrow('refused');
      return payment.paymentId;
    },
    ends: () => RUN_OUT,
  },
  {
    ...METHOD,
    rule: 1,
    guarantee: 'a virtual account is closed there before the payment is cancelled here',
    on: ON_CLOSING,
    async play(stage) {
      const payment = await waiting(stage);
      await stage.arm(payment);
      expect(await stage.cancel(payment)).toEqual([200, 'CANCELLED']);
      await expect(deposit(stage, payment)).rejects.toThrow('refused');
      return payment.paymentId;
    },
    ends: () =>
      ends({
        ...{ status: 'CANCELLED', cancellations: ['0 CLIENT SUCCEEDED'] },
        events: ['payment.virtual_account_issued', 'payment.cancelled'],
      }),
  },
  {
    ...METHOD,
    rule: 2,
    guarantee: 'a virtual account for a wrong amount is closed before anything is paid in',
    on: { PORTONE: ['close'], TOSS: { leftOut: 'what is agreed to is compared before it is issued' } },
    async play(stage) {
      const payment = await stage.created();
      const { paymentId } = payment;
      await stage.misbehave({ call: 'checkout', paymentId }, { kind: 'wrong_amount', amount: 100 });
      const issued = await stage.visited(payment);
      await stage.arm(issued);
      expect(await stage.complete(issued)).toEqual([409, 'AMOUNT_MISMATCH']);
      await expect(deposit(stage, issued)).rejects.toThrow('refused');
      return paymentId;
    },
    ends: () => ends({ status: 'FAILED', attention: 'AMOUNT_MISMATCH', events: ['payment.failed'] }),
  },
  {
    ...METHOD,
    rule: 3,
    guarantee: 'a deposit that comes too late waits for an account, and goes back to it once',
    on: ON_CANCEL,
    async play(stage) {
      const { cancel, complete, arm } = stage;
      const payment = await waiting(stage);
      expect(await cancel(payment)).toEqual([200, 'CANCELLED']);
      await deposit(stage, { paymentId: payment.paymentId, late: true });
      expect(await complete(payment)).toEqual([409, 'NOT_PAYABLE']);
      await arm(payment);
      expect(await cancel(payment, refundTo(stage))).toEqual([200, 'CANCELLED']);
      return payment.paymentId;
    },
    ends: () => LATE_AND_RETURNED,
  },
  {
    ...METHOD,
    rule: 3,
    faults: [NONE],
    guarantee: 'a deposit that comes too late goes to the second account when the first is refused',
    on: ON_CANCEL,
    async play(stage) {
      const { cancel, complete } = stage;
      const payment = await waiting(stage);
      expect(await cancel(payment)).toEqual([200, 'CANCELLED']);
      await deposit(stage, { paymentId: payment.paymentId, late: true });
      expect(await complete(payment)).toEqual([409, 'NOT_PAYABLE']);
      expect(await cancel(payment, refundTo(stage, NO_SUCH_ACCOUNT))).toEqual([409, 'CANCEL_REFUSED']);
      expect(await cancel(payment, refundTo(stage))).toEqual([200, 'CANCELLED']);
      return payment.paymentId;
    },
    ends: () => ({
      ...LATE_AND_RETURNED,
      cancellations: ['0 CLIENT SUCCEEDED', `${AMOUNT} LATE_MONEY FAILED`, `${AMOUNT} LATE_MONEY SUCCEEDED`],
    }),
  },
  {
    ...METHOD,
    rule: 5,
    guarantee: 'cancelled after its deposit and before we knew of it, it is given back',
    on: ON_CANCEL,
    async play(stage) {
      const payment = await waiting(stage);
      await deposit(stage, payment);
      await stage.arm(payment);
      expect(await stage.cancel(payment, refundTo(stage))).toEqual([200, 'CANCELLED']);
      return payment.paymentId;
    },
    ends: () =>
      ends({
        ...{ status: 'CANCELLED', approved: AMOUNT, cancellations: [`${AMOUNT} CLIENT SUCCEEDED`] },
        events: ['payment.virtual_account_issued', 'payment.completed', 'payment.cancelled'],
      }),
  },
  {
    ...METHOD,
    rule: 5,
    guarantee: 'what was paid in goes back in parts, to an account that must be told',
    on: ON_CANCEL,
    async play(stage) {
      const { complete, cancel, arm } = stage;
      const payment = await waiting(stage);
      await deposit(stage, payment);
      expect(await complete(payment)).toEqual([200, 'PAID']);
      expect(await cancel(payment)).toEqual([400, 'INVALID_REQUEST']);
      await arm(payment);
      const part = { amount: 4_000, ...refundTo(stage) };
      expect(await cancel(payment, part)).toEqual([200, 'PARTIALLY_CANCELLED']);
      expect(await cancel(payment, refundTo(stage))).toEqual([200, 'CANCELLED']);
      return payment.paymentId;
    },
    ends: () =>
      ends({
        ...{ status: 'CANCELLED', approved: AMOUNT },
        cancellations: ['4000 CLIENT SUCCEEDED', '6000 CLIENT SUCCEEDED'],
        events: [
          ...(['payment.virtual_account_issued', 'payment.completed'] as const),
          ...(['payment.partially_cancelled', 'payment.cancelled'] as const),
        ],
      }),
  },
];
