/** The simulator's webhooks as Toss Payments': what it tells, in the documented form, and that it sends it again. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseTossWebhook } from '../../../activities/gateway/toss/webhook.ts';
import type { WebhookReading } from '../../../domain/webhooks.ts';
import { type Simulator, startSimulator } from '../../../sandbox/simulator/start-simulator.ts';
import { SANDBOX_TOSS_STORE } from '../../../sandbox/simulator/toss/store.ts';
import { WEBHOOK_SECRET } from '../../support/sign-webhook.ts';

/** As the page documents them; a deposit's has no type. */
const bodySchema = z.object({
  eventType: z.string().optional(),
  createdAt: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$/),
  status: z.string().optional(),
  secret: z.string().optional(),
  data: z.looseObject({ status: z.string().optional(), cancelStatus: z.string().optional() }).optional(),
});

type Received = { readonly told: string; readonly retried: string; readonly reading: WebhookReading };

const received: Received[] = [];
/** What the receiver answers, one after the other; then 200. */
const answers: number[] = [];
let dataDir: string;
let simulator: Simulator;
let orders = 0;

async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const rawBody = Buffer.from(await text(request));
  const headers = new Headers(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  const { eventType = 'DEPOSIT_CALLBACK', ...body } = bodySchema.parse(JSON.parse(rawBody.toString('utf8')));
  received.push({
    told: `${eventType} ${body.data?.cancelStatus ?? body.data?.status ?? body.status}`,
    retried: headers.get('tosspayments-webhook-transmission-retried-count') ?? '',
    reading: parseTossWebhook({ headers, rawBody, nowMs: Date.now() }),
  });
  response.writeHead(answers.shift() ?? 200).end();
}

const receiver = createServer((request, response) => void receive(request, response));

beforeAll(async () => {
  await new Promise<void>((resolve) => void receiver.listen(0, '127.0.0.1', resolve));
  dataDir = await mkdtemp(join(tmpdir(), 'simulator-'));
  simulator = await startSimulator({
    ...{ storeId: 'store', channelKey: 'key', channelType: 'TEST', apiSecret: 'secret', port: 0, dataDir },
    webhooks: {
      ...{ url: 'http://127.0.0.1:9', secret: WEBHOOK_SECRET, isOn: true, retryAfterMs: [] },
      toss: { url: `http://127.0.0.1:${portOf(receiver.address())}`, retryAfterMs: [5, 5, 5, 5, 5, 5, 5] },
    },
  });
});

afterEach(() => {
  received.length = 0;
  answers.length = 0;
});

afterAll(async () => {
  await simulator.stop();
  await receiver[Symbol.asyncDispose]();
  await rm(dataDir, { recursive: true });
});

async function post(path: string, body: object) {
  const credentials = Buffer.from(`${SANDBOX_TOSS_STORE.secretKey}:`).toString('base64');
  const response = await fetch(`${simulator.url}/${path}`, {
    method: 'POST',
    headers: { authorization: `Basic ${credentials}` },
    body: JSON.stringify(body),
  });
  return response;
}

const control = async (path: string, body: object) => (await post(`control/${path}`, body)).status;

/** A customer agrees in the window. */
async function agreed(card = '4242424242424242') {
  const orderId = `order_${(orders += 1)}`;
  const query = `clientKey=${SANDBOX_TOSS_STORE.clientKey}&orderId=${orderId}&orderName=o&amount.value=500`;
  const seen = await post(`toss/checkout?${query}`, { card: { number: card } });
  const { pgTransactionId } = z.object({ pgTransactionId: z.string() }).parse(await seen.json());
  return { orderId, paymentKey: pgTransactionId };
}

async function confirmed(card?: string) {
  const agreement = await agreed(card);
  await post('toss/v1/payments/confirm', { ...agreement, amount: 500 });
  return agreement;
}

const told = () => received.map((one) => one.told).toSorted();
const until = async (...expected: string[]) => await expect.poll(told).toEqual(expected.toSorted());

