/**
 * An operator on real parts: from our own command and from Temporal's, to payments that are open and that have closed; on
 * record, encrypted; and what the metrics tell of it.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { provideTemporal } from '../../sandbox/temporal-binary.ts';
import { paymentWorkflowId } from '../../workflows/contract.ts';
import { findInClear } from '../support/find-in-clear.ts';
import { query } from '../support/four-records.ts';
import {
  type ApiClient,
  apiClient,
  createPaid,
  order,
  payInWindow,
  startEventReader,
} from '../support/live.ts';
import { act, booksOf } from '../support/simulator.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const SOON = { timeout: 45_000, interval: 200 };
const PENDING_CARD = '4000000000000119';
const { environment, metrics, dataDir } = inject('live');
const WHO = 'Kim Cheol-su of the second shift';

let client: ApiClient;
let reader: Awaited<ReturnType<typeof startEventReader>>;
let temporal: string;

beforeAll(async () => {
  client = await apiClient();
  reader = await startEventReader();
  temporal = await provideTemporal(process.env, {
    run: () => Promise.reject(new Error('the stack has built it')),
  });
});

afterAll(async () => {
  await reader.stop();
});

const paymentOf = async (paymentId: string) => (await client('GET', `/api/v1/payments/${paymentId}`)).body;

/** Its customer has paid, and the gateway has not made up its mind. */
async function pending(): Promise<string> {
  const { paymentId, checkout } = (await client('POST', '/api/v1/payments', { body: order() })).body;
  const pgTransactionId = await payInWindow(checkout.url, PENDING_CARD);
  const { status } = await client('POST', '/api/v1/payments/complete', {
    body: { paymentId, pgTransactionId },
  });
  expect(status).toBe(202);
  return paymentId;
}

type Ended = { readonly code: number; readonly answer: unknown; readonly text: string };

/** `npm run operator -- …`, with the environment of the workers. */
async function operator(...args: readonly string[]): Promise<Ended> {
  return await run(process.execPath, [join(ROOT, 'worker', 'operator.ts'), ...args]);
}

/** As an operator types it, with the codec server that encrypts what goes in and decrypts what comes out. */
async function updateByTemporal(paymentId: string, [name, input]: readonly [string, object]): Promise<Ended> {
  const codec = `http://127.0.0.1:${environment['CODEC_PORT'] ?? ''}`;
  const where = ['--address', environment['TEMPORAL_ADDRESS'] ?? '', '--codec-endpoint', codec];
  const what = ['-w', paymentWorkflowId(paymentId), '--name', name, '--input', JSON.stringify(input)];
  return await run(temporal, ['workflow', 'update', 'execute', ...where, ...what, '--output', 'json']);
}

async function run(program: string, args: readonly string[]): Promise<Ended> {
  return await new Promise((resolve) => {
    execFile(program, [...args], { env: environment, cwd: ROOT }, (error, stdout, stderr) => {
      const code = error === null ? 0 : Number(error.code);
      resolve({ code, answer: stdout.startsWith('{') ? JSON.parse(stdout) : null, text: stdout + stderr });
    });
  });
}

async function metricsText(): Promise<string> {
  return await (await fetch(metrics)).text();
}

