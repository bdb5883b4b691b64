/**
 * What no document of Toss Payments says, only its pages: how calls are authorised, the look-up by order, idempotency
 * keys, and the number of each error. The table of errors stands here a second time on purpose, by its sources, so
 * that the adapter's and the simulator's own tables are measured by something that is neither.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CANCEL_ERRORS } from '../../activities/gateway/toss/cancel-errors.ts';
import { CONFIRM_ERRORS } from '../../activities/gateway/toss/confirm-errors.ts';
import type { OnConfirmGateway } from '../../domain/gateway-port.ts';
import { cancellation, NEVER } from '../unit/gateway/simulated-store.ts';
import {
  confirmation,
  openSimulatedToss,
  type SimulatedToss,
  TEST_SHOP,
} from '../unit/gateway/simulated-toss.ts';
import { type RecordingProxy, startRecordingProxy } from './recording-proxy.ts';

let toss: SimulatedToss;
let proxy: RecordingProxy;
let gateway: OnConfirmGateway;

beforeAll(async () => {
  toss = await openSimulatedToss(TEST_SHOP);
  proxy = await startRecordingProxy(`${toss.simulator.url}/toss`);
  gateway = toss.gatewayWith({ apiUrl: proxy.url, moneyTimeoutMs: 5000, readTimeoutMs: 5000 });
});
afterAll(async () => {
  await proxy.stop();
  await toss.stop();
});
beforeEach(() => {
  toss.simulator.faults.clear();
  proxy.exchanges.length = 0;
});

async function agreed() {
  const order = toss.order();
  return { order, confirming: confirmation(order, await toss.agree(order)) };
}

/** docs.tosspayments.com/reference/error-codes, the list of a confirmation. */
const CONFIRM: [number, string[]][] = [
  [400, ['ALREADY_PROCESSED_PAYMENT', 'PROVIDER_ERROR', 'INVALID_REQUEST', 'INVALID_REJECT_CARD']],
  [400, ['INVALID_STOPPED_CARD', 'INVALID_CARD_EXPIRATION', 'EXCEED_MAX_DAILY_PAYMENT_COUNT']],
  [400, ['EXCEED_MAX_CARD_INSTALLMENT_PLAN', 'BELOW_MINIMUM_AMOUNT', 'EXCEED_MAX_AMOUNT']],
  [400, ['UNAPPROVED_ORDER_ID', 'INVALID_API_KEY']],
  [401, ['UNAUTHORIZED_KEY']],
  [403, ['REJECT_ACCOUNT_PAYMENT', 'REJECT_CARD_PAYMENT', 'REJECT_CARD_COMPANY', 'EXCEED_MAX_AUTH_COUNT']],
  [403, ['EXCEED_MAX_ONE_DAY_AMOUNT', 'FDS_ERROR', 'FORBIDDEN_REQUEST', 'INCORRECT_BASIC_AUTH_FORMAT']],
  [404, ['NOT_FOUND_PAYMENT', 'NOT_FOUND_PAYMENT_SESSION']],
  [500, ['FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING', 'FAILED_INTERNAL_SYSTEM_PROCESSING']],
  [500, ['UNKNOWN_PAYMENT_ERROR']],
  // docs.tosspayments.com/reference/using-api/idempotency-key
  [409, ['IDEMPOTENT_REQUEST_PROCESSING']],
  [400, ['INVALID_IDEMPOTENCY_KEY']],
];

/** The same page, the list of a cancellation. */
const CANCEL: [number, string[]][] = [
  [400, ['ALREADY_CANCELED_PAYMENT', 'ALREADY_REFUND_PAYMENT', 'NOT_MATCHES_REFUNDABLE_AMOUNT']],
  [400, ['PROVIDER_ERROR', 'REFUND_REJECTED', 'INVALID_REFUND_ACCOUNT_INFO', 'INVALID_BANK']],
  [400, ['INVALID_REFUND_ACCOUNT_NUMBER', 'EXCEED_CANCEL_AMOUNT_DISCOUNT_AMOUNT']],
  [400, ['FORBIDDEN_BANK_REFUND_REQUEST', 'INVALID_REQUEST']],
  [401, ['UNAUTHORIZED_KEY']],
  [403, ['NOT_CANCELABLE_AMOUNT', 'NOT_CANCELABLE_PAYMENT', 'FORBIDDEN_CONSECUTIVE_REQUEST']],
  [403, ['NOT_ALLOWED_PARTIAL_REFUND', 'NOT_ALLOWED_PARTIAL_REFUND_WAITING_DEPOSIT', 'EXCEED_CANCEL_LIMIT']],
  [403, ['EXCEED_MAX_REFUND_DUE', 'NOT_AVAILABLE_BANK', 'NOT_CANCELABLE_PAYMENT_FOR_DORMANT_USER']],
  [403, ['FORBIDDEN_REQUEST', 'INCORRECT_BASIC_AUTH_FORMAT']],
  [404, ['NOT_FOUND_PAYMENT']],
  [500, ['FAILED_INTERNAL_SYSTEM_PROCESSING', 'FAILED_REFUND_PROCESS', 'FAILED_METHOD_HANDLING_CANCEL']],
  [500, ['FAILED_PARTIAL_REFUND', 'COMMON_ERROR']],
  [409, ['IDEMPOTENT_REQUEST_PROCESSING']],
  [400, ['INVALID_IDEMPOTENCY_KEY']],
];