describe('what happens is told', () => {
  it('when the shop confirms, not when the customer agrees, and when money goes back in part', async () => {
    const { orderId, paymentKey } = await confirmed();
    await until('PAYMENT_STATUS_CHANGED DONE');
    expect(received[0]?.reading).toMatchObject({
      kind: 'notice',
      deliveryId: expect.stringMatching(/^whtrans_/),
      paymentId: orderId,
      claim: { kind: 'paid', pgTransactionId: paymentKey },
    });
    await control('actions', {
      action: 'cancel_elsewhere',
      paymentId: orderId,
      trigger: 'CONSOLE',
      amount: 100,
    });
    await until('PAYMENT_STATUS_CHANGED DONE', 'PAYMENT_STATUS_CHANGED PARTIAL_CANCELED');
    expect(received[1]?.reading).toMatchObject({ claim: { kind: 'cancelled' } });
  });

  it('when it is refused, and when nobody confirms in time', async () => {
    await confirmed('4000000000000002');
    await until('PAYMENT_STATUS_CHANGED ABORTED');
    const { orderId } = await agreed();
    await control('actions', { action: 'expire_session', paymentId: orderId });
    await until('PAYMENT_STATUS_CHANGED ABORTED', 'PAYMENT_STATUS_CHANGED EXPIRED');
  });

  it('when a cancellation that was accepted earlier ends; at once it is no news of its own', async () => {
    const { orderId, paymentKey } = await confirmed();
    await control('faults', { when: { call: 'cancel' }, fault: { kind: 'asynchronous_cancel' } });
    await post(`toss/v1/payments/${paymentKey}/cancel`, { cancelReason: 'r', cancelAmount: 100 });
    await until('PAYMENT_STATUS_CHANGED DONE');
    await control('actions', { action: 'settle_cancellation', paymentId: orderId, outcome: 'FAILED' });
    await until('PAYMENT_STATUS_CHANGED DONE', 'CANCEL_STATUS_CHANGED ABORTED');
    await control('faults', { when: { call: 'cancel' }, fault: { kind: 'asynchronous_cancel' } });
    await post(`toss/v1/payments/${paymentKey}/cancel`, { cancelReason: 'r' });
    await control('actions', { action: 'settle_cancellation', paymentId: orderId, outcome: 'SUCCEEDED' });
    await until(
      'PAYMENT_STATUS_CHANGED DONE',
      'CANCEL_STATUS_CHANGED ABORTED',
      'CANCEL_STATUS_CHANGED DONE',
      'PAYMENT_STATUS_CHANGED CANCELED',
    );
  });

  it('by hand, also of a deposit: flat, without a type', async () => {
    const { orderId } = await confirmed();
    await control('webhooks/send', { paymentId: orderId, type: 'DEPOSIT_CALLBACK', times: 2 });
    await until('PAYMENT_STATUS_CHANGED DONE', 'DEPOSIT_CALLBACK DONE', 'DEPOSIT_CALLBACK DONE');
    expect(received.map(({ reading }) => reading.kind)).toEqual(['notice', 'notice', 'notice']);
  });
});

it('is sent again seven times at most, under the same id, and says how often', async () => {
  answers.push(500, 503, 429, 401, 400, 500, 500, 500);
  const { orderId } = await confirmed();
  await expect.poll(() => received.length).toBe(8);
  expect(received.map(({ retried }) => retried)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7']);
  const ids = received.map(({ reading }) => (reading.kind === 'notice' ? reading.deliveryId : null));
  expect(new Set(ids).size).toBe(1);
  const states = z.object({ sent: z.array(z.object({ state: z.string() })) });
  const sentOf = async () => {
    const response = await fetch(`${simulator.url}/control/webhooks?paymentId=${orderId}`);
    return states.parse(await response.json()).sent.map(({ state }) => state);
  };
  await expect.poll(sentOf).toEqual(['given_up']);
});

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new TypeError('on TCP only');
  return address.port;
}
