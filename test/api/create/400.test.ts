import { afterEach, describe, expect, it } from 'vitest';
import { apiUnderTest } from '../support/api-under-test.ts';
import { faultsIn } from '../support/body.ts';
import { CARD_NUMBER, CREATE_BODY } from '../support/requests.ts';

const api = apiUnderTest();
const post = (body: unknown, headers: Readonly<Record<string, string>> = {}) =>
  api.call('/api/v1/payments', { method: 'POST', body, headers });

afterEach(() => {
  expect(api.workflows.calls).toEqual([]);
});

describe('INVALID_REQUEST', () => {
  it('names every faulty field at once, header and body', async () => {
    const body = {
      orderId: 'a b',
      amount: 1.5,
      currency: 'ZZZ',
      method: { type: 'CARD', x: 1 },
      extra: 1,
      'a/b~c': 1,
    };
    const answer = await post(body, { 'Idempotency-Key': 'has space' });
    expect(answer.status).toBe(400);
    expect(answer.body.code).toBe('INVALID_REQUEST');
    expect(faultsIn(answer.body).toSorted()).toEqual([
      '/amount INVALID_TYPE',
      '/a~1b~0c UNKNOWN_FIELD',
      '/currency NOT_ALLOWED',
      '/extra UNKNOWN_FIELD',
      '/header/Idempotency-Key INVALID_FORMAT',
      '/method/x UNKNOWN_FIELD',
      '/orderId INVALID_FORMAT',
      '/orderName REQUIRED',
    ]);
  });

  it.each([
    ['/orderId', 'REQUIRED', { orderId: undefined }],
    ['/orderId', 'INVALID_TYPE', { orderId: null }],
    ['/orderId', 'INVALID_FORMAT', { orderId: 'short' }],
    ['/orderId', 'INVALID_FORMAT', { orderId: 'x'.repeat(65) }],
    ['/orderName', 'TOO_SHORT', { orderName: '' }],
    ['/orderName', 'INVALID_FORMAT', { orderName: '   ' }],
    ['/orderName', 'INVALID_FORMAT', { orderName: 'a\u0000b' }],
    ['/orderName', 'INVALID_FORMAT', { orderName: 'half \ud83d' }],
    ['/orderName', 'TOO_LONG', { orderName: '가'.repeat(101) }],
    ['/amount', 'TOO_SMALL', { amount: 0 }],
    ['/amount', 'TOO_SMALL', { amount: -1 }],
    ['/amount', 'TOO_LARGE', { amount: 1_000_000_000_001 }],
    ['/amount', 'TOO_LARGE', { amount: 2 ** 60 }],
    ['/amount', 'INVALID_TYPE', { amount: '10000' }],
    ['/amount', 'INVALID_TYPE', { amount: true }],
    ['/items', 'TOO_MANY', { items: Array.from({ length: 101 }, () => CREATE_BODY.items[0]) }],
    ['/items/0/quantity', 'TOO_SMALL', { items: [{ name: 'a', quantity: 0, unitAmount: 1 }] }],
    ['/items', 'INVALID_TYPE', { items: {} }],
    ['/method', 'REQUIRED', { method: undefined }],
    ['/method/type', 'REQUIRED', { method: {} }],
    ['/method/type', 'NOT_ALLOWED', { method: { type: 'BITCOIN' } }],
    ['/method/type', 'NOT_ALLOWED', { method: { type: '__proto__' } }],
    ['/customer/email', 'INVALID_FORMAT', { customer: { email: 'nobody' } }],
    ['/customer/phone', 'INVALID_FORMAT', { customer: { phone: 'call me' } }],
    ['/metadata/a', 'INVALID_TYPE', { metadata: { a: 1 } }],
    ['/metadata/a', 'TOO_LONG', { metadata: { a: 'x'.repeat(501) } }],
    [`/metadata/${'k'.repeat(41)}`, 'TOO_LONG', { metadata: { ['k'.repeat(41)]: 'x' } }],
    [
      '/metadata',
      'TOO_MANY',
      { metadata: Object.fromEntries([...Array(21).keys()].map((n) => [`k${n}`, 'x'])) },
    ],
  ])('%s %s', async (pointer, code, changes) => {
    const answer = await post({ ...CREATE_BODY, ...changes });
    expect(answer.status).toBe(400);
    expect(faultsIn(answer.body)).toEqual([`${pointer} ${code}`]);
  });

  it.each([
    ['{"__proto__":{"amount":1}}', '/__proto__ UNKNOWN_FIELD'],
    ['{"metadata":{"__proto__":"x"}}', '/metadata/__proto__ UNKNOWN_FIELD'],
    ['{"constructor":{"prototype":1}}', '/constructor UNKNOWN_FIELD'],
  ])('takes no key that could reach a prototype: %s', async (text, fault) => {
    const answer = await post(text);
    expect(answer.status).toBe(400);
    expect(faultsIn(answer.body)).toContain(fault);
  });

  it.each(['null', '[]', '"text"', '1'])('takes no body but an object: %s', async (text) => {
    const answer = await post(text);
    expect(answer.status).toBe(400);
    expect(faultsIn(answer.body)).toEqual([' INVALID_TYPE']);
  });

  it.each(['', 'k'.repeat(256), '열쇠'.normalize('NFC')])('refuses the Idempotency-Key "%s"', async (key) => {
    const answer = await post(CREATE_BODY, { 'Idempotency-Key': encodeHeader(key) });
    expect(answer.status).toBe(400);
    expect(answer.body.errors?.[0]?.pointer).toBe('/header/Idempotency-Key');
  });

  it('says which form is the right one', async () => {
    const messageFor = async (changes: object, language: string) => {
      const answer = await post({ ...CREATE_BODY, ...changes }, { 'Accept-Language': language });
      return answer.body.errors?.[0]?.message;
    };
    const form = String.raw`^[A-Za-z0-9\-_]{6,64}$`;
    expect(await messageFor({ orderId: 'short' }, 'en')).toBe(`This must have the form ${form}`);
    expect(await messageFor({ orderId: 'short' }, 'ko')).toBe(`형식에 맞지 않습니다. 맞는 형식: ${form}`);
    expect(await messageFor({ customer: { email: 'nobody' } }, 'en')).toBe('This must have the form email');
  });

  it('says it in Korean unless English is preferred', async () => {
    const korean = await post({}, { 'Accept-Language': 'fr' });
    expect(korean.body.title).toBe('잘못된 요청');
    expect(korean.body.errors?.[0]?.message).toBe('필수 항목입니다.');
    expect(korean.headers.get('Content-Language')).toBe('ko');
    const english = await post({}, { 'Accept-Language': 'en-US,ko;q=0.5' });
    expect(english.body.errors?.[0]?.message).toBe('This is required.');
  });
});

