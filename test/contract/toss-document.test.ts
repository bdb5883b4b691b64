/**
 * The adapter and the simulator both speak Toss Payments as far as there is a document: a community's copy, which knows
 * neither the look-up by order nor the numbers of errors. Those are judged as what they stand for: the same payment,
 * the same error body; what the document lacks is in toss-pages.test.ts, with its sources.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { STATUSES } from '../../activities/gateway/toss/schemas.ts';
import type { CheckoutOrder, OnConfirmGateway } from '../../domain/gateway-port.ts';
import { cancellation, NEVER, visit } from '../unit/gateway/simulated-store.ts';
import { confirmation, openSimulatedToss, type SimulatedToss } from '../unit/gateway/simulated-toss.ts';
import { type Exchange, openDocument } from './openapi-judge.ts';
import { type RecordingProxy, startRecordingProxy } from './recording-proxy.ts';

const { faultsOf, valuesOf } = openDocument('toss-core.subset.json');

let toss: SimulatedToss;
let proxy: RecordingProxy;
let gateway: OnConfirmGateway;

beforeAll(async () => {
  toss = await openSimulatedToss();
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

/** The document tells every error as 422, and the payment only by its key. */
function asInTheDocument(exchange: Exchange): Exchange {
  const isError = exchange.status >= 400 && exchange.status < 500;
  return {
    ...exchange,
    path: exchange.path.replace('/v1/payments/orders/', '/v1/payments/'),
    status: isError ? 422 : exchange.status,
  };
}

const retrieve = ({ paymentId }: CheckoutOrder, pgTransactionId?: string) =>
  gateway.retrieve({ paymentId, pgTransactionId }, NEVER);

async function confirmed(changes: Partial<CheckoutOrder> = {}, card?: string): Promise<CheckoutOrder> {
  const order = toss.order(changes);
  await gateway.confirm(confirmation(order, await toss.agree(order, card)), NEVER);
  return order;
}

const VIRTUAL_ACCOUNT = { type: 'VIRTUAL_ACCOUNT' } as const;
const refundAccount = { bank: '88', accountNumber: '11012345678', holderName: '홍길동' };

async function deposited(): Promise<CheckoutOrder> {
  const order = await confirmed({ method: VIRTUAL_ACCOUNT });
  toss.simulator.ledger.deposit(order.paymentId, { isLate: false });
  return order;
}

