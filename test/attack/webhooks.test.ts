/**
 * Whoever sends webhooks: forged, stale, played again, doubled. What each kind of signature fault is called:
 * test/unit/gateway/portone-webhook.test.ts; one look per delivery: test/api/webhook/200.test.ts.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWebhookParsers } from '../../activities/gateway/webhook-parsers.ts';
import { Secret } from '../../domain/secret.ts';
import { apiUnderTest } from '../api/support/api-under-test.ts';
import { paymentRow } from '../api/support/fake-payments.ts';
import { PAYMENT_ID } from '../api/support/requests.ts';
import { WEBHOOK_PATH } from '../api/support/webhooks-under-test.ts';
import { NEW_WEBHOOK_SECRET, signWebhook, WEBHOOK_SECRET, webhookBody } from '../support/sign-webhook.ts';

const time = { now: Date.now() };
const api = apiUnderTest({
  clock: () => time.now,
  webhooks: createWebhookParsers({
    PORTONE: { secrets: [new Secret(NEW_WEBHOOK_SECRET), new Secret(WEBHOOK_SECRET)] },
    TOSS: false,
  }),
});

type Signed = ReturnType<typeof signWebhook>;
const genuine = (more: object = {}) =>
  signWebhook({ body: webhookBody('Transaction.Paid', { paymentId: PAYMENT_ID }), ...more });
const send = async ({ body, headers }: { body: string; headers: object }, path = WEBHOOK_PATH) => {
  const pairs = Object.entries(headers).map(([name, value]) => [name, String(value)] as const);
  const request = { method: 'POST', body, headers: Object.fromEntries(pairs), token: null };
  return (await api.call(path, request)).status;
};

beforeEach(() => {
  time.now = Date.now();
  api.payments.rows.set(PAYMENT_ID, paymentRow());
});

describe('is heard once', () => {
  afterEach(() => {
    expect(api.workflows.calls).toHaveLength(1);
  });

  it('however often it is played again, and not at all when its time is over', async () => {
    const one = genuine({ id: 'msg_1' });
    for (const _ of [1, 2, 3]) expect(await send(one)).toBe(200);
    time.now += 301_000;
    expect(await send(one)).toBe(401);
    api.deliveries.recorded.length = 0;
    expect(await send(one)).toBe(401);
  });

  it('with the signatures of both secrets while they are changed, in either order', async () => {
    const [old, next] = [genuine({ id: 'm' }), genuine({ id: 'm', secret: NEW_WEBHOOK_SECRET })];
    const signatures = [signatureOf(old), signatureOf(next)];
    for (const both of [signatures, signatures.toReversed()])
      expect(await send({ ...old, headers: { ...old.headers, 'webhook-signature': both.join(' ') } })).toBe(
        200,
      );
  });
});

describe('is not heard at all', () => {
  afterEach(() => {
    expect([api.workflows.calls, api.deliveries.recorded]).toEqual([[], []]);
    expect(api.log.join('')).not.toMatch(/[\u007f-\u009f\u202e]/);
  });

  it('under another’s id, time or body: the signature binds all three', async () => {
    const [one, other] = [genuine({ id: 'msg_1' }), genuine({ id: 'msg_2', shiftSeconds: -60 })];
    for (const name of ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const)
      expect(await send({ ...one, headers: { ...one.headers, [name]: other.headers[name] } })).toBe(401);
    const bobs = one.body.replace(PAYMENT_ID, PAYMENT_ID.replace('1', '2'));
    expect(await send({ ...one, body: bobs })).toBe(401);
  });

  it('when id, time and body are shifted over their borders', async () => {
    const { body, headers } = genuine({ id: 'msg_1.2' });
    const [id, more] = ['msg_1', `2.${headers['webhook-timestamp']}`];
    expect(await send({ body, headers: { ...headers, 'webhook-id': id, 'webhook-timestamp': more } })).toBe(
      401,
    );
  });

  it.each([
    '0',
    '-1',
    '1e9',
    '0x7fffffff',
    ' ',
    '9'.repeat(40),
    'Infinity',
    '１７００００００００'.slice(0, 3),
  ])('with a time that is none: %j', async (timestamp) => {
    const one = genuine();
    const bytes = Buffer.from(timestamp).toString('latin1');
    expect(await send({ ...one, headers: { ...one.headers, 'webhook-timestamp': bytes } })).toBe(401);
  });

  it('when the right signature hides behind more wrong ones than are looked at', async () => {
    const one = genuine();
    const wrong = Array.from({ length: 1_000 }, () => `v1,${Buffer.alloc(32).toString('base64')}`);
    const signatures = [...wrong, signatureOf(one)].join(' ');
    expect(await send({ ...one, headers: { ...one.headers, 'webhook-signature': signatures } })).toBe(401);
  });

  it.each(['none', 'v1', 'v1,', 'v1,=', 'v1a,AAAA', ',', ' ', 'V1,AAAA'])(
    'signed "%s"',
    async (signature) => {
      const one = genuine();
      expect(await send({ ...one, headers: { ...one.headers, 'webhook-signature': signature } })).toBe(401);
    },
  );

  it.each([
    '__proto__',
    'constructor',
    'toString',
    'PORTONE',
    'toss',
    'portone%00',
    'portone%2F..',
    'stripe',
  ])('at /webhooks/%s: nobody reads there', async (provider) => {
    expect(await send(genuine(), `/api/v1/webhooks/${provider}`)).toBe(404);
  });

  it.each([
    '__proto__',
    'constructor',
    'hasOwnProperty',
    'Transaction.Paid\u0000',
    '\u009b2J\u202eTransaction.Paid',
  ])('with a genuine signature and the type %j', async (type) => {
    expect(await send(signWebhook({ body: webhookBody(type, { paymentId: PAYMENT_ID }) }))).toBe(200);
  });

  it.each([
    '{"type":"Transaction.Paid","data":{"paymentId":{"toString":"x"}}}',
    '{"type":"Transaction.Paid","data":{"paymentId":["pay_1"]}}',
    '{"type":"Transaction.Paid","data":{"paymentId":"pay_1\\u0000"}}',
    '{"type":"Transaction.Paid","data":{"__proto__":{"paymentId":"pay_1"}}}',
    `{"type":"Transaction.Paid","data":${'['.repeat(10_000)}${']'.repeat(10_000)}}`,
    'null',
    '',
  ])('with a genuine signature and another form: %.70s', async (body) => {
    expect(await send(signWebhook({ body }))).toBe(400);
  });
});

function signatureOf({ headers }: Signed): string {
  return headers['webhook-signature'];
}
