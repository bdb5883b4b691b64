/** What is read from a webhook of Toss Payments': which payment to look at, and nothing that would have to be believed. */
import { describe, expect, it } from 'vitest';
import { parseTossWebhook } from '../../../activities/gateway/toss/webhook.ts';
import { createWebhookParsers } from '../../../activities/gateway/webhook-parsers.ts';
import {
  cancelStatusChanged,
  depositCallback,
  event,
  statusChanged,
  tossHeaders,
} from '../../support/toss-webhook.ts';

function read(
  body: string | Uint8Array,
  headers: Readonly<Record<string, string>> = tossHeaders('whtrans_1'),
) {
  return parseTossWebhook({ headers: new Headers(headers), rawBody: Buffer.from(body), nowMs: 0 });
}

const NOTICE = { kind: 'notice', isProved: false, deliveryId: 'whtrans_1', paymentId: 'pay_1' };
const one = { cancels: [{ transactionKey: 'CANCEL-1', cancelStatus: 'DONE' }] };
const two = { cancels: [...one.cancels, { transactionKey: 'CANCEL-2', cancelStatus: 'DONE' }] };

describe('a change of a payment', () => {
  it.each([
    ['DONE', {}, { kind: 'paid', pgTransactionId: 'tx-1' }],
    ['ABORTED', {}, undefined],
    ['WAITING_FOR_DEPOSIT', {}, { kind: 'account_issued', pgTransactionId: 'tx-1' }],
    ['CANCELED', one, { kind: 'cancelled', pgCancellationId: 'CANCEL-1' }],
    ['PARTIAL_CANCELED', one, { kind: 'cancelled', pgCancellationId: 'CANCEL-1' }],
    ['PARTIAL_CANCELED', two, undefined],
    ['CANCELED', {}, undefined],
    ['A_STATUS_OF_TOMORROW', {}, undefined],
  ])('to %s is a reason to look at that payment', (status, more, claim) => {
    expect(read(statusChanged('pay_1', status, more))).toEqual({
      ...NOTICE,
      type: 'PAYMENT_STATUS_CHANGED',
      claim,
    });
  });

  it.each(['READY', 'IN_PROGRESS', 'EXPIRED'])('to %s is none: nothing has moved by it', (status) => {
    expect(read(statusChanged('pay_1', status))).toEqual({ kind: 'ignored', type: 'PAYMENT_STATUS_CHANGED' });
  });
});

describe('a deposit', () => {
  it('is told by its fields, since it has no type', () => {
    expect(read(depositCallback('pay_1', 'DONE'))).toEqual({ ...NOTICE, type: 'DEPOSIT_CALLBACK' });
  });

  it('is taken with a type as well', () => {
    const named = JSON.stringify({
      eventType: 'DEPOSIT_CALLBACK',
      ...JSON.parse(depositCallback('pay_1', 'DONE')),
    });
    expect(read(named)).toMatchObject(NOTICE);
  });

  it('lets its secret go no further', () => {
    expect(JSON.stringify(read(depositCallback('pay_1', 'DONE', 'ps_hidden')))).not.toContain('ps_hidden');
  });
});

describe('the end of a cancellation', () => {
  it('names no order, so there is nothing to look at: ours is asked about anyhow', () => {
    expect(read(cancelStatusChanged('DONE'))).toEqual({ kind: 'ignored', type: 'CANCEL_STATUS_CHANGED' });
  });

  it('that does name one is looked at', () => {
    expect(read(event('CANCEL_STATUS_CHANGED', { orderId: 'pay_1' }))).toMatchObject(NOTICE);
  });
});

describe('a delivery', () => {
  it.each([
    ['without an id', null],
    ['with an id twice', 'whtrans_1, whtrans_2'],
    ['with an id of blanks', '   '],
    ['with an id that is too long', 'x'.repeat(201)],
  ])('%s has none of its own', (_, id) => {
    expect(read(statusChanged('pay_1', 'DONE'), tossHeaders(id))).toMatchObject({ deliveryId: null });
  });

  it.each(['BILLING_DELETED', 'METHOD_UPDATED', 'payout.changed', 'OF_TOMORROW'])(
    'of type %s is none of ours to look at',
    (type) => {
      expect(read(event(type, {}))).toEqual({ kind: 'ignored', type });
    },
  );

  it.each([
    ['no JSON', '{"eventType":'],
    ['no object', '"PAYMENT_STATUS_CHANGED"'],
    ['a type of another kind', JSON.stringify({ eventType: 7, data: {} })],
    ['a type without end', JSON.stringify({ eventType: 'x'.repeat(101) })],
    ['a payment without an order', event('PAYMENT_STATUS_CHANGED', { paymentKey: 'tx-1', status: 'DONE' })],
    ['an order id that is none', statusChanged('pay 1\n', 'DONE')],
    ['an order id without end', statusChanged('x'.repeat(201), 'DONE')],
    ['an empty event', '{}'],
    ['a deposit without its secret', JSON.stringify({ status: 'DONE', orderId: 'pay_1' })],
  ])('that is %s is unreadable, and nobody’s fault', (_, body) => {
    expect(read(body)).toMatchObject({ kind: 'unreadable', isProved: false });
  });

  it('that is not UTF-8 is unreadable', () => {
    expect(read(Uint8Array.of(0x7b, 0xff, 0x7d))).toMatchObject({ kind: 'unreadable' });
  });
});

it('there is no such parser where Toss’ webhooks are not taken', () => {
  expect(Object.keys(createWebhookParsers({ PORTONE: null, TOSS: false }))).toEqual([]);
  expect(Object.keys(createWebhookParsers({ PORTONE: null, TOSS: true }))).toEqual(['TOSS']);
});
