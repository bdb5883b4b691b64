/** Webhooks on real parts: what no browser tells, the gateway does; however they come, the outcome is one. */
import { Client, Connection, WorkflowNotFoundError } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { paymentWorkflowId, SWEEP_SCHEDULE_ID } from '../../workflows/contract.ts';
import { query } from '../support/four-records.ts';
import {
  type ApiClient,
  apiClient,
  createPaid,
  order,
  payInWindow,
  startEventReader,
} from '../support/live.ts';
import { act, booksOf, misbehave } from '../support/simulator.ts';
import { allAcknowledged, misdirect, sendWebhooks, switchWebhooks } from '../support/webhooks.ts';

const SOON = { timeout: 30_000, interval: 100 };
const PENDING_CARD = '4000000000000119';
const DECLINED_CARD = '4000000000000002';

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

async function created(more: object = {}) {
  const { body } = await client('POST', '/api/v1/payments', { body: order(more) });
  return { paymentId: body.paymentId, window: body.checkout.url };
}

const paymentOf = async (paymentId: string) => (await client('GET', `/api/v1/payments/${paymentId}`)).body;

async function untilStatus(paymentId: string, status: string) {
  await expect.poll(async () => (await paymentOf(paymentId)).status, SOON).toBe(status);
}

async function eventsOf(paymentId: string, count: number) {
  await expect.poll(() => reader.eventsOf(paymentId).length, SOON).toBe(count);
  return reader.eventsOf(paymentId).map(({ headers }) => headers['ce_type']);
}

async function deliveriesOf(paymentId: string): Promise<number> {
  const rows = await query(
    inject('live').environment,
    `select delivery_id from webhook_delivery where payment_id = '${paymentId}'`,
  );
  return rows.length;
}

describe('by webhook alone', () => {
  it('a payment whose browser never comes back is PAID', async () => {
    const { paymentId, window } = await created();
    await payInWindow(window);
    await untilStatus(paymentId, 'PAID');
    expect(await eventsOf(paymentId, 1)).toEqual(['payment.completed']);
    const sent = await allAcknowledged(paymentId);
    expect(sent.map(({ type }) => type)).toEqual(['Transaction.Ready', 'Transaction.Paid']);
    expect(await deliveriesOf(paymentId)).toBe(1);
  });

  it('a payment that is decided later is PAID', async () => {
    const later = await created();
    await payInWindow(later.window, PENDING_CARD);
    await untilStatus(later.paymentId, 'CONFIRMING');
    await act({ action: 'settle_payment', paymentId: later.paymentId, outcome: 'approve' });
    await untilStatus(later.paymentId, 'PAID');
  });

  it('a payment whose first card is declined is PAID by the second one in the same window', async () => {
    const { paymentId, window } = await created();
    await payInWindow(window, DECLINED_CARD);
    await allAcknowledged(paymentId);
    expect((await paymentOf(paymentId)).status).toBe('READY');
    await payInWindow(window);
    await untilStatus(paymentId, 'PAID');
    expect(await eventsOf(paymentId, 1)).toEqual(['payment.completed']);
    expect(await booksOf(paymentId)).toMatchObject({ held: 10_000 });
  });

  it('a cancellation at the gateway’s console gets its row and its event, on a payment long at rest', async () => {
    const { paymentId } = await createPaid(client);
    await eventsOf(paymentId, 1);
    await act({ action: 'cancel_elsewhere', paymentId, trigger: 'CONSOLE', amount: 4_000 });
    await untilStatus(paymentId, 'PARTIALLY_CANCELLED');
    await act({ action: 'cancel_elsewhere', paymentId, trigger: 'CHARGEBACK' });
    await untilStatus(paymentId, 'CANCELLED');
    expect((await paymentOf(paymentId)).cancellations).toMatchObject([
      { amount: 4_000, origin: 'EXTERNAL', status: 'SUCCEEDED' },
      { amount: 6_000, origin: 'EXTERNAL', status: 'SUCCEEDED' },
    ]);
    expect(await eventsOf(paymentId, 3)).toEqual([
      'payment.completed',
      'payment.partially_cancelled',
      'payment.cancelled',
    ]);
  });

  it('what was paid after the payment expired goes back', async () => {
    const { paymentId, window } = await created();
    await expire(paymentId);
    await payInWindow(window);
    await expect.poll(async () => (await booksOf(paymentId)).held, SOON).toBe(0);
    expect(await eventsOf(paymentId, 2)).toEqual(['payment.expired', 'payment.late_money_returned']);
    expect(await paymentOf(paymentId)).toMatchObject({
      status: 'EXPIRED',
      cancellations: [{ amount: 10_000, origin: 'LATE_MONEY', status: 'SUCCEEDED' }],
    });
  });
});