/** Of all series of this name that have these labels. */
async function counted(name: string, labels: Readonly<Record<string, string>>): Promise<number> {
  const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  return (await metricsText())
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`) && wanted.every((label) => line.includes(label)))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
}

describe('an operator', () => {
  it('has a payment asked about now, overrides a gateway that cannot tell, and late money goes back', async () => {
    const paymentId = await pending();
    expect(await operator('retry', paymentId, '--who', WHO)).toMatchObject({
      code: 0,
      answer: {
        kind: 'retried',
        begunAgain: ['gateway-retrieve'],
        gateway: 'silent',
        status: 'CONFIRMING',
        attention: null,
      },
    });
    const words = ['--who', WHO, '--reason', 'their support says so'];
    expect(await operator('resolve', paymentId, '--outcome', 'not_paid', ...words)).toMatchObject({
      code: 0,
      answer: { kind: 'overridden', status: 'FAILED', attention: null },
    });
    expect((await paymentOf(paymentId)).status).toBe('FAILED');

    await act({ action: 'settle_payment', paymentId, outcome: 'approve' });
    await expect
      .poll(async () => (await paymentOf(paymentId)).cancellations, SOON)
      .toMatchObject([{ origin: 'LATE_MONEY', status: 'SUCCEEDED', amount: 10_000 }]);
    expect((await paymentOf(paymentId)).status).toBe('FAILED');
    expect(await booksOf(paymentId)).toMatchObject({ approved: 10_000, held: 0 });
    await expect
      .poll(() => reader.eventsOf(paymentId).map(({ headers }) => headers['ce_type']), SOON)
      .toEqual(['payment.failed', 'payment.late_money_returned']);

    const history = await operator('history', paymentId);
    expect(history.answer).toMatchObject({
      status: 'FAILED',
      operatorActions: [
        { action: 'retry', result: 'retried', who: WHO },
        { action: 'resolve', outcome: 'not_paid', result: 'overridden', reason: 'their support says so' },
      ],
    });
    expect(history.text).toContain('operator_not_paid');
  });

  it('is recorded with the change, its words encrypted', async () => {
    const paymentId = await pending();
    await operator('resolve', paymentId, '--outcome', 'declined', '--who', WHO, '--reason', 'seen');
    const rows = await query(
      environment,
      `select action, outcome, result, from_status, to_status, words_jwe, transition_id in
         (select transition_id from payment_transition where payment_id = '${paymentId}') as is_of_a_change
       from operator_action where payment_id = '${paymentId}'`,
    );
    expect(rows).toMatchObject([
      {
        action: 'resolve',
        outcome: 'declined',
        result: 'overridden',
        from_status: 'CONFIRMING',
        to_status: 'FAILED',
        is_of_a_change: true,
      },
    ]);
    expect(JSON.stringify(rows)).not.toContain(WHO);
    expect(findInClear(join(dataDir, 'logs'), { who: WHO })).toEqual([]);
    await act({ action: 'settle_payment', paymentId, outcome: 'decline' });
  });

  it('opens a payment that has closed, and is told when there is nothing to decide', async () => {
    const { paymentId } = await createPaid(client);
    expect(await operator('retry', paymentId, '--who', WHO)).toMatchObject({
      code: 0,
      answer: { kind: 'retried', gateway: 'answered', status: 'PAID' },
    });
    expect(
      await operator('resolve', paymentId, '--outcome', 'declined', '--who', WHO, '--reason', 'x'),
    ).toMatchObject({ code: 1, answer: { kind: 'refused', code: 'NOTHING_TO_RESOLVE' } });
    expect((await paymentOf(paymentId)).status).toBe('PAID');
  });

  it.each([
    [['resolve', 'pay_x'], 1, /there is no payment pay_x/],
    [['retry'], 2, /usage:/],
    [['pay', 'pay_x', '--who', 'kim'], 2, /usage:/],
    [['retry', 'pay_x', '--what'], 2, /usage:/],
  ] as const)('who types %j is told', async (args, code, why) => {
    const ended = await operator(...args);
    expect(ended).toMatchObject({ code });
    expect(ended.text).toMatch(why);
  });

  it("types the same to Temporal's command line, through the codec server", async () => {
    const paymentId = await pending();
    const retried = await updateByTemporal(paymentId, ['retry', { who: WHO }]);
    expect(retried.text).toContain('"retried"');
    expect(retried.code).toBe(0);
    const amiss = await updateByTemporal(paymentId, ['resolve', { outcome: 'paid', who: WHO, reason: 'x' }]);
    expect(amiss.text).toContain('only the gateway can say that money is there');
    const words = { who: WHO, reason: 'x' };
    const resolved = await updateByTemporal(paymentId, ['resolve', { outcome: 'not_paid', ...words }]);
    expect(resolved.text).toContain('"overridden"');
    expect((await paymentOf(paymentId)).status).toBe('FAILED');
    await act({ action: 'settle_payment', paymentId, outcome: 'decline' });
  });
});

describe('the metrics of the worker', () => {
  it('tell of a payment that needs a person, of moves, of the gateway’s answers and of the outbox', async () => {
    const flagged = await counted('payment_attention_total', { reason: 'AMOUNT_MISMATCH' });
    const paid = { from: 'READY', to: 'PAID', provider: 'PORTONE', method: 'CARD' };
    const paidBefore = await counted('payment_transitions_total', paid);
    await createPaid(client);
    const { paymentId, checkout } = (await client('POST', '/api/v1/payments', { body: order() })).body;
    const cheaper = new URL(checkout.url);
    cheaper.searchParams.set('totalAmount', '1000');
    const pgTransactionId = await payInWindow(cheaper.href);
    await client('POST', '/api/v1/payments/complete', { body: { paymentId, pgTransactionId } });
    await expect
      .poll(async () => await counted('payment_attention_total', { reason: 'AMOUNT_MISMATCH' }), SOON)
      .toBe(flagged + 1);
    await expect
      .poll(async () => await counted('payment_transitions_total', paid), SOON)
      .toBe(paidBefore + 1);
    const approved = { provider: 'PORTONE', call: 'retrieve', outcome: 'approved' };
    expect(await counted('payment_gateway_calls_total', approved)).toBeGreaterThan(0);
    const retrieve = { provider: 'PORTONE', call: 'retrieve' };
    expect(
      await counted('payment_gateway_call_duration_milliseconds_count', retrieve),
    ).toBeGreaterThanOrEqual(await counted('payment_gateway_calls_total', approved));
    expect(await counted('payment_outbox_lag_milliseconds_count', {})).toBeGreaterThan(0);
    expect(await counted('payment_operator_actions_total', { result: 'overridden' })).toBeGreaterThan(0);
  });

  it('name no payment and no person', async () => {
    const text = await metricsText();
    expect(text).toContain('payment_transitions_total');
    expect(text).not.toMatch(/pay_[0-9a-f]{8}/);
    expect(text).not.toMatch(/can_[0-9a-f]{8}/);
    expect(text).not.toContain('Kim');
  });
});
