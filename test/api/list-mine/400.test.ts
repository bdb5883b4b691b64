import { expect, it } from 'vitest';
import { apiUnderTest } from '../support/api-under-test.ts';
import { faultsIn } from '../support/body.ts';

const api = apiUnderTest();

it.each([
  ['limit=0', ['/query/limit TOO_SMALL']],
  ['limit=101', ['/query/limit TOO_LARGE']],
  ['limit=', ['/query/limit INVALID_FORMAT']],
  ['limit=1e1', ['/query/limit INVALID_FORMAT']],
  ['limit=1&limit=2', ['/query/limit DUPLICATE']],
  ['status=paid', ['/query/status NOT_ALLOWED']],
  ['method=CASH', ['/query/method NOT_ALLOWED']],
  ['from=yesterday', ['/query/from INVALID_FORMAT']],
  ['from=2026-02-30T00:00:00Z', ['/query/from INVALID_FORMAT']],
  ['from=2026-04-02T00:00:00Z&to=2026-04-01T00:00:00Z', ['/query/to INVALID_FORMAT']],
  ['cursor=abc', ['/query/cursor INVALID_FORMAT']],
  [
    `cursor=${Buffer.from('["2026-04-01T00:00:00.000Z","x\u0000"]').toString('base64url')}`,
    ['/query/cursor INVALID_FORMAT'],
  ],
  ['userId=bob', ['/query/userId UNKNOWN_FIELD']],
  ['__proto__=1', ['/query/__proto__ UNKNOWN_FIELD']],
  ['limit=0&status=x&y=1', ['/query/limit TOO_SMALL', '/query/status NOT_ALLOWED', '/query/y UNKNOWN_FIELD']],
])('INVALID_REQUEST for ?%s', async (query, faults) => {
  const { status, body } = await api.call(`/api/v1/payments/me?${query}`);
  expect([status, body.code]).toEqual([400, 'INVALID_REQUEST']);
  expect(faultsIn(body).toSorted()).toEqual(faults);
  expect(api.payments.queries).toEqual([]);
});