describe('every error that the pages list', () => {
  const listed = (table: [number, string[]][]): [string, number][] =>
    table.flatMap(([status, codes]) => codes.map((code): [string, number] => [code, status]));

  async function onDemand(path: string, code: string) {
    const authorization = `Basic ${btoa(`${TEST_SHOP.secretKey}:`)}`;
    const headers = { authorization, 'tosspayments-test-code': code };
    const response = await fetch(`${proxy.url}${path}`, { method: 'POST', headers, body: '{}' });
    return { status: response.status, body: await response.json() };
  }

  it.each(listed(CONFIRM))('of a confirmation: %s is %i, and we have a row for it', async (code, status) => {
    expect(Object.keys(CONFIRM_ERRORS)).toContain(code);
    const expected = { status, body: { code, message: expect.any(String) } };
    expect(await onDemand('/v1/payments/confirm', code)).toEqual(expected);
  });

  it.each(listed(CANCEL))('of a cancellation: %s is %i, and we have a row for it', async (code, status) => {
    expect(Object.keys(CANCEL_ERRORS)).toContain(code);
    const expected = { status, body: { code, message: expect.any(String) } };
    expect(await onDemand('/v1/payments/some-payment-key/cancel', code)).toEqual(expected);
  });

  it('and every one that we have a row for, the simulator can answer with', async () => {
    for (const code of [...Object.keys(CONFIRM_ERRORS), ...Object.keys(CANCEL_ERRORS)])
      expect((await onDemand('/v1/payments/confirm', code)).body).toMatchObject({ code });
  });
});

describe('as the pages say', () => {
  it('every call is authorised by the secret key and a colon, in base64', async () => {
    const { order, confirming } = await agreed();
    await gateway.confirm(confirming, NEVER);
    await gateway.cancel(cancellation(order), NEVER);
    const sent = proxy.exchanges.map(({ requestHeaders }) => requestHeaders['authorization']);
    expect(new Set(sent)).toEqual(new Set(['Basic dGVzdF9za19zaG9wOg==']));
    expect(sent.length).toBeGreaterThan(2);
  });

  it('the payment is looked up by our own id under /v1/payments/orders/', async () => {
    const { order } = await agreed();
    await gateway.retrieve({ paymentId: order.paymentId }, NEVER);
    expect(proxy.exchanges.map(({ method, path }) => `${method} ${path}`)).toEqual([
      `GET /v1/payments/orders/${order.paymentId}`,
    ]);
  });

  it('what moves money has a key of safe characters, at most 300 of them; a reading has none', async () => {
    const { order, confirming } = await agreed();
    await gateway.confirm(confirming, NEVER);
    const one = cancellation(order);
    await gateway.cancel(one, NEVER);
    const keys = proxy.exchanges.map(({ method, requestHeaders }) => [
      method,
      requestHeaders['idempotency-key'],
    ]);
    expect(keys).toEqual([
      ['POST', confirming.idempotencyKey],
      ['GET', undefined],
      ['POST', one.cancellationId],
    ]);
    expect(confirming.idempotencyKey).toMatch(/^[\w-]{16,300}$/);
  });

  it('the same key gets the same answer, and another key of the same confirmation is ALREADY_PROCESSED_PAYMENT', async () => {
    const { confirming } = await agreed();
    for (const _time of [1, 2]) await gateway.confirm(confirming, NEVER);
    await gateway.confirm({ ...confirming, idempotencyKey: 'another-key-of-ours' }, NEVER);
    const [first, second, third] = proxy.exchanges;
    expect(second?.responseBody).toEqual(first?.responseBody);
    expect(third).toMatchObject({ status: 400, responseBody: { code: 'ALREADY_PROCESSED_PAYMENT' } });
  });

  it('a key whose request still runs is turned away with 409 IDEMPOTENT_REQUEST_PROCESSING', async () => {
    const { confirming } = await agreed();
    toss.misbehave('confirm', { kind: 'slow_effect', delayMs: 300 });
    const results = await Promise.all([1, 2].map(() => gateway.confirm(confirming, NEVER)));
    expect(results.map(({ kind }) => kind).toSorted()).toEqual(['approved', 'pending']);
    expect(proxy.exchanges[0]).toMatchObject({
      status: 409,
      responseBody: { code: 'IDEMPOTENT_REQUEST_PROCESSING' },
    });
  });

  it('a cancellation carries reason and amount, and not the deprecated refundableAmount', async () => {
    const { order, confirming } = await agreed();
    await gateway.confirm(confirming, NEVER);
    const one = cancellation(order, { amountMinor: 4000 });
    await gateway.cancel(one, NEVER);
    expect(proxy.exchanges.at(-1)?.requestBody).toEqual({
      cancelReason: `[${one.cancellationId}] 고객 변심`,
      cancelAmount: 4000,
    });
  });

  it('too many requests are 429 with Retry-After', async () => {
    toss.misbehave('retrieve', { kind: 'rate_limit', retryAfterSeconds: 7 });
    await gateway.retrieve({ paymentId: toss.order().paymentId }, NEVER);
    expect(proxy.exchanges[0]).toMatchObject({ status: 429, responseHeaders: { 'retry-after': '7' } });
  });
});
