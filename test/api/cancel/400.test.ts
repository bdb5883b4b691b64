import { afterEach, expect, it } from 'vitest';
import { apiUnderTest } from '../support/api-under-test.ts';
import { faultsIn } from '../support/body.ts';
import { depositedRow, paidRow } from '../support/fake-payments.ts';
import { CANCEL_BODY, CARD_NUMBER, PAYMENT_ID, REFUND_ACCOUNT } from '../support/requests.ts';

const api = apiUnderTest();
const path = `/api/v1/payments/${PAYMENT_ID}/cancel`;

afterEach(() => {
  expect(api.workflows.calls).toEqual([]);
});

it('IDEMPOTENCY_KEY_REQUIRED with an amount: two equal partial cancels cannot be told apart', async () => {
  api.payments.rows.set(PAYMENT_ID, paidRow());
  const { status, body } = await api.call(path, { method: 'POST', body: { reason: 'x', amount: 1_000 } });
  expect([status, body.code]).toEqual([400, 'IDEMPOTENCY_KEY_REQUIRED']);
});

it.each([
  [{}, ['/reason REQUIRED']],
  [{ reason: '', amount: 0 }, ['/amount TOO_SMALL', '/reason TOO_SHORT']],
  [{ reason: 'x'.repeat(201), amount: '1' }, ['/amount INVALID_TYPE', '/reason TOO_LONG']],
  [{ reason: 'x', refund: true }, ['/refund UNKNOWN_FIELD']],
  [{ reason: 'x', refundAccount: '1234567' }, ['/refundAccount INVALID_TYPE']],
  [
    { reason: 'x', refundAccount: {} },
    [
      '/refundAccount/accountNumber REQUIRED',
      '/refundAccount/bank REQUIRED',
      '/refundAccount/holderName REQUIRED',
    ],
  ],
  [
    { reason: 'x', refundAccount: { ...REFUND_ACCOUNT, accountNumber: '123-456', phone: '1' } },
    ['/refundAccount/accountNumber INVALID_FORMAT', '/refundAccount/phone UNKNOWN_FIELD'],
  ],
  [
    { reason: 'x', refundAccount: { ...REFUND_ACCOUNT, bank: 'B'.repeat(41), holderName: '' } },
    ['/refundAccount/bank TOO_LONG', '/refundAccount/holderName TOO_SHORT'],
  ],
])('INVALID_REQUEST for %j', async (body, faults) => {
  const answer = await api.call(path, { method: 'POST', body });
  expect([answer.status, answer.body.code]).toEqual([400, 'INVALID_REQUEST']);
  expect(faultsIn(answer.body).toSorted()).toEqual(faults);
});

it('CARD_NUMBER_NOT_ACCEPTED in the reason', async () => {
  const { body } = await api.call(path, { method: 'POST', body: { reason: `환불 ${CARD_NUMBER}` } });
  expect([body.code, ...faultsIn(body)]).toEqual([
    'CARD_NUMBER_NOT_ACCEPTED',
    '/reason CARD_NUMBER_NOT_ACCEPTED',
  ]);
});

it('CARD_NUMBER_NOT_ACCEPTED in the name on the account', async () => {
  const refundAccount = { ...REFUND_ACCOUNT, holderName: CARD_NUMBER };
  const { body } = await api.call(path, { method: 'POST', body: { ...CANCEL_BODY, refundAccount } });
  expect(body.code).toBe('CARD_NUMBER_NOT_ACCEPTED');
});

it.each(['PAID', 'PARTIALLY_CANCELLED'] as const)(
  'INVALID_REQUEST for a virtual account that is %s, and nobody said where the money goes',
  async (status) => {
    api.payments.rows.set(PAYMENT_ID, depositedRow({ status }));
    for (const [language, message] of [
      ['en', 'This is required.'],
      ['ko', '필수 항목입니다.'],
    ]) {
      const headers = { 'Accept-Language': language ?? '' };
      const answer = await api.call(path, { method: 'POST', body: CANCEL_BODY, headers });
      expect([answer.status, answer.body.code]).toEqual([400, 'INVALID_REQUEST']);
      expect(answer.body.errors).toEqual([{ pointer: '/refundAccount', code: 'REQUIRED', message }]);
    }
  },
);

it.each([paidRow(), paidRow({ method: { type: 'TRANSFER' } })])(
  'INVALID_REQUEST for an account where $method.type was paid: it goes back by itself',
  async (row) => {
    api.payments.rows.set(PAYMENT_ID, row);
    const body = { ...CANCEL_BODY, refundAccount: REFUND_ACCOUNT };
    const answer = await api.call(path, { method: 'POST', body });
    expect([answer.status, answer.body.code]).toEqual([400, 'INVALID_REQUEST']);
    expect(faultsIn(answer.body)).toEqual(['/refundAccount NOT_ALLOWED']);
  },
);
