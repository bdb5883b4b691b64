import { expect, it } from 'vitest';
import { apiUnderTest } from '../support/api-under-test.ts';
import { CREATE_BODY } from '../support/requests.ts';

const api = apiUnderTest();

it('RATE_LIMITED when the payment has too many requests in flight', async () => {
  api.workflows.answerWith({ kind: 'busy' });
  const { status, body, headers } = await api.call('/api/v1/payments', { method: 'POST', body: CREATE_BODY });
  expect([status, body.code, headers.get('Retry-After')]).toEqual([429, 'RATE_LIMITED', '1']);
});
