/** Which webhooks of PortOne are believed to be PortOne's, and what is read from them. */
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { describe, expect, it, vi } from 'vitest';
import { createPortOneWebhookParser } from '../../../activities/gateway/portone/webhook.ts';
import { createWebhookParsers } from '../../../activities/gateway/webhook-parsers.ts';
import { Secret } from '../../../domain/secret.ts';
import {
  NEW_WEBHOOK_SECRET,
  signWebhook,
  type ToSign,
  WEBHOOK_SECRET,
  webhookBody,
} from '../../support/sign-webhook.ts';

type Headers = Readonly<Record<string, string>>;

function read(
  { body, headers }: { readonly body: string; readonly headers: Headers },
  secrets: readonly string[] = [WEBHOOK_SECRET],
) {
  const parse = createPortOneWebhookParser({ secrets: secrets.map((secret) => new Secret(secret)) });
  return parse({ headers: new Headers(headers), rawBody: Buffer.from(body), nowMs: Date.now() });
}

const BODY = webhookBody('Transaction.Paid');
const signed = (how: ToSign = {}) => signWebhook({ body: BODY, ...how });
const NOTICE = { kind: 'notice', type: 'Transaction.Paid', paymentId: 'pay_1' };
const unproved = (why: string) => ({ kind: 'unproved', why });

describe('a signature', () => {
  it.each<[string, ToSign]>([
    ['of now', {}],
    ['almost five minutes old', { shiftSeconds: -299 }],
    ['almost five minutes ahead', { shiftSeconds: 299 }],
  ])('%s is believed', (_, how) => {
    expect(read(signed(how))).toMatchObject(NOTICE);
  });

  it('by either of two secrets is believed, while they are changed', () => {
    const both = [NEW_WEBHOOK_SECRET, WEBHOOK_SECRET];
    expect(read(signed(), both)).toMatchObject(NOTICE);
    expect(read(signed({ secret: NEW_WEBHOOK_SECRET }), both)).toMatchObject(NOTICE);
  });

  it('among several, and beside one of another version, is found', () => {
    const { body, headers } = signed();
    const wrong = `v1,${Buffer.alloc(32).toString('base64')}`;
    const several = `v1a,zzz ${wrong} ${headers['webhook-signature']}`;
    expect(read({ body, headers: { ...headers, 'webhook-signature': several } })).toMatchObject(NOTICE);
  });

  it.each<[string, ToSign, string]>([
    ['too old', { shiftSeconds: -302 }, 'timestamp too old'],
    ['too far ahead', { shiftSeconds: 302 }, 'timestamp too new'],
    ['by a secret that was rotated away', { secret: NEW_WEBHOOK_SECRET }, 'no matching signature'],
  ])('%s is refused', (_, how, why) => {
    expect(read(signed(how))).toEqual(unproved(why));
  });

  it('is refused when there is no secret at all', () => {
    expect(read(signed(), [])).toEqual(unproved('no matching signature'));
    expect(createWebhookParsers({ PORTONE: null, TOSS: false })).toEqual({});
  });

  it.each<[string, (headers: Headers) => Headers, string]>([
    ['without an id', (h) => without(h, 'webhook-id'), 'missing header'],
    ['without a time', (h) => without(h, 'webhook-timestamp'), 'missing header'],
    ['without a signature', (h) => without(h, 'webhook-signature'), 'missing header'],
    ['with two ids', (h) => twice(h, 'webhook-id'), 'duplicated header'],
    ['with two times', (h) => twice(h, 'webhook-timestamp'), 'duplicated header'],
    ['with two signature headers', (h) => twice(h, 'webhook-signature'), 'duplicated header'],
    ['of another id', (h) => ({ ...h, 'webhook-id': 'msg_other' }), 'no matching signature'],
    ['with a time in words', (h) => ({ ...h, 'webhook-timestamp': 'now' }), 'malformed header'],
    ['of another version', (h) => replaced(h, 'v1,', 'v2,'), 'no matching signature'],
    ['cut short', (h) => ({ ...h, 'webhook-signature': 'v1,YWJj' }), 'no matching signature'],
    ['that is empty', (h) => ({ ...h, 'webhook-signature': 'v1,' }), 'no matching signature'],
    ['without its version', (h) => replaced(h, 'v1,', ''), 'no matching signature'],
  ])('%s is refused', (_, spoil, why) => {
    const { body, headers } = signed();
    expect(read({ body, headers: spoil(headers) })).toEqual(unproved(why));
  });

  it('of another body is refused, be it a space', () => {
    const { body, headers } = signed();
    expect(read({ body: `${body} `, headers })).toEqual(unproved('no matching signature'));
  });

  it('is compared with every secret in constant time, also after one has matched', () => {
    const compare = vi.spyOn(crypto, 'timingSafeEqual');
    syncBuiltinESMExports();
    try {
      read(signed(), [WEBHOOK_SECRET, NEW_WEBHOOK_SECRET]);
      expect(compare).toHaveBeenCalledTimes(2);
    } finally {
      compare.mockRestore();
      syncBuiltinESMExports();
    }
  });
});

describe('what is read', () => {
  it.each([
    ['Transaction.Paid', {}, { kind: 'paid', pgTransactionId: 'tx-1' }],
    ['Transaction.Cancelled', { cancellationId: 'c-1' }, { kind: 'cancelled', pgCancellationId: 'c-1' }],
    [
      'Transaction.PartialCancelled',
      { cancellationId: 'c-2' },
      { kind: 'cancelled', pgCancellationId: 'c-2' },
    ],
    ['Transaction.Failed', {}, undefined],
    ['Transaction.VirtualAccountIssued', {}, { kind: 'account_issued', pgTransactionId: 'tx-1' }],
    ['Transaction.DisputeCreated', {}, undefined],
  ])('of %s: where to look, and what it claims', (type, data, claim) => {
    const webhook = signWebhook({ id: 'msg_1', body: webhookBody(type, data) });
    expect(read(webhook)).toEqual({
      kind: 'notice',
      isProved: true,
      deliveryId: 'msg_1',
      type,
      paymentId: 'pay_1',
      claim,
    });
  });

  it.each(['Transaction.Ready', 'BillingKey.Issued', 'Something.New'])('of %s: nothing', (type) => {
    expect(read(signed({ body: webhookBody(type) }))).toEqual({ kind: 'ignored', type });
  });

  it.each([
    ['no JSON', 'imp_uid=1&status=paid'],
    ['no type', '{}'],
    ['no payment', JSON.stringify({ type: 'Transaction.Paid', data: {} })],
    ['an id that is none', webhookBody('Transaction.Paid', { paymentId: 'a b' })],
  ])('of one with %s: that it is not readable', (_, body) => {
    expect(read(signed({ body })).kind).toBe('unreadable');
  });
});

function without(headers: Headers, name: string): Headers {
  return Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name));
}

/** As HTTP joins a header that was sent twice. */
function twice(headers: Headers, name: string): Headers {
  return { ...headers, [name]: `${headers[name]}, ${headers[name]}` };
}

function replaced(headers: Headers, from: string, to: string): Headers {
  return { ...headers, 'webhook-signature': (headers['webhook-signature'] ?? '').replace(from, to) };
}
