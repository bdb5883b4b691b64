import { beforeEach, expect, it } from 'vitest';
import { apiUnderTest } from '../support/api-under-test.ts';
import { ROUTES } from './routes.ts';

const api = apiUnderTest();

beforeEach(() => {
  api.payments.failure = new TypeError("Cannot read properties of undefined (reading 'secretColumn')");
});

// create reads the row first only with a key.
it.each(ROUTES)(
  'INTERNAL_ERROR on $name shows nothing of ours, and is found in the log by its id',
  async ({ method, path, body }) => {
    const {
      status,
      text,
      body: problem,
    } = await api.call(path, { method, body, headers: { 'Idempotency-Key': 'k' } });
    expect([status, problem.code]).toEqual([500, 'INTERNAL_ERROR']);
    expect(text).not.toContain('secretColumn');
    const line = api.log.find((entry) => entry.includes('secretColumn')) ?? '{}';
    expect(JSON.parse(line)).toMatchObject({ requestId: problem.requestId, level: 'error' });
  },
);
