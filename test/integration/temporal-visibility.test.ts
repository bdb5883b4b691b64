/** What Temporal stores of a payment, and what an operator sees of it. */
import { Client, Connection } from '@temporalio/client';
import proto from '@temporalio/proto';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { parseKeyRing } from '../../platform/crypto/key-ring.ts';
import { createDataConverter } from '../../platform/temporal/data-converter.ts';
import { paymentWorkflowId, searchAttributes } from '../../workflows/contract.ts';
import { type ApiClient, apiClient, createPaid, order } from '../support/live.ts';

let api: ApiClient;
let client: Client;
let connection: Connection;

beforeAll(async () => {
  api = await apiClient();
  const { environment } = inject('live');
  connection = await Connection.connect({ address: environment['TEMPORAL_ADDRESS'] ?? '' });
  client = new Client({
    connection,
    dataConverter: createDataConverter(parseKeyRing(environment['ENCRYPTION_KEYS'] ?? '')),
  });
});

afterAll(async () => {
  await connection.close();
});

async function closedHistory(paymentId: string) {
  const handle = client.workflow.getHandle(paymentWorkflowId(paymentId));
  await handle.result();
  const { events } = await handle.fetchHistory();
  return events ?? [];
}

describe('a paid payment', () => {
  it('takes at most 3 workflow tasks and 25 history events for create, complete and publish', async () => {
    const { paymentId, completed } = await createPaid(api);
    expect(completed.status).toBe(200);
    const events = await closedHistory(paymentId);
    const tasks = events.filter((event) => Boolean(event.workflowTaskCompletedEventAttributes));
    expect(tasks.length).toBeLessThanOrEqual(3);
    expect(events.length).toBeLessThanOrEqual(25);
  });

  it('is found by its search attributes, and named by a summary', async () => {
    const { paymentId } = await createPaid(api);
    await closedHistory(paymentId);
    const description = await client.workflow.getHandle(paymentWorkflowId(paymentId)).describe();
    const shown = description.typedSearchAttributes;
    expect(shown.get(searchAttributes.PaymentStatus)).toBe('PAID');
    expect(shown.get(searchAttributes.PaymentMethod)).toBe('CARD');
    expect(shown.get(searchAttributes.PaymentProvider)).toBe('PORTONE');
    expect(await description.staticSummary()).toMatch(/^KRW 10,000 · CARD · order-/);
  });
});

describe("Temporal's own database", () => {
  it('holds nothing in clear that a client sent, except the order id it is searched by', async () => {
    const canary = `canary-${crypto.randomUUID()}`;
    const { body } = await api('POST', '/api/v1/payments', {
      body: order({
        orderName: canary,
        customer: { name: canary, email: `${canary}@example.com` },
        metadata: { note: canary },
      }),
    });
    const raw = await connection.workflowService.getWorkflowExecutionHistory({
      namespace: 'default',
      execution: { workflowId: paymentWorkflowId(body.paymentId) },
    });
    const bytes = Buffer.from(proto.temporal.api.history.v1.History.encode(raw.history ?? {}).finish());
    expect(bytes.includes(canary)).toBe(false);
    expect(bytes.includes('binary/encrypted')).toBe(true);
    expect(bytes.includes(body.orderId)).toBe(true);
  });
});
