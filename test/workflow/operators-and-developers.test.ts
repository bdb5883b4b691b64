/** The workflow as developers and operators meet it. */
import { describe, expect, it } from 'vitest';
import { paymentQuery, paymentWorkflowId, refreshUpdate } from '../../workflows/contract.ts';
import { approved } from './support/fake-gateway.ts';
import { budget } from './support/requests.ts';
import { useSaga } from './support/saga.ts';

const saga = useSaga();

describe('the workflow itself', () => {
  it('shows the payment to a developer who asks', async () => {
    const payment = await saga().created();
    expect(await saga().handleOf(payment.paymentId).query(paymentQuery)).toMatchObject({ status: 'READY' });
  });

  it('closes at once when it was started and nobody asked for anything', async () => {
    const handle = await saga().env.client.workflow.start('paymentWorkflow', {
      workflowId: paymentWorkflowId('pay_nobody'),
      taskQueue: 'payments',
      args: [{ paymentId: 'pay_nobody' }],
    });
    expect(await handle.result()).toEqual({ paymentId: 'pay_nobody', status: null });
  });

  it('lets no cancel request from the Web UI stop a payment: it only asks a person to look', async () => {
    const payment = await saga().created();
    await saga().handleOf(payment.paymentId).cancel();
    await expect
      .poll(() => saga().payments.find(payment.paymentId)?.attention, { timeout: 10_000 })
      .toBe('CANCEL_REQUESTED_IN_UI');
    saga().gateway.standings.set(payment.paymentId, approved(10_000));
    expect(await saga().workflows.complete(payment, { pgTransactionId: 'tx-1' }, budget())).toEqual({
      kind: 'done',
    });
  });

  it('is not held up by a cancel request that arrives before there is a record', async () => {
    const handle = await saga().env.client.workflow.start('paymentWorkflow', {
      workflowId: paymentWorkflowId('pay_cancelled_at_once'),
      taskQueue: 'payments',
      args: [{ paymentId: 'pay_cancelled_at_once', resume: true }],
    });
    await handle.cancel();
    expect(await handle.result()).toMatchObject({ status: null });
  });

  it('reads the record again when it is told to: what an answer lost after COMMIT left behind is published', async () => {
    const payment = await saga().created();
    saga().payments.write({
      paymentId: payment.paymentId,
      fromVersion: payment.version,
      transitionId: 'written-by-a-worker-that-died',
      to: 'PAID',
      event: 'payment.completed',
    });
    await saga().handleOf(payment.paymentId).executeUpdate(refreshUpdate);
    await saga().handleOf(payment.paymentId).result();
    expect(saga().payments.find(payment.paymentId)).toMatchObject({ status: 'PAID', publishedSequence: 1 });
  });

  it('closes although another run has published its events already', async () => {
    const payment = await saga().created();
    saga().gateway.standings.set(payment.paymentId, approved(10_000));
    saga().payments.onWrite = ({ paymentId }) => saga().payments.markPublished(paymentId);
    await saga().workflows.complete(payment, { pgTransactionId: 'tx-1' }, budget());
    await saga().handleOf(payment.paymentId).result();
    saga().payments.onWrite = () => undefined;
    expect(saga().statusOf(payment.paymentId)).toBe('PAID');
  });
});
