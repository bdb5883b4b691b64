import { expect, it } from 'vitest';
import { apiUnderTest } from '../support/api-under-test.ts';
import { faultsIn } from '../support/body.ts';

const api = apiUnderTest();

it.each([
  [{}, ['/paymentId REQUIRED', '/pgTransactionId REQUIRED']],
  [{ paymentId: 1, pgTransactionId: '' }, ['/paymentId INVALID_TYPE', '/pgTransactionId INVALID_FORMAT']],
  [
    { paymentId: 'x', pgTransactionId: 'a b', amount: 1 },
    ['/amount UNKNOWN_FIELD', '/pgTransactionId INVALID_FORMAT'],
  ],
  [{ paymentId: 'x', pgTransactionId: 't'.repeat(201) }, ['/pgTransactionId INVALID_FORMAT']],
])('INVALID_REQUEST for %j, before any row is looked at', async (body, faults) => {
  api.payments.failure = new Error('not to be asked');
  const answer = await api.call('/api/v1/payments/complete', { method: 'POST', body });
  expect([answer.status, answer.body.code]).toEqual([400, 'INVALID_REQUEST']);
  expect(faultsIn(answer.body).toSorted()).toEqual(faults);
});
