import { describe, expect, it } from 'vitest';
import { apiUnderTest } from '../support/api-under-test.ts';
import { ROUTES_WITH_BODY } from './routes.ts';

const api = apiUnderTest();

describe.each(ROUTES_WITH_BODY)('$name', ({ method, path, body }) => {
  it.each([
    { 'Content-Type': 'text/plain' },
    { 'Content-Type': 'application/x-www-form-urlencoded' },
    { 'Content-Type': 'application/jsonp' },
    { 'Content-Type': 'application/json; charset=euc-kr' },
    { 'Content-Encoding': 'gzip' },
  ])('UNSUPPORTED_MEDIA_TYPE for %j', async (headers) => {
    const answer = await api.call(path, { method, body, headers });
    expect([answer.status, answer.body.code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
    expect(api.workflows.calls).toEqual([]);
  });
});

it('takes JSON with its charset named', async () => {
  const headers = { 'Content-Type': 'application/json; charset=UTF-8' };
  const answer = await api.call('/api/v1/payments/complete', { method: 'POST', body: {}, headers });
  expect(answer.status).toBe(400);
});