describe('webhook and browser', () => {
  it('racing give one outcome and one event', async () => {
    const payments = await Promise.all(Array.from({ length: 10 }, () => created()));
    await Promise.all(
      payments.map(async ({ paymentId, window }) => {
        const pgTransactionId = await payInWindow(window);
        const body = { paymentId, pgTransactionId };
        const { status } = await client('POST', '/api/v1/payments/complete', { body });
        expect(status).toBe(200);
      }),
    );
    await allAcknowledged();
    for (const { paymentId } of payments) {
      expect(await eventsOf(paymentId, 1)).toEqual(['payment.completed']);
    }
  });

  it('ten clients who wait for the gateway keep out no webhook', async () => {
    const { paymentId, window } = await created();
    await misdirect({ paymentId, type: 'Transaction.PayPending' }, { kind: 'lose' });
    const pgTransactionId = await payInWindow(window, PENDING_CARD);
    const answered: number[] = [];
    const waiting = Array.from({ length: 10 }, async () => {
      const body = { paymentId, pgTransactionId };
      answered.push((await client('POST', '/api/v1/payments/complete', { body })).status);
    });
    // Six wait; the others are told at once that it is not known yet.
    await expect.poll(() => answered, SOON).toEqual([202, 202, 202, 202]);
    await sendWebhooks(paymentId, 'Transaction.PayPending', 3);
    const sent = await allAcknowledged(paymentId, 5_000);
    expect(answered).toHaveLength(4);
    const byHand = sent.filter(({ type, state }) => type === 'Transaction.PayPending' && state !== 'lost');
    expect(byHand.map(({ answers }) => answers)).toEqual([[200], [200], [200]]);
    // And what it brings is what they are told.
    await act({ action: 'settle_payment', paymentId, outcome: 'approve' });
    await Promise.all(waiting);
    expect(answered.filter((status) => status === 200)).toHaveLength(6);
    expect(await eventsOf(paymentId, 1)).toEqual(['payment.completed']);
  });
});

describe('webhooks gone astray', () => {
  it('duplicated and reordered change nothing more', async () => {
    const { paymentId, window } = await created();
    await misdirect({ paymentId, type: 'Transaction.Paid' }, { kind: 'delay', forMs: 3_000 });
    await payInWindow(window);
    await misdirect({ paymentId, type: 'Transaction.Cancelled' }, { kind: 'duplicate', copies: 4 });
    await act({ action: 'cancel_elsewhere', paymentId, trigger: 'CONSOLE' });
    await untilStatus(paymentId, 'CANCELLED');
    const sent = await allAcknowledged(paymentId);
    expect(sent.map(({ type }) => type.replace('Transaction.', '')).toSorted()).toEqual([
      'Cancelled',
      'Cancelled',
      'Cancelled',
      'Cancelled',
      'Cancelled',
      'Paid',
      'Ready',
    ]);
    expect((await paymentOf(paymentId)).cancellations).toHaveLength(1);
    expect(await eventsOf(paymentId, 1)).toEqual(['payment.cancelled']);
  });

  it('with a wrong signature, or an old one, are refused; sent again they count', async () => {
    for (const kind of ['wrong_signature', 'stale']) {
      const { paymentId, window } = await created();
      await misdirect({ paymentId, type: 'Transaction.Paid' }, { kind });
      await payInWindow(window);
      await untilStatus(paymentId, 'PAID');
      const sent = await allAcknowledged(paymentId);
      expect(sent.find(({ type }) => type === 'Transaction.Paid')?.answers).toEqual([401, 200]);
    }
  });

  it('to a gateway that does not answer are followed up until it does', async () => {
    const { paymentId, window } = await created();
    await misbehave({ call: 'retrieve', paymentId, times: 2 }, { kind: 'server_error', at: 'before' });
    await payInWindow(window);
    await untilStatus(paymentId, 'PAID');
    expect(await eventsOf(paymentId, 1)).toEqual(['payment.completed']);
  });

  it('about a payment that nobody knows are answered, and open no workflow', async () => {
    const paymentId = `pay_${crypto.randomUUID().replaceAll('-', '')}`;
    const { window } = await created();
    await payInWindow(window.replace(/paymentId=\w+/, `paymentId=${paymentId}`));
    await allAcknowledged(paymentId);
    expect(await deliveriesOf(paymentId)).toBe(0);
    await withTemporal(async ({ workflow }) => {
      await expect(workflow.getHandle(paymentWorkflowId(paymentId)).describe()).rejects.toBeInstanceOf(
        WorkflowNotFoundError,
      );
    });
  });
});

/** As if its time had been over an hour ago. */
async function expire(paymentId: string) {
  const { environment } = inject('live');
  await withTemporal(async ({ workflow, schedule }) => {
    await workflow.getHandle(paymentWorkflowId(paymentId)).terminate('expired by a test');
    await query(
      environment,
      `update payment set expires_at = now() - interval '1 hour', updated_at = now() - interval '1 hour' where payment_id = '${paymentId}'`,
    );
    await schedule.getHandle(SWEEP_SCHEDULE_ID).trigger();
    await untilStatus(paymentId, 'EXPIRED');
  });
}

async function withTemporal(work: (client: Client) => Promise<void>) {
  const address = inject('live').environment['TEMPORAL_ADDRESS'] ?? '';
  const connection = await Connection.connect({ address });
  try {
    await work(new Client({ connection }));
  } finally {
    await connection.close();
  }
}
