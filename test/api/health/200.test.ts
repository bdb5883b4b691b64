import { expect, it } from 'vitest';
import { apiUnderTest } from '../support/api-under-test.ts';

const check = async () => {};
const api = apiUnderTest({
  readiness: [
    { name: 'database', check },
    { name: 'temporal', check },
    { name: 'schema', check },
  ],
});

it('is live and ready for anybody, and no cache keeps that', async () => {
  const live = await api.call('/health/live', { token: null });
  expect([live.status, live.body]).toEqual([200, { status: 'live' }]);
  const ready = await api.call('/health/ready', { token: null });
  expect(ready.status).toBe(200);
  expect(ready.body).toEqual({ status: 'ready', checks: { database: 'ok', temporal: 'ok', schema: 'ok' } });
  expect(ready.headers.get('Cache-Control')).toBe('no-store');
});
