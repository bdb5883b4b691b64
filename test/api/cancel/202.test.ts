import { expect, it } from 'vitest';
import { apiUnderTest } from '../support/api-under-test.ts';
import { depositedRow, paidRow } from '../support/fake-payments.ts';
import { CANCEL_BODY, PAYMENT_ID, REFUND_ACCOUNT } from '../support/requests.ts';

const api = apiUnderTest();

it.each([
  ['paid by card', paidRow(), CANCEL_BODY],
  ['of a virtual account', depositedRow(), { ...CANCEL_BODY, refundAccount: REFUND_ACCOUNT }],
])(
  'answers the payment %s, where to look and when, while the gateway’s answer is unknown',
  async (_, row, request) => {
    api.payments.rows.set(PAYMENT_ID, row);
    api.workflows.answerWith({ kind: 'pending' });
    const path = `/api/v1/payments/${PAYMENT_ID}/cancel`;
    const { status, body, headers } = await api.call(path, { method: 'POST', body: request });
    expect([status, body.paymentId]).toEqual([202, PAYMENT_ID]);
    expect(headers.get('Location')).toBe(`/api/v1/payments/${PAYMENT_ID}`);
    expect(headers.has('Retry-After')).toBe(true);
  },
);
