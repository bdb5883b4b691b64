import { expect, it } from 'vitest';
import { apiUnderTest } from '../support/api-under-test.ts';
import { CREATE_BODY } from '../support/requests.ts';

const api = apiUnderTest();
const post = () =>
  api.call('/api/v1/payments', { method: 'POST', body: CREATE_BODY, headers: { 'Idempotency-Key': 'k' } });

it.each([
  ['was not accepted in time', { kind: 'unaccepted' }],
  ['is not known to have committed', { kind: 'pending' }],
  ['says done but left no row', { kind: 'done' }],
] as const)(
  'TEMPORARILY_UNAVAILABLE when the workflow %s: no committed row, no success',
  async (_what, answer) => {
    api.workflows.answerWith(answer);
    const { status, body, headers } = await post();
    expect([status, body.code]).toEqual([503, 'TEMPORARILY_UNAVAILABLE']);
    expect(Number(headers.get('Retry-After'))).toBeGreaterThan(0);
  },
);

it('TEMPORARILY_UNAVAILABLE when the database does not answer, without its words', async () => {
  api.payments.failure = new Error('connect ECONNREFUSED 10.0.0.7:5432');
  const { status, text } = await post();
  expect(status).toBe(503);
  expect(text).not.toContain('ECONNREFUSED');
  expect(api.log.join('')).toContain('ECONNREFUSED');
});
