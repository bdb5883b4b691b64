/** Virtual accounts as PortOne's document says: every request and every answer, issued, paid, closed and refunded. */
import { describe, expect, it } from 'vitest';
import type { CheckoutOrder, GatewayPort } from '../../domain/gateway-port.ts';
import {
  API_SECRET,
  cancellation,
  NEVER,
  type SimulatedStore,
  visit,
} from '../unit/gateway/simulated-store.ts';
import { openDocument } from './openapi-judge.ts';
import { useOverheardStore } from './overheard-store.ts';
import type { RecordingProxy } from './recording-proxy.ts';

const { faultsOf } = openDocument('portone-v2.subset.json');

let store: SimulatedStore;
let proxy: RecordingProxy;
let gateway: GatewayPort;

useOverheardStore((opened) => {
  ({ store, proxy, gateway } = opened);
});

const VIRTUAL_ACCOUNT = { type: 'VIRTUAL_ACCOUNT' } as const;
const refundAccount = { bank: 'SHINHAN', accountNumber: '11012345678', holderName: '홍길동' };

async function issuedOrder(): Promise<CheckoutOrder> {
  const order = store.order({ method: VIRTUAL_ACCOUNT });
  await store.pay(order);
  return order;
}

const retrieve = (order: CheckoutOrder) =>
  gateway.retrieve({ paymentId: order.paymentId, pgTransactionId: 'claimed' }, NEVER);

const list = () =>
  gateway.listChanged?.(
    { from: '2026-01-01T00:00:00.000Z', until: new Date().toISOString(), cursor: null },
    NEVER,
  );

async function depositedOrder(): Promise<CheckoutOrder> {
  const order = await issuedOrder();
  store.simulator.ledger.deposit(order.paymentId, { isLate: false });
  return order;
}

const close = ({ paymentId }: CheckoutOrder) =>
  gateway.closeVirtualAccount({ paymentId, idempotencyKey: `${paymentId}-close` }, NEVER);

/** As ours asks, then something happens, then it is sent. */
async function closeAfter({ paymentId }: CheckoutOrder, happens: () => unknown): Promise<void> {
  happens();
  await fetch(`${proxy.url}/payments/${paymentId}/virtual-account/close?storeId=${store.config.storeId}`, {
    method: 'POST',
    headers: { authorization: `PortOne ${API_SECRET}`, 'idempotency-key': `"${paymentId}-close"` },
  });
}

/** The conversations, each with the status of the payment, or type of the error, that it must have come to. */
const conversations: [string, string, () => Promise<unknown>][] = [
  [
    'a virtual account that waits',
    'VIRTUAL_ACCOUNT_ISSUED',
    async () => {
      await retrieve(await issuedOrder());
      await list();
    },
  ],
  [
    'a window of a virtual account that was closed',
    'FAILED',
    async () => {
      const order = store.order({ method: VIRTUAL_ACCOUNT });
      await visit(store.gateway, order, { action: 'close' });
      await retrieve(order);
    },
  ],
  ['a deposit', 'PAID', async () => retrieve(await depositedOrder())],
  [
    'an account that is closed',
    'CANCELLED',
    async () => {
      const order = await issuedOrder();
      await close(order);
      await retrieve(order);
      await list();
    },
  ],
  ...(['SUCCEEDED', 'FAILED'] as const).map((outcome): [string, string, () => Promise<unknown>] => [
    `a refund to an account: ${outcome}`,
    outcome === 'SUCCEEDED' ? 'CANCELLED' : 'PAID',
    async () => {
      const order = await depositedOrder();
      store.misbehave('cancel', { kind: 'asynchronous_cancel', outcome });
      await gateway.cancel(cancellation(order, { refundAccount }), NEVER);
      await retrieve(order);
      store.simulator.ledger.settleCancellation(order.paymentId, outcome);
      await retrieve(order);
    },
  ]),
  [
    'a refund without an account',
    'INVALID_REQUEST',
    async () => gateway.cancel(cancellation(await depositedOrder()), NEVER),
  ],
  [
    'a refund to an account that is none',
    'PG_PROVIDER',
    async () => {
      const bad = { ...refundAccount, accountNumber: '99999999999' };
      await gateway.cancel(cancellation(await depositedOrder(), { refundAccount: bad }), NEVER);
    },
  ],
  [
    'closing what was paid meanwhile',
    'PAYMENT_NOT_WAITING_FOR_DEPOSIT',
    async () => {
      const order = await issuedOrder();
      // Not before we have asked: by a deposit that comes in between.
      await closeAfter(order, () => store.simulator.ledger.deposit(order.paymentId, { isLate: false }));
    },
  ],
  [
    'closing an account that was never issued',
    'PAYMENT_NOT_FOUND',
    async () => {
      const order = store.order();
      await closeAfter(order, () => undefined);
    },
  ],
];

describe('as the document says', () => {
  it.each(conversations)('%s (%s)', async (_name, cameTo, converse) => {
    await converse();
    expect(proxy.exchanges.flatMap(faultsOf)).toEqual([]);
    const said = proxy.exchanges.map(({ responseBody }) => ({
      status: '',
      type: '',
      ...Object(responseBody),
    }));
    expect(said.flatMap(({ status, type }) => [status, type])).toContain(cameTo);
  });

  it('an account is closed by a request without a body, under a key', async () => {
    const order = await issuedOrder();
    expect(await close(order)).toEqual({ kind: 'closed' });
    const { path, requestBody, requestHeaders, responseBody } = proxy.exchanges.at(-1) ?? {};
    expect(path).toBe(`/payments/${order.paymentId}/virtual-account/close?storeId=store-test`);
    expect(requestBody).toBeUndefined();
    expect(requestHeaders?.['idempotency-key']).toMatch(/^"[\w-]{16,256}"$/);
    expect(responseBody).toEqual({ closedAt: expect.any(String) });
  });
});
