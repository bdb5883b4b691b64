/**
 * The adapter and the simulator both speak PortOne as PortOne's document says: every request and every answer of
 * the conversations below is judged by it. What the document does not say is a table of our own, with its sources.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CANCEL_ERRORS } from '../../activities/gateway/portone/cancel-errors.ts';
import { paymentSchema } from '../../activities/gateway/portone/schemas.ts';
import type { CheckoutOrder, GatewayPort } from '../../domain/gateway-port.ts';
import { Secret } from '../../domain/secret.ts';
import {
  API_SECRET,
  cancellation,
  NEVER,
  openSimulatedStore,
  type SimulatedStore,
  visit,
} from '../unit/gateway/simulated-store.ts';
import { type Exchange, faultsOf, tagsOf } from './portone-document.ts';
import { type RecordingProxy, startRecordingProxy } from './recording-proxy.ts';

let store: SimulatedStore;
let proxy: RecordingProxy;
let gateway: GatewayPort;

beforeAll(async () => {
  store = await openSimulatedStore();
  proxy = await startRecordingProxy(`${store.simulator.url}/portone`);
  gateway = store.gatewayWith({ apiUrl: proxy.url });
});
afterAll(async () => {
  await proxy.stop();
  await store.stop();
});
beforeEach(() => {
  store.simulator.faults.clear();
  proxy.exchanges.length = 0;
});

const retrieve = (order: CheckoutOrder, pgTransactionId?: string) =>
  gateway.retrieve({ paymentId: order.paymentId, pgTransactionId }, NEVER);

async function paidOrder(changes: Partial<CheckoutOrder> = {}): Promise<CheckoutOrder> {
  const order = store.order(changes);
  await store.pay(order);
  return order;
}

/** The conversations, each with the status of the payment, or type of the error, that it must have come to. */
const conversations: [string, string, () => Promise<unknown>][] = [
  ['a payment never heard of', 'PAYMENT_NOT_FOUND', () => retrieve(store.order(), 'claimed')],
  [
    'an open window',
    'READY',
    async () => {
      const order = store.order();
      await visit(store.gateway, order, { action: 'open' });
      await retrieve(order, 'claimed');
    },
  ],
  ['a card payment', 'PAID', async () => retrieve(await paidOrder(), 'claimed')],
  ['a transfer', 'PAID', async () => retrieve(await paidOrder({ method: { type: 'TRANSFER' } }), 'claimed')],
  [
    'an easy payment',
    'PAID',
    async () => retrieve(await paidOrder({ method: { type: 'EASY_PAY' } }), 'claimed'),
  ],
  [
    'a declined card',
    'FAILED',
    async () => {
      const order = store.order();
      await store.pay(order, '4000000000000002');
      await retrieve(order, 'claimed');
    },
  ],
  [
    'a pending payment',
    'PAY_PENDING',
    async () => {
      const order = store.order();
      await store.pay(order, '4000000000000119');
      await retrieve(order, 'claimed');
    },
  ],
  [
    'a part given back',
    'PARTIAL_CANCELLED',
    async () => {
      const order = await paidOrder();
      await gateway.cancel(cancellation(order, { amountMinor: 1000 }), NEVER);
      await retrieve(order, 'claimed');
    },
  ],
  [
    'all given back',
    'CANCELLED',
    async () => {
      const order = await paidOrder();
      await gateway.cancel(cancellation(order), NEVER);
      await retrieve(order, 'claimed');
    },
  ],
  ...(['SUCCEEDED', 'FAILED'] as const).map((outcome): [string, string, () => Promise<unknown>] => [
    `a cancellation that ends later: ${outcome}`,
    outcome === 'SUCCEEDED' ? 'CANCELLED' : 'PAID',
    async () => {
      const order = await paidOrder();
      store.misbehave('cancel', { kind: 'asynchronous_cancel', outcome });
      await gateway.cancel(cancellation(order), NEVER);
      await retrieve(order, 'claimed');
      store.simulator.ledger.settleCancellation(order.paymentId, outcome);
      await retrieve(order, 'claimed');
    },
  ]),
  [
    'a wrong secret',
    'UNAUTHORIZED',
    async () => {
      const stranger = store.gatewayWith({ apiUrl: proxy.url, apiSecret: new Secret('another') });
      const order = store.order();
      await stranger.retrieve({ paymentId: order.paymentId }, NEVER);
      await stranger.cancel(cancellation(order), NEVER);
    },
  ],
  [
    'another store',
    'FORBIDDEN',
    async () => {
      const stranger = store.gatewayWith({ apiUrl: proxy.url, storeId: 'other' });
      const order = await paidOrder();
      await stranger.retrieve({ paymentId: order.paymentId }, NEVER);
      await stranger.cancel(cancellation(order), NEVER);
    },
  ],
  ['cancelling nothing', 'PAYMENT_NOT_FOUND', () => gateway.cancel(cancellation(store.order()), NEVER)],
  [
    'cancelling what was declined',
    'PAYMENT_NOT_PAID',
    async () => {
      const order = store.order();
      await store.pay(order, '4000000000000002');
      await gateway.cancel(cancellation(order), NEVER);
    },
  ],
  [
    'cancelling twice',
    'PAYMENT_ALREADY_CANCELLED',
    async () => {
      const order = await paidOrder();
      await gateway.cancel(cancellation(order), NEVER);
      await gateway.cancel(cancellation(order), NEVER);
    },
  ],
  [
    'cancelling with a stale amount',
    'CANCELLABLE_AMOUNT_CONSISTENCY_BROKEN',
    async () => gateway.cancel(cancellation(await paidOrder(), { cancellableMinor: 1 }), NEVER),
  ],
  [
    'cancelling too much',
    'CANCEL_AMOUNT_EXCEEDS_CANCELLABLE_AMOUNT',
    async () => gateway.cancel(cancellation(await paidOrder(), { amountMinor: 99_999 }), NEVER),
  ],
  [
    'a refusal of the gateway behind',
    'PG_PROVIDER',
    async () => {
      const order = await paidOrder();
      store.misbehave('cancel', {
        kind: 'refused_cancel',
        pgCode: 'NOT_CANCELABLE_PAYMENT',
        pgMessage: 'no',
      });
      await gateway.cancel(cancellation(order), NEVER);
    },
  ],
];

