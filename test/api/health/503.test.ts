import { expect, it } from 'vitest';
import { accepting } from '../../../api/readiness.ts';
import { apiUnderTest } from '../support/api-under-test.ts';

const stopping = new AbortController();
const stopped = apiUnderTest({ readiness: [accepting(stopping.signal)] });
const api = apiUnderTest({
  readiness: [
    { name: 'database', check: async () => {} },
    { name: 'temporal', check: () => Promise.reject(new Error('14 UNAVAILABLE: 10.0.0.7')) },
  ],
});

it('is not ready while a part is missing, says which, and not why', async () => {
  const { status, body, text } = await api.call('/health/ready', { token: null });
  expect(status).toBe(503);
  expect(body).toEqual({ status: 'not_ready', checks: { database: 'ok', temporal: 'failed' } });
  expect(text).not.toContain('10.0.0.7');
  expect((await api.call('/health/live', { token: null })).status).toBe(200);
});

it('is not ready from the moment that it is told to stop, and still alive', async () => {
  const ready = async () => await stopped.call('/health/ready', { token: null });
  expect((await ready()).status).toBe(200);
  stopping.abort();
  const { status, body } = await ready();
  expect([status, body]).toEqual([503, { status: 'not_ready', checks: { accepting: 'failed' } }]);
  expect((await stopped.call('/health/live', { token: null })).status).toBe(200);
});
