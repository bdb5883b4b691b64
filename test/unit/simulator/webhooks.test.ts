/** The simulator's webhooks: what it tells, in PortOne's form and order, and how they go astray on request. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createPortOneWebhookParser } from '../../../activities/gateway/portone/webhook.ts';
import { Secret } from '../../../domain/secret.ts';
import { type Simulator, startSimulator } from '../../../sandbox/simulator/start-simulator.ts';
import { WEBHOOK_SECRET } from '../../support/sign-webhook.ts';

type Received = { readonly id: string; readonly kind: string; readonly type: string };

const parse = createPortOneWebhookParser({ secrets: [new Secret(WEBHOOK_SECRET)] });
const received: Received[] = [];
/** What the receiver answers, one after the other; then 200. */
const answers: number[] = [];
let dataDir: string;
let simulator: Simulator;
let payments = 0;

async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const rawBody = Buffer.from(await text(request));
  const headers = new Headers(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  const reading = parse({ headers, rawBody, nowMs: Date.now() });
  const { type = '' } = JSON.parse(rawBody.toString('utf8'));
  received.push({ id: headers.get('webhook-id') ?? '', kind: reading.kind, type });
  response.writeHead(reading.kind === 'unproved' ? 401 : (answers.shift() ?? 200)).end();
}

const receiver = createServer((request, response) => void receive(request, response));

beforeAll(async () => {
  await new Promise<void>((resolve) => void receiver.listen(0, '127.0.0.1', resolve));
  dataDir = await mkdtemp(join(tmpdir(), 'simulator-'));
  simulator = await startSimulator({
    ...{ storeId: 'store', channelKey: 'key', channelType: 'TEST', apiSecret: 'secret', port: 0, dataDir },
    webhooks: {
      url: `http://127.0.0.1:${portOf(receiver.address())}`,
      secret: WEBHOOK_SECRET,
      isOn: true,
      retryAfterMs: [5, 5, 5],
    },
  });
});

afterEach(async () => {
  received.length = 0;
  answers.length = 0;
  await fetch(`${simulator.url}/control/webhooks/rules`, { method: 'DELETE' });
});

afterAll(async () => {
  await simulator.stop();
  await receiver[Symbol.asyncDispose]();
  await rm(dataDir, { recursive: true });
});

async function control(path: string, body: object) {
  const response = await fetch(`${simulator.url}/control/${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
  });
  return response.status;
}

async function pay(card = '4242424242424242', paymentId = `pay_${(payments += 1)}`): Promise<string> {
  const query = `storeId=store&channelKey=key&paymentId=${paymentId}&orderName=o&totalAmount=500&currency=KRW`;
  await fetch(`${simulator.url}/checkout?${query}`, {
    method: 'POST',
    body: JSON.stringify({ card: { number: card } }),
  });
  return paymentId;
}

const types = () => received.map(({ type }) => type.replace('Transaction.', '')).sort();
const until = async (...expected: string[]) => await expect.poll(types).toEqual(expected.toSorted());
const settle = (paymentId: string) => ({ action: 'settle_payment', paymentId, outcome: 'approve' });

describe('what happens is told', () => {
  it('when a customer pays, and when money goes back in part and in full', async () => {
    const paymentId = await pay();
    await until('Ready', 'Paid');
    const elsewhere = { action: 'cancel_elsewhere', paymentId, trigger: 'CONSOLE' };
    await control('actions', { ...elsewhere, amount: 100 });
    await control('actions', elsewhere);
    await until('Ready', 'Paid', 'PartialCancelled', 'Cancelled');
    expect(received.every(({ kind }) => kind === 'notice' || kind === 'ignored')).toBe(true);
  });

  it('when it is refused, or decided later', async () => {
    await pay('4000000000000002');
    await until('Ready', 'Failed');
    const paymentId = await pay('4000000000000119');
    await until('Ready', 'Failed', 'Ready', 'PayPending');
    await control('actions', settle(paymentId));
    await until('Ready', 'Failed', 'Ready', 'PayPending', 'Paid');
  });

  it('again until somebody answers 2xx, under the same id', async () => {
    answers.push(503, 503, 500, 200);
    await pay('4000000000000002');
    await expect.poll(() => received.length).toBeGreaterThanOrEqual(5);
    expect(new Set(received.map(({ id }) => id)).size).toBe(2);
  });

  it('not at all while it is switched off, but by hand', async () => {
    await control('webhooks/switch', { on: false });
    const paymentId = await pay();
    expect(await control('webhooks/send', { paymentId, times: 2 })).toBe(200);
    expect(await control('webhooks/send', { paymentId: 'pay_unheard' })).toBe(409);
    await control('webhooks/switch', { on: true });
    await until('Paid', 'Paid');
  });
});

describe('a webhook goes astray', () => {
  const rule = async (how: object, type = 'Transaction.Paid') =>
    await control('webhooks/rules', { when: { type }, how });

  it('lost: never sent', async () => {
    await rule({ kind: 'lose' });
    const paymentId = await pay();
    await control('webhooks/send', { paymentId, type: 'Transaction.Confirm' });
    await until('Ready', 'Confirm');
  });

  it('duplicated: several times under one id', async () => {
    await rule({ kind: 'duplicate', copies: 2 });
    await pay();
    await until('Ready', 'Paid', 'Paid', 'Paid');
    expect(new Set(received.map(({ id }) => id)).size).toBe(2);
  });

  it('reordered: overtaken by what came later', async () => {
    await rule({ kind: 'delay', forMs: 300 });
    const paymentId = await pay();
    await control('actions', { action: 'cancel_elsewhere', paymentId, trigger: 'CONSOLE' });
    await until('Ready', 'Cancelled', 'Paid');
    expect(received.at(-1)?.type).toBe('Transaction.Paid');
  });

  it.each(['wrong_signature', 'stale'])('%s: refused, and right when it is sent again', async (kind) => {
    await rule({ kind });
    await pay();
    await until('Ready', 'Paid', 'Paid');
    const paid = received.filter(({ type }) => type === 'Transaction.Paid');
    expect(paid.map((one) => one.kind)).toEqual(['unproved', 'notice']);
  });

  it('only as it is documented', async () => {
    expect(await rule({ kind: 'explode' })).toBe(400);
  });
});

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new TypeError('on TCP only');
  return address.port;
}
