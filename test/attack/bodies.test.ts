/** What a body may try: fields that are not its to set, keys that reach a prototype, depth, size, names given twice. */
import { afterEach, describe, expect, it } from 'vitest';
import { apiUnderTest } from '../api/support/api-under-test.ts';
import { faultsIn } from '../api/support/body.ts';
import { paidRow, paymentRow } from '../api/support/fake-payments.ts';
import { CANCEL_BODY, CARD_NUMBER, COMPLETE_BODY, CREATE_BODY, PAYMENT_ID } from '../api/support/requests.ts';

const api = apiUnderTest({ limits: { bodyLimitBytes: 1_048_576 } });

const POSTS = [
  { name: 'create', path: '/api/v1/payments', good: CREATE_BODY },
  { name: 'complete', path: '/api/v1/payments/complete', good: COMPLETE_BODY },
  { name: 'cancel', path: `/api/v1/payments/${PAYMENT_ID}/cancel`, good: CANCEL_BODY },
];

/** Columns of a payment and arguments of its workflow, none of them a client's to say. */
const NOT_THEIRS = {
  userId: 'bob',
  sub: 'bob',
  status: 'PAID',
  provider: 'TOSS',
  version: 99,
  held: { amountMinor: 1, currency: 'KRW' },
  attention: null,
  cancellations: [],
  cancellationId: 'can_1',
  origin: 'OPERATOR',
  requestHash: 'x',
  idempotencyKeyHash: 'x',
  checkout: { url: 'http://evil.example' },
  createdAt: '2020-01-01T00:00:00.000Z',
  expiresAt: '2099-01-01T00:00:00.000Z',
  approvedAt: '2020-01-01T00:00:00.000Z',
  eventSequence: 0,
  issuer: 'evil',
};

afterEach(() => {
  expect(api.workflows.calls).toEqual([]);
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(Reflect.get({}, 'polluted')).toBeUndefined();
});

describe.each(POSTS)('$name', ({ path, good }) => {
  const post = async (body: unknown) => {
    api.payments.rows.set(PAYMENT_ID, paidRow({ pgTransactionId: 'tx-other' }));
    return await api.call(path, { method: 'POST', body });
  };
  const spoilt = (inside: string) => `${JSON.stringify(good).slice(0, -1)},${inside}}`;

  it('sets nothing that is not the client’s to set: each such field is refused by name', async () => {
    const { status, body } = await post({ ...good, ...NOT_THEIRS });
    expect(status).toBe(400);
    expect(faultsIn(body).toSorted()).toEqual(
      Object.keys(NOT_THEIRS)
        .map((name) => `/${name} UNKNOWN_FIELD`)
        .toSorted(),
    );
  });

  it.each([
    '"__proto__":{"polluted":1}',
    '"__proto__":null',
    '"constructor":{"prototype":{"polluted":1}}',
    '"prototype":{"polluted":1}',
    '"toString":"x","valueOf":"x","hasOwnProperty":1,"toJSON":"x","then":"x"',
    '"\\u005f_proto__":{"polluted":1}',
  ])('refuses %s as unknown, and no object is changed by it', async (inside) => {
    const { status, body } = await post(spoilt(inside));
    expect([status, body.code]).toEqual([400, 'INVALID_REQUEST']);
  });

  it.each([
    ['brackets', '['.repeat(400_000) + ']'.repeat(400_000)],
    ['brackets that do not end', '['.repeat(1_000_000)],
    ['objects', `${'{"a":'.repeat(150_000)}1${'}'.repeat(150_000)}`],
    ['objects in a known field', spoilt(`"metadata":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`)],
  ])('is not brought down by %s, one in another', async (_what, body) => {
    const answer = await post(body);
    expect(answer.status).toBe(400);
    expect(answer.text.length).toBeLessThan(20_000);
  });

  it('answers a hundred thousand unknown fields by a short list', async () => {
    const many = Object.fromEntries(Array.from({ length: 60_000 }, (_, index) => [`f${index}`, 1]));
    const answer = await post({ ...good, ...many });
    expect([answer.status, answer.body.errors?.length]).toEqual([400, 100]);
  });

  it('refuses a name that is given twice: whoever checks the first must not be passed by the second', async () => {
    const [name = ''] = Object.keys(good);
    const answer = await post(spoilt(`"${name}":"again"`));
    expect([answer.status, answer.body.code]).toEqual([400, 'INVALID_REQUEST']);
    expect(faultsIn(answer.body)).toEqual([`/${name} DUPLICATE`]);
  });

  it.each(["{'a':1}", '{"a":1,}', '{"a":NaN}', '{"a":1}{"b":2}', '{"a":1}\u0000', '//\n{}'])(
    'takes nothing that only some parsers take for JSON: %j',
    async (text) => {
      const { status, body } = await post(text);
      expect([status, body.code]).toEqual([400, 'MALFORMED_JSON']);
    },
  );
});

describe('create', () => {
  const post = (body: unknown) => api.call('/api/v1/payments', { method: 'POST', body });

  it.each([
    ['in an escape', `{"orderId":"order-0001","order\\u0049d":"order-0002"}`, '/orderId'],
    ['inside', `{"method":{"type":"CARD","type":"TRANSFER"}}`, '/method/type'],
    ['in a list', `{"items":[{"name":"a"},{"name":"a","x":{},"name":"b"}]}`, '/items/1/name'],
    [
      'with a prototype’s name',
      `{"metadata":{"constructor":"a","constructor":"b"}}`,
      '/metadata/constructor',
    ],
  ])('finds a name that is given twice %s', async (_where, text, pointer) => {
    expect(faultsIn((await post(text)).body)).toEqual([`${pointer} DUPLICATE`]);
  });

  it('does not repeat a card number that is a name given twice', async () => {
    const answer = await post(`{"metadata":{"${CARD_NUMBER}":"a","${CARD_NUMBER}":"b"}}`);
    expect(answer.status).toBe(400);
    expect(answer.text).not.toContain(CARD_NUMBER);
  });

  it.each(['{"amount":1e400}', '{"amount":-0.0}', '{"amount":10000.000000000000001e-400}', '{"amount":"1"}'])(
    'takes no amount but a whole number: %s',
    async (text) => {
      expect(faultsIn((await post(text)).body).some((fault) => fault.startsWith('/amount '))).toBe(true);
    },
  );
});

describe('list-mine', () => {
  it.each([
    'limit=1&limit=100',
    'limit=1&LIMIT=2',
    'limit[]=1',
    'limit=1&limit%00=2',
    'status=PAID&status=READY',
    'cursor=a&cursor=b',
    'limit=1e2',
    'limit=0x10',
    'limit=%2B5',
    'from=2026-01-01',
    'constructor=1',
    '__proto__=1',
    '__proto__[limit]=5',
    `cursor=${'A'.repeat(4_000)}`,
    `cursor=${Buffer.from('["2026-01-01T00:00:00.000Z","pay_1\' or 1=1"]').toString('base64url')}`,
    `cursor=${Buffer.from('{"__proto__":1}').toString('base64url')}`,
  ])('INVALID_REQUEST for ?%s', async (query) => {
    api.payments.rows.set(PAYMENT_ID, paymentRow());
    const { status, body } = await api.call(`/api/v1/payments/me?${query}`);
    expect([status, body.code]).toEqual([400, 'INVALID_REQUEST']);
    expect(api.payments.queries).toEqual([]);
  });
});
