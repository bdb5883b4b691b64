import { expect, it } from 'vitest';
import { apiUnderTest } from '../support/api-under-test.ts';
import { paymentRow } from '../support/fake-payments.ts';
import { COMPLETE_BODY, PAYMENT_ID } from '../support/requests.ts';

const api = apiUnderTest();

it('TEMPORARILY_UNAVAILABLE while nothing accepts the update', async () => {
  api.payments.rows.set(PAYMENT_ID, paymentRow());
  api.workflows.answerWith({ kind: 'unaccepted' });
  const { status, headers } = await api.call('/api/v1/payments/complete', {
    method: 'POST',
    body: COMPLETE_BODY,
  });
  expect([status, headers.get('Retry-After')]).toEqual([503, '1']);
});
