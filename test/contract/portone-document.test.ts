/**
 * The adapter and the simulator both speak PortOne as PortOne's document says: every request and every answer of
 * the conversations below is judged by it.
 */
import { describe, expect, it } from 'vitest';
import type { CheckoutOrder, GatewayPort } from '../../domain/gateway-port.ts';
import { Secret } from '../../domain/secret.ts';
import { cancellation, NEVER, type SimulatedStore, visit } from '../unit/gateway/simulated-store.ts';
import { openDocument } from './openapi-judge.ts';
import { useOverheardStore } from './overheard-store.ts';
import type { RecordingProxy } from './recording-proxy.ts';

const { faultsOf, tagsOf } = openDocument('portone-v2.subset.json');

let store: SimulatedStore;
let proxy: RecordingProxy;
let gateway: GatewayPort;

useOverheardStore((opened) => {
  ({ store, proxy, gateway } = opened);
});

const listed = { from: '2026-01-01T00:00:00.000Z', cursor: null };
const list = async (from = gateway) =>
  await from.listChanged?.({ ...listed, until: new Date().toISOString() }, NEVER);

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
  [
    'a payment by phone',
    'PAID',
    async () => retrieve(await paidOrder({ method: { type: 'MOBILE' } }), 'claimed'),
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
  [
    'a list of what has changed',
    'CANCELLED',
    async () => {
      const order = await paidOrder();
      await gateway.cancel(cancellation(order), NEVER);
      await retrieve(order);
      expect(await list()).toMatchObject({ kind: 'page' });
    },
  ],
  [
    'a list asked for by a wrong secret',
    'UNAUTHORIZED',
    async () => {
      await list(store.gatewayWith({ apiUrl: proxy.url, apiSecret: new Secret('another') }));
    },
  ],
  [
    'a list of another store',
    'FORBIDDEN',
    async () => {
      await list(store.gatewayWith({ apiUrl: proxy.url, storeId: 'other' }));
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
});

function tagOf(cameTo: string): 'status' | 'type' {
  return tagsOf('Payment', 'status').includes(cameTo) ? 'status' : 'type';
}