describe('MALFORMED_JSON', () => {
  it.each(['', '{', '{"a":}', '[1', '\u0000'])('for %j', async (text) => {
    const answer = await post(text);
    expect([answer.status, answer.body.code]).toEqual([400, 'MALFORMED_JSON']);
  });
});

describe('UNSUPPORTED_METHOD', () => {
  it.each(['VIRTUAL_ACCOUNT', 'MOBILE'])(
    '%s has no gateway here, and the answer lists what has',
    async (type) => {
      const answer = await post({ ...CREATE_BODY, method: { type } });
      expect(answer.body.code).toBe('UNSUPPORTED_METHOD');
      expect(answer.body.params).toEqual({ method: type, supported: 'CARD, EASY_PAY, TRANSFER' });
    },
  );
});

describe('CARD_NUMBER_NOT_ACCEPTED', () => {
  it.each([
    ['/orderName', { orderName: `카드 ${CARD_NUMBER}` }],
    ['/items/0/name', { items: [{ name: '4242 4242 4242 4242', quantity: 1, unitAmount: 1 }] }],
    ['/customer/name', { customer: { name: '4242-4242-4242-4242' } }],
    ['/metadata/note', { metadata: { note: `1 ${CARD_NUMBER} 12/30` } }],
    ['/metadata/note', { metadata: { note: Number(CARD_NUMBER) } }],
    ['/metadata', { metadata: { [CARD_NUMBER]: 'x' } }],
    ['/card', { card: CARD_NUMBER }],
    ['/card/number', { card: { number: Number(CARD_NUMBER), cvc: '123' } }],
    ['/orderName', { orderName: '４２４２４２４２４２４２４２４２' }],
  ])('at %s, and the answer does not repeat it', async (pointer, changes) => {
    const answer = await post({ ...CREATE_BODY, ...changes });
    expect([answer.status, answer.body.code]).toEqual([400, 'CARD_NUMBER_NOT_ACCEPTED']);
    expect(faultsIn(answer.body)).toContain(`${pointer} CARD_NUMBER_NOT_ACCEPTED`);
    expect(answer.text).not.toContain(CARD_NUMBER);
    expect(api.log.join('')).not.toContain(CARD_NUMBER);
  });
});

/** Header values are Latin-1 in the platform's own Headers: UTF-8 bytes arrive as such. */
function encodeHeader(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}
