/**
 * What PortOne's document does not say, only its pages (developers.portone.io/api/rest-v2/overview: authentication,
 * idempotency-key) and, of the rate limit, RFC 6585 and RFC 9110.
 */
import { describe, expect, it } from 'vitest';
import type { GatewayPort } from '../../domain/gateway-port.ts';
import { API_SECRET, cancellation, NEVER, type SimulatedStore } from '../unit/gateway/simulated-store.ts';
import type { Exchange } from './openapi-judge.ts';
import { useOverheardStore } from './overheard-store.ts';
import type { RecordingProxy } from './recording-proxy.ts';

let store: SimulatedStore;
let proxy: RecordingProxy;
let gateway: GatewayPort;

useOverheardStore((opened) => {
  ({ store, proxy, gateway } = opened);
});

const retrieve = ({ paymentId }: { paymentId: string }, pgTransactionId?: string) =>
  gateway.retrieve({ paymentId, pgTransactionId }, NEVER);

async function paidOrder() {
  const order = store.order();
  await store.pay(order);
  return order;
}

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
    // On a starved processor an answer may come when the adapter no longer waits for it.
    await expect.poll(() => proxy.exchanges.map(({ status }) => status)).toEqual([409, 200]);
    expect(proxy.exchanges[0]?.responseBody).toMatchObject({ type: 'IDEMPOTENCY_OUTSTANDING_REQUEST' });
  });

  it('too many requests are 429 with Retry-After', async () => {
    store.misbehave('retrieve', { kind: 'rate_limit', retryAfterSeconds: 7 });
    await retrieve(store.order());
    expect(onlyExchange()).toMatchObject({ status: 429, responseHeaders: { 'retry-after': '7' } });
  });
});