describe('as the document says', () => {
  it.each(conversations)('%s (%s)', async (_name, cameTo, converse) => {
    await converse();
    expect(proxy.exchanges.flatMap(faultsOf)).toEqual([]);
    expect(proxy.exchanges.map(({ responseBody }) => responseBody)).toContainEqual(
      expect.objectContaining({ [tagOf(cameTo)]: cameTo }),
    );
  });

  it('is judged for real: an answer with a field too many, one too few or of another type is found', async () => {
    await retrieve(await paidOrder());
    const [exchange] = proxy.exchanges;
    const faultsWith = (change: object): number =>
      exchange
        ? faultsOf({ ...exchange, responseBody: { ...Object(exchange.responseBody), ...change } }).length
        : 0;
    const faults = [{}, { invented: 1 }, { amount: undefined }, { currency: 'WON' }, { status: 'DONE' }].map(
      faultsWith,
    );
    expect(faults.map((count) => count > 0)).toEqual([false, true, true, true, true]);
  });

  it('has a place in our tables for every status and every error of a cancellation', () => {
    const ours = paymentSchema.options.map((option) => option.shape.status.value);
    expect(ours.toSorted()).toEqual(tagsOf('Payment', 'status').toSorted());
    expect(Object.keys(CANCEL_ERRORS).toSorted()).toEqual(tagsOf('CancelPaymentError', 'type').toSorted());
  });
});

/**
 * Not in the document, only on PortOne's pages (rest-v2/overview: authentication, idempotency-key) and, for the
 * rate limit, in RFC 6585 and RFC 9110.
 */
describe('as the pages say', () => {
  const onlyExchange = (): Exchange => {
    const [exchange] = proxy.exchanges;
    if (!exchange || proxy.exchanges.length > 1) throw new Error(`${proxy.exchanges.length} exchanges`);
    return exchange;
  };

  it('every call is authorised by the secret under the scheme PortOne', async () => {
    const order = await paidOrder();
    await retrieve(order, 'claimed');
    await gateway.cancel(cancellation(order), NEVER);
    const sent = proxy.exchanges.map(({ requestHeaders }) => requestHeaders['authorization']);
    expect(sent).toEqual([1, 2, 3].map(() => `PortOne ${API_SECRET}`));
  });

  it.each([
    [true, /^"[\w-]{16,64}"$/],
    [false, /^[\w-]{16,64}$/],
  ])(
    'a cancellation has a key of characters that are safe everywhere (quoted: %s)',
    async (quoteIdempotencyKey, key) => {
      const order = await paidOrder();
      await store.gatewayWith({ apiUrl: proxy.url, quoteIdempotencyKey }).cancel(cancellation(order), NEVER);
      expect(onlyExchange().requestHeaders['idempotency-key']).toMatch(key);
    },
  );

  it('a reading has no key, which is for POST, PUT, PATCH and DELETE', async () => {
    await retrieve(await paidOrder());
    expect(onlyExchange().requestHeaders).not.toHaveProperty('idempotency-key');
  });

  it('the same key, quoted and bare, gets the same answer', async () => {
    const one = cancellation(await paidOrder());
    for (const quoteIdempotencyKey of [true, false]) {
      await store.gatewayWith({ apiUrl: proxy.url, quoteIdempotencyKey }).cancel(one, NEVER);
    }
    const [first, second] = proxy.exchanges;
    expect(second?.responseBody).toEqual(first?.responseBody);
  });

  it('a key whose request still runs is turned away with 409 IDEMPOTENCY_OUTSTANDING_REQUEST', async () => {
    const order = await paidOrder();
    const one = cancellation(order);
    store.misbehave('cancel', { kind: 'slow_effect', delayMs: 300 });
    await Promise.all([gateway.cancel(one, NEVER), gateway.cancel(one, NEVER)]);
    expect(proxy.exchanges.map(({ status }) => status)).toEqual([409, 200]);
    expect(proxy.exchanges[0]?.responseBody).toMatchObject({ type: 'IDEMPOTENCY_OUTSTANDING_REQUEST' });
  });

  it('too many requests are 429 with Retry-After', async () => {
    store.misbehave('retrieve', { kind: 'rate_limit', retryAfterSeconds: 7 });
    await retrieve(store.order());
    expect(onlyExchange()).toMatchObject({ status: 429, responseHeaders: { 'retry-after': '7' } });
  });
});

function tagOf(cameTo: string): 'status' | 'type' {
  return tagsOf('Payment', 'status').includes(cameTo) ? 'status' : 'type';
}
