/** A payment that is made to look: whatever its state, it asks the gateway and decides by its own rules. */
import { WithStartWorkflowOperation } from '@temporalio/client';
import { describe, expect, it } from 'vitest';
import type { Payment } from '../../domain/payment.ts';
import { lookUpdate, PAYMENT_WORKFLOW_TYPE, paymentStartOptions } from '../../workflows/contract.ts';
import { approved, cancelledAtConsole, declined } from './support/fake-gateway.ts';
import { budget, cancelRequest } from './support/requests.ts';
import { useSaga } from './support/saga.ts';

const saga = useSaga();

async function look(payment: Payment) {
  return await saga().env.client.workflow.executeUpdateWithStart(lookUpdate, {
    startWorkflowOperation: new WithStartWorkflowOperation(PAYMENT_WORKFLOW_TYPE, {
      ...paymentStartOptions(payment),
      workflowIdConflictPolicy: 'USE_EXISTING',
      args: [{ paymentId: payment.paymentId }],
    }),
  });
}

async function closed({ paymentId }: Payment) {
  await saga().handleOf(paymentId).result();
}

describe('a payment that is made to look', () => {
  it('is paid when the money is there, and nobody had told', async () => {
    const payment = await saga().created();
    saga().gateway.standings.set(payment.paymentId, approved(10_000));
    expect(await look(payment)).toEqual({ kind: 'done' });
    expect(saga().statusOf(payment.paymentId)).toBe('PAID');
    await closed(payment);
  });

  it('after it has ended gives back what came late, once, however often it looks', async () => {
    const payment = await saga().created();
    await closed(payment);
    expect(saga().statusOf(payment.paymentId)).toBe('EXPIRED');
    saga().gateway.standings.set(payment.paymentId, approved(10_000));
    await look(payment);
    await closed(payment);
    expect(await look(payment)).toEqual({ kind: 'done' });
    await closed(payment);
    expect(saga().statusOf(payment.paymentId)).toBe('EXPIRED');
    expect(saga().gateway.cancelled.filter(({ paymentId }) => paymentId === payment.paymentId)).toHaveLength(
      1,
    );
  });

  it('when it is paid records what was cancelled elsewhere, once', async () => {
    const payment = await saga().paid();
    await closed(payment);
    saga().gateway.standings.set(payment.paymentId, cancelledAtConsole());
    await look(payment);
    await look(payment);
    await closed(payment);
    expect(saga().payments.find(payment.paymentId)).toMatchObject({
      status: 'PARTIALLY_CANCELLED',
      cancellations: [{ origin: 'EXTERNAL', amount: 4_000, status: 'SUCCEEDED' }],
    });
  });

  it.each([
    ['holds nothing', { kind: 'not_started' } as const],
    ['holds another amount', approved(9_000)],
  ])('when it is paid, and the gateway %s, asks for a person', async (_, standing) => {
    const payment = await saga().paid();
    await closed(payment);
    saga().gateway.standings.set(payment.paymentId, standing);
    await look(payment);
    await closed(payment);
    expect(saga().payments.find(payment.paymentId)).toMatchObject({
      status: 'PAID',
      attention: 'GATEWAY_CONTRADICTS',
    });
  });

  it('while the gateway is silent answers pending, and finds out later by itself', async () => {
    const payment = await saga().paid();
    await closed(payment);
    saga().gateway.standings.set(payment.paymentId, { kind: 'unknown', why: 'timeout' });
    expect(await look(payment)).toEqual({ kind: 'pending' });
    saga().gateway.standings.set(payment.paymentId, cancelledAtConsole());
    await closed(payment);
    expect(saga().statusOf(payment.paymentId)).toBe('PARTIALLY_CANCELLED');
  });

  it('does not take a word from before a refund for money that came back', async () => {
    const payment = await saga().paid();
    await closed(payment);
    const { gateway } = saga();
    const { promise, resolve } = Promise.withResolvers<void>();
    gateway.isSlow = true;
    gateway.wordsArrive = promise;
    const askedBefore = gateway.asked.length;
    expect(await look(payment)).toEqual({ kind: 'pending' });
    // The quick question in vain, and the inquiry, which has its answer and is on its way back.
    await expect.poll(() => gateway.asked.length).toBe(askedBefore + 2);
    await saga().workflows.cancel(payment, cancelRequest(), budget());
    gateway.isSlow = false;
    resolve();
    await closed(payment);
    expect(saga().payments.find(payment.paymentId)).toMatchObject({
      ...{ status: 'CANCELLED', attention: null },
      cancellations: [{ origin: 'CLIENT', status: 'SUCCEEDED' }],
    });
  });

  it('asks again under another id while the question before it has not ended there', async () => {
    const payment = await saga().created();
    const { gateway, env } = saga();
    const { promise, resolve } = Promise.withResolvers<void>();
    gateway.wordsArrive = promise;
    for (const isSlow of [true, false, true]) {
      gateway.isSlow = isSlow;
      expect(await look(payment)).toEqual({ kind: isSlow ? 'pending' : 'done' });
      // Until the quick question is asked again.
      await env.sleep('3s');
    }
    gateway.isSlow = false;
    resolve();
    const handle = saga().handleOf(payment.paymentId);
    await handle.result();
    const { events } = await handle.fetchHistory();
    const asked = (events ?? []).flatMap(
      (event) => event.activityTaskScheduledEventAttributes?.activityId ?? [],
    );
    expect(asked.slice(0, 2)).toEqual(['gateway-retrieve', 'gateway-retrieve again-1']);
    expect((events ?? []).filter((event) => event.workflowTaskFailedEventAttributes)).toEqual([]);
  });

  it('does not take a word from before it was paid for a contradiction', async () => {
    const payment = await saga().created();
    const { gateway, payments, workflows, env } = saga();
    const { promise, resolve } = Promise.withResolvers<void>();
    gateway.standings.set(payment.paymentId, declined());
    gateway.isSlow = true;
    gateway.wordsArrive = promise;
    expect(await look(payment)).toEqual({ kind: 'pending' });
    const pendingSteps = async () =>
      (await saga().handleOf(payment.paymentId).describe()).raw.pendingActivities?.length ?? 0;
    await expect.poll(pendingSteps).toBe(1);
    // The customer has tried again. That it is paid takes its time to be recorded, and the old word comes first.
    gateway.standings.set(payment.paymentId, approved(10_000));
    gateway.isSlow = false;
    await env.sleep('3s');
    payments.isDown = true;
    const answer = workflows.complete(payment, { pgTransactionId: 'tx-1' }, budget());
    await expect.poll(pendingSteps).toBe(2);
    resolve();
    await expect.poll(pendingSteps).toBe(1);
    payments.isDown = false;
    await answer;
    await closed(payment);
    expect(payments.find(payment.paymentId)).toMatchObject({ status: 'PAID', attention: null });
  });

  it('changes nothing when the two agree', async () => {
    const payment = await saga().paid();
    await closed(payment);
    const before = saga().payments.find(payment.paymentId);
    expect(await look(payment)).toEqual({ kind: 'done' });
    await closed(payment);
    expect(saga().payments.find(payment.paymentId)).toEqual(before);
  });
});
