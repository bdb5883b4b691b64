/** The control endpoint, over HTTP as tests in other processes use it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cancellation, NEVER, openSimulatedStore, type SimulatedStore } from '../gateway/simulated-store.ts';

let store: SimulatedStore;
beforeAll(async () => {
  store = await openSimulatedStore();
});
afterAll(() => store.stop());

const control = (path: string, body?: object): Promise<Response> =>
  fetch(`${store.simulator.url}/control${path}`, body ? { method: 'POST', body: JSON.stringify(body) } : {});

describe('the control endpoint', () => {
  it('takes a misbehaviour for the next calls of one payment, lists it, counts it down and clears it', async () => {
    const order = store.order();
    const when = { call: 'retrieve', paymentId: order.paymentId, times: 2 };
    expect((await control('/faults', { when, fault: { kind: 'server_error', at: 'before' } })).status).toBe(
      201,
    );
    const query = { paymentId: order.paymentId };
    const other = await store.gateway.retrieve({ paymentId: 'pay_other' }, NEVER);
    const met = await store.gateway.retrieve(query, NEVER);
    expect([other.standing.kind, met.standing.kind]).toEqual(['not_started', 'unknown']);
    const listed = await (await control('/faults')).json();
    expect(listed).toMatchObject({
      faults: [{ when: { times: 1 }, fault: { kind: 'server_error', status: 500 } }],
    });
    await fetch(`${store.simulator.url}/control/faults`, { method: 'DELETE' });
    expect((await store.gateway.retrieve(query, NEVER)).standing.kind).toBe('not_started');
  });

  it('says what is wrong with a misbehaviour it does not know', async () => {
    const response = await control('/faults', { when: { call: 'retrieve' }, fault: { kind: 'explode' } });
    expect([response.status, await response.json()]).toMatchObject([
      400,
      { error: expect.stringContaining('kind') },
    ]);
  });

  it('keeps silent for a while, and speaks again after it', async () => {
    const query = { paymentId: store.order().paymentId };
    await control('/actions', { action: 'silence', forMs: 300, how: 'refuse' });
    expect((await store.gateway.retrieve(query, NEVER)).standing).toEqual({
      kind: 'unknown',
      why: 'connection',
    });
    await expect
      .poll(async () => (await store.gateway.retrieve(query, NEVER)).standing.kind, { timeout: 5000 })
      .toBe('not_started');
  });

  it('gives money back at the console or by a chargeback, and never more than is left', async () => {
    const order = store.order();
    await store.pay(order);
    const { paymentId } = order;
    const act = (trigger: string, amount?: number) =>
      control('/actions', {
        action: 'cancel_elsewhere',
        paymentId,
        trigger,
        ...(amount !== undefined && { amount }),
      });
    expect((await act('CONSOLE', 4000)).status).toBe(200);
    expect((await act('CHARGEBACK')).status).toBe(200);
    expect((await act('CONSOLE')).status).toBe(409);
    const told = await (await control(`/payments/${paymentId}`)).json();
    expect(told).toMatchObject({ books: { approved: 10_000, cancelled: 10_000, held: 0 } });
  });

  it.each([
    ['approve', 'approved'],
    ['decline', 'declined'],
  ])('settles a pending payment: %s', async (outcome, kind) => {
    const { paymentId, ...order } = store.order();
    await store.pay({ paymentId, ...order }, '4000000000000119');
    expect((await control('/actions', { action: 'settle_payment', paymentId, outcome })).status).toBe(200);
    expect((await store.gateway.retrieve({ paymentId }, NEVER)).standing.kind).toBe(kind);
    expect((await control('/actions', { action: 'settle_payment', paymentId, outcome })).status).toBe(409);
  });

  it('shows the journal of a payment: effects with their keys, and every call with its outcome', async () => {
    const order = store.order();
    await store.pay(order);
    store.misbehave('cancel', { kind: 'reset', at: 'after' });
    const one = cancellation(order);
    await store.gateway.cancel(one, NEVER);
    const { cancellationId: idempotencyKey } = one;
    expect(await (await control(`/journal?paymentId=${order.paymentId}`)).json()).toMatchObject({
      entries: [
        { type: 'attempt_started' },
        { type: 'approved', amountMinor: 10_000 },
        { type: 'call', call: 'checkout', outcome: 'answered' },
        { type: 'cancellation_requested', idempotencyKey },
        { type: 'cancelled', amountMinor: 10_000, idempotencyKey },
        { type: 'answer_kept', idempotencyKey, status: 200 },
        { type: 'call', call: 'cancel', idempotencyKey, outcome: 'reset', fault: 'reset' },
      ],
    });
  });
});