/** The conversations, each with the status of the payment, or the code of the error, that it must have come to. */
const conversations: [string, object, () => Promise<unknown>][] = [
  [
    'a payment never heard of',
    { code: 'NOT_FOUND_PAYMENT' },
    () => retrieve(toss.order(), 'claimed-by-a-client'),
  ],
  [
    'an open window',
    { status: 'READY' },
    async () => {
      const order = toss.order();
      await visit(toss.gateway, order, { action: 'open' });
      await retrieve(order);
    },
  ],
  [
    'what was agreed to',
    { status: 'IN_PROGRESS' },
    async () => {
      const order = toss.order();
      await retrieve(order, await toss.agree(order));
    },
  ],
  [
    'what was left too long',
    { status: 'EXPIRED' },
    async () => {
      const order = toss.order();
      await toss.agree(order);
      toss.simulator.ledger.expireSession(order.paymentId);
      await retrieve(order);
    },
  ],
  ...(['CARD', 'TRANSFER', 'EASY_PAY', 'MOBILE'] as const).map(
    (type): [string, object, () => Promise<unknown>] => [
      `a confirmation by ${type}`,
      { status: 'DONE' },
      async () =>
        retrieve(
          await confirmed({
            method: type === 'EASY_PAY' ? { type, easyPayProvider: 'TOSSPAY' } : { type },
          }),
        ),
    ],
  ),
  [
    'a virtual account that waits',
    { status: 'WAITING_FOR_DEPOSIT' },
    async () => retrieve(await confirmed({ method: VIRTUAL_ACCOUNT })),
  ],
  ['a deposit', { status: 'DONE' }, async () => retrieve(await deposited())],
  [
    'a deposit that was taken back',
    { status: 'WAITING_FOR_DEPOSIT' },
    async () => {
      const order = await deposited();
      toss.simulator.ledger.reverseDeposit(order.paymentId);
      await retrieve(order);
    },
  ],
  [
    'an account that is closed',
    { status: 'CANCELED', approvedAt: null },
    async () => {
      const order = await confirmed({ method: VIRTUAL_ACCOUNT });
      const { paymentId } = order;
      await gateway.closeVirtualAccount({ paymentId, idempotencyKey: `${paymentId}-close` }, NEVER);
      await retrieve(order);
    },
  ],
  [
    'a refund to an account',
    { status: 'DONE', balanceAmount: 0 },
    async () => {
      const order = await deposited();
      toss.misbehave('cancel', { kind: 'asynchronous_cancel', outcome: 'SUCCEEDED' });
      await gateway.cancel(cancellation(order, { refundAccount }), NEVER);
      toss.simulator.ledger.settleCancellation(order.paymentId, 'SUCCEEDED');
      await retrieve(order);
    },
  ],
  [
    'a refund without an account',
    { code: 'INVALID_REFUND_ACCOUNT_INFO' },
    async () => gateway.cancel(cancellation(await deposited()), NEVER),
  ],
  [
    'dollars',
    { totalAmount: 100.5 },
    async () => retrieve(await confirmed({ amount: 10_050, currency: 'USD' })),
  ],
  [
    'a declined card',
    { status: 'ABORTED' },
    async () => retrieve(await confirmed({}, '4000000000000002'), 'claimed-by-a-client'),
  ],
  [
    'a part given back',
    { status: 'PARTIAL_CANCELED', balanceAmount: 9000 },
    async () => {
      const order = await confirmed();
      await gateway.cancel(cancellation(order, { amountMinor: 1000 }), NEVER);
    },
  ],
  [
    'all given back',
    { status: 'CANCELED', balanceAmount: 0 },
    async () => gateway.cancel(cancellation(await confirmed()), NEVER),
  ],
  [
    'all given back in two steps',
    { status: 'PARTIAL_CANCELED', balanceAmount: 0 },
    async () => {
      const order = await confirmed();
      for (const amountMinor of [4000, 6000])
        await gateway.cancel(cancellation(order, { amountMinor }), NEVER);
    },
  ],
  [
    'a cancellation that ends later',
    { status: 'DONE', balanceAmount: 0 },
    async () => {
      const order = await confirmed();
      toss.misbehave('cancel', { kind: 'asynchronous_cancel', outcome: 'SUCCEEDED' });
      await gateway.cancel(cancellation(order), NEVER);
    },
  ],
  [
    'cancelling twice',
    { code: 'ALREADY_CANCELED_PAYMENT' },
    async () => {
      const order = await confirmed();
      for (const _step of [1, 2]) await gateway.cancel(cancellation(order), NEVER);
    },
  ],
];

describe('as the document says', () => {
  it.each(conversations)('%s (%j)', async (_name, cameTo, converse) => {
    await converse();
    expect(proxy.exchanges.map(asInTheDocument).flatMap(faultsOf)).toEqual([]);
    expect(proxy.exchanges.map(({ responseBody }) => responseBody)).toContainEqual(
      expect.objectContaining(cameTo),
    );
  });

  it('a list of transactions', async () => {
    await gateway.cancel(cancellation(await confirmed(), { amountMinor: 1000 }), NEVER);
    proxy.exchanges.length = 0;
    const span = { from: '2020-01-01T00:00:00.000Z', until: new Date().toISOString(), cursor: null };
    expect(await gateway.listChanged?.(span, NEVER)).toMatchObject({ kind: 'page' });
    expect(proxy.exchanges.flatMap(faultsOf)).toEqual([]);
    expect(proxy.exchanges[0]?.responseBody).toContainEqual(expect.objectContaining({ amount: -1000 }));
  });

  it('is judged for real: an answer with a field too many, one too few or of another type is found', async () => {
    await retrieve(await confirmed());
    const exchange = proxy.exchanges.at(-1);
    const faultsWith = (change: object): number =>
      exchange
        ? faultsOf(
            asInTheDocument({ ...exchange, responseBody: { ...Object(exchange.responseBody), ...change } }),
          ).length
        : 0;
    const faults = [
      {},
      { invented: 1 },
      { orderId: undefined },
      { totalAmount: '1' },
      { status: 'PAID' },
    ].map(faultsWith);
    expect(faults.map((count) => count > 0)).toEqual([false, true, true, true, true]);
  });

  it('has a place in our schema for every status of a payment', () => {
    expect([...STATUSES].toSorted()).toEqual(valuesOf('Payment', 'status').toSorted());
  });
});
