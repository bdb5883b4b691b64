import { expect, it } from 'vitest';
import { apiUnderTest } from '../support/api-under-test.ts';
import { paidRow, paymentRow } from '../support/fake-payments.ts';

const api = apiUnderTest();
const idOf = (number: number) => `pay_${String(number).padStart(40, '0')}`;

function fill(count: number): void {
  for (let number = 1; number <= count; number += 1) {
    // Pairs share a time: the id decides between them.
    const createdAt = `2026-04-01T00:00:${String(Math.floor(number / 2)).padStart(2, '0')}.000Z`;
    api.payments.rows.set(idOf(number), paymentRow({ paymentId: idOf(number), createdAt }));
  }
}

it('walks through everything of mine once, newest first, page by page', async () => {
  fill(25);
  api.payments.rows.set(idOf(99), paymentRow({ paymentId: idOf(99), userId: 'bob' }));
  const seen: string[] = [];
  let path = '/api/v1/payments/me?limit=10';
  for (let page = 1; page <= 3; page += 1) {
    const { status, body } = await api.call(path);
    expect(status).toBe(200);
    seen.push(...(body.items ?? []).map(({ paymentId }) => paymentId));
    expect(body.nextCursor === null).toBe(page === 3);
    path = `/api/v1/payments/me?limit=10&cursor=${body.nextCursor}`;
  }
  expect(seen).toEqual([...Array(25).keys()].map((index) => idOf(25 - index)));
});

it('answers 20 at a time unless told otherwise', async () => {
  fill(21);
  const { body } = await api.call('/api/v1/payments/me');
  expect(body.items).toHaveLength(20);
  expect(body.nextCursor).not.toBeNull();
});

it('filters by status, method and time, in any offset', async () => {
  fill(4);
  api.payments.rows.set(idOf(5), paidRow({ paymentId: idOf(5), createdAt: '2026-04-02T00:00:00.000Z' }));
  const query = 'status=PAID&method=CARD&from=2026-04-02T09%3A00%3A00%2B09%3A00&to=2026-04-03T00%3A00%3A00Z';
  const { body } = await api.call(`/api/v1/payments/me?${query}`);
  expect(body.items).toMatchObject([{ paymentId: idOf(5) }]);
  expect(api.payments.queries).toEqual([
    {
      userId: 'alice',
      limit: 21,
      status: 'PAID',
      method: 'CARD',
      from: '2026-04-02T00:00:00.000Z',
      to: '2026-04-03T00:00:00.000Z',
    },
  ]);
});

it('answers an empty page to who has none', async () => {
  expect((await api.call('/api/v1/payments/me')).body).toEqual({ items: [], nextCursor: null });
});
