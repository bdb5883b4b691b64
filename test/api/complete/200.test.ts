import { expect, it } from 'vitest';
import { apiUnderTest } from '../support/api-under-test.ts';
import { paidRow, paymentRow, VIRTUAL_ACCOUNT, waitingRow } from '../support/fake-payments.ts';
import { COMPLETE_BODY, PAYMENT_ID } from '../support/requests.ts';

const api = apiUnderTest();
const complete = () => api.call('/api/v1/payments/complete', { method: 'POST', body: COMPLETE_BODY });

it('answers the row as the workflow left it', async () => {
  api.payments.rows.set(PAYMENT_ID, paymentRow());
  api.workflows.answerWith({ kind: 'done' }, () => api.payments.rows.set(PAYMENT_ID, paidRow()));
  const { status, body } = await complete();
  expect(status).toBe(200);
  expect(body).toMatchObject({ status: 'PAID', pgTransactionId: 'tx-1', cancellableAmount: 10_000 });
  expect(body).not.toHaveProperty('checkout');
  expect(api.workflows.calls).toMatchObject([{ update: 'complete', request: { pgTransactionId: 'tx-1' } }]);
});

it('answers where to pay in when an account was issued', async () => {
  api.payments.rows.set(PAYMENT_ID, paymentRow({ method: { type: 'VIRTUAL_ACCOUNT' } }));
  api.workflows.answerWith({ kind: 'done' }, () => api.payments.rows.set(PAYMENT_ID, waitingRow()));
  const { status, body } = await complete();
  expect(status).toBe(200);
  expect(body).toMatchObject({ status: 'WAITING_FOR_DEPOSIT', virtualAccount: VIRTUAL_ACCOUNT });
});

it.each(['PAID', 'PARTIALLY_CANCELLED'] as const)(
  'answers a repeat on %s from the row, without a workflow',
  async (status) => {
    api.payments.rows.set(PAYMENT_ID, paidRow({ status }));
    expect(await complete()).toMatchObject({ status: 200, body: { status } });
    expect(api.workflows.calls).toEqual([]);
  },
);

it('asks the workflow about another transaction on a paid payment', async () => {
  api.payments.rows.set(PAYMENT_ID, paidRow({ pgTransactionId: 'tx-other' }));
  await complete();
  expect(api.workflows.calls).toHaveLength(1);
});
