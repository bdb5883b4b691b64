/** Toss Payments' webhooks on real parts: not signed, so a forged one moves nothing; a genuine one tells what was lost. */
import { randomUUID } from 'node:crypto';
import { Client, Connection, WorkflowNotFoundError } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { paymentWorkflowId } from '../../workflows/contract.ts';
import { type ApiClient, apiClient, order, payInWindow, startEventReader } from '../support/live.ts';
import { act, booksOf, callsOf, misbehave } from '../support/simulator.ts';
import { statusChanged, tossHeaders } from '../support/toss-webhook.ts';
import { allAcknowledged, misdirect, sendWebhooks, switchWebhooks } from '../support/webhooks.ts';

const SOON = { timeout: 30_000, interval: 100 };

let client: ApiClient;
let reader: Awaited<ReturnType<typeof startEventReader>>;

beforeAll(async () => {
  client = await apiClient();
  reader = await startEventReader();
  await switchWebhooks(true);
});

afterAll(async () => {
  await switchWebhooks(false);
  await reader.stop();
});

async function created() {
  const { body } = await client('POST', '/api/v1/payments', { body: order({ method: { type: 'MOBILE' } }) });
  return { paymentId: body.paymentId, window: body.checkout.url };
}

/** Its customer has agreed. */
async function agreed() {
  const { paymentId, window } = await created();
  return { paymentId, pgTransactionId: await payInWindow(window) };
}

const complete = async (body: { paymentId: string; pgTransactionId: string }) =>
  await client('POST', '/api/v1/payments/complete', { body });

const paymentOf = async (paymentId: string) => (await client('GET', `/api/v1/payments/${paymentId}`)).body;

async function untilStatus(paymentId: string, status: string) {
  await expect.poll(async () => (await paymentOf(paymentId)).status, SOON).toBe(status);
}

async function eventsOf(paymentId: string, count: number) {
  await expect.poll(() => reader.eventsOf(paymentId).length, SOON).toBe(count);
  return reader.eventsOf(paymentId).map(({ headers }) => headers['ce_type']);
}

async function forge(body: string) {
  const response = await fetch(`${inject('live').api}/api/v1/webhooks/toss`, {
    ...{ method: 'POST', body, headers: tossHeaders(`whtrans_${randomUUID()}`) },
  });
  return response.status;
}

describe('a genuine one', () => {
  it('tells of a confirmation whose answer is lost, long before we ask again', async () => {
    const payment = await agreed();
    await misbehave(
      { call: 'confirm', paymentId: payment.paymentId },
      { kind: 'no_answer', at: 'after', forMs: 60_000 },
    );
    const { status } = await complete(payment);
    expect([200, 202]).toContain(status);
    await untilStatus(payment.paymentId, 'PAID');
    expect(await eventsOf(payment.paymentId, 1)).toEqual(['payment.completed']);
    expect(await booksOf(payment.paymentId)).toMatchObject({ approved: 10_000, held: 10_000 });
  });

  it('races complete to one outcome and one event', async () => {
    const payments = await Promise.all(Array.from({ length: 10 }, () => agreed()));
    const answers = await Promise.all(payments.map(async (payment) => (await complete(payment)).status));
    expect(new Set(answers)).toEqual(new Set([200]));
    await allAcknowledged();
    for (const { paymentId } of payments) expect(await eventsOf(paymentId, 1)).toEqual(['payment.completed']);
  });

  it('overtaken and duplicated changes nothing more', async () => {
    const payment = await agreed();
    const { paymentId } = payment;
    const type = 'PAYMENT_STATUS_CHANGED';
    await misdirect({ paymentId, type }, { kind: 'delay', forMs: 2_000 });
    await complete(payment);
    await misdirect({ paymentId, type }, { kind: 'duplicate', copies: 4 });
    await act({ action: 'cancel_elsewhere', paymentId, trigger: 'CONSOLE' });
    await untilStatus(paymentId, 'CANCELLED');
    expect(await allAcknowledged(paymentId)).toHaveLength(6);
    expect((await paymentOf(paymentId)).cancellations).toMatchObject([
      { origin: 'EXTERNAL', amount: 10_000 },
    ]);
    expect(await eventsOf(paymentId, 2)).toEqual(['payment.completed', 'payment.cancelled']);
  });

  it('about a payment that nobody knows is answered, and opens no workflow', async () => {
    const paymentId = `pay_${randomUUID().replaceAll('-', '')}`;
    const { window } = await created();
    await payInWindow(window.replace(/orderId=\w+/, `orderId=${paymentId}`));
    await sendWebhooks(paymentId, 'PAYMENT_STATUS_CHANGED');
    await sendWebhooks(paymentId, 'DEPOSIT_CALLBACK');
    expect(await allAcknowledged(paymentId)).toHaveLength(2);
    const connection = await Connection.connect({
      address: inject('live').environment['TEMPORAL_ADDRESS'] ?? '',
    });
    const handle = new Client({ connection }).workflow.getHandle(paymentWorkflowId(paymentId));
    await expect(handle.describe()).rejects.toBeInstanceOf(WorkflowNotFoundError);
    await connection.close();
  });
});

describe('a forged one', () => {
  it('confirms nothing: whoever never comes back has paid nothing', async () => {
    const { paymentId } = await agreed();
    expect(await forge(statusChanged(paymentId, 'DONE'))).toBe(200);
    await expect.poll(async () => await callsOf(paymentId, 'retrieve'), SOON).toBeGreaterThan(0);
    expect((await paymentOf(paymentId)).status).toBe('READY');
    expect(await booksOf(paymentId)).toMatchObject({ approved: 0 });
  });

  it('ends nothing that is paid, whatever it says', async () => {
    const payment = await agreed();
    const { paymentId } = payment;
    expect((await complete(payment)).status).toBe(200);
    for (const status of ['CANCELED', 'ABORTED', 'EXPIRED', 'WAITING_FOR_DEPOSIT'])
      expect(await forge(statusChanged(paymentId, status))).toBe(200);
    await allAcknowledged(paymentId);
    expect((await paymentOf(paymentId)).status).toBe('PAID');
    expect(await eventsOf(paymentId, 1)).toEqual(['payment.completed']);
  });

  it('in hundreds costs the gateway a handful of questions, and keeps no client waiting', async () => {
    const payment = await agreed();
    const statuses = await Promise.all(
      Array.from({ length: 200 }, async () => await forge(statusChanged(payment.paymentId, 'DONE'))),
    );
    // Ten looks are taken, or fewer where one waits too long for its turn; the others are told to come again.
    const taken = statuses.filter((status) => status === 200);
    expect(taken.length).toBeGreaterThan(0);
    expect(taken.length).toBeLessThanOrEqual(10);
    expect(new Set(statuses).difference(new Set([200, 429, 503]))).toEqual(new Set());
    expect(statuses).toContain(429);
    expect(await callsOf(payment.paymentId, 'retrieve')).toBeLessThanOrEqual(10);
    expect((await complete(payment)).status).toBe(200);
  });
});
