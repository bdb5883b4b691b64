/** A worker that stood still until another had taken over: what it decides when it wakes is decided on an old record. */
import { expect, it } from 'vitest';
import { changeOnStanding } from '../../domain/changes/on-standing.ts';
import type { GatewayStanding } from '../../domain/gateway-port.ts';
import type { Payment } from '../../domain/payment.ts';
import { agreed, approved, cancelledAtConsole } from './support/fake-gateway.ts';
import { budget } from './support/requests.ts';
import { useSaga } from './support/saga.ts';

const saga = useSaga();

function recordOf(paymentId: string): Payment {
  const record = saga().payments.find(paymentId);
  if (record === null) throw new Error(`there is no payment ${paymentId}`);
  return record;
}

/** Right after the write of that kind, which is told to nobody: the other worker's, and then its next one. */
function otherWorkerGoesOn(afterWriteOf: string, standing: GatewayStanding): void {
  const { payments, gateway } = saga();
  payments.onWrite = ({ paymentId, transitionId }) => {
    if (!transitionId.includes(afterWriteOf)) return;
    payments.onWrite = () => undefined;
    gateway.standings.set(paymentId, standing);
    const change = changeOnStanding(recordOf(paymentId), standing, Date.now());
    if (change !== null) payments.write(change);
    throw new Error('its answer is lost');
  };
}

async function complete(paymentId: string) {
  return await saga().workflows.complete(recordOf(paymentId), { pgTransactionId: 'tx-1' }, budget());
}

async function closed(paymentId: string): Promise<Payment> {
  await saga().handleOf(paymentId).result();
  return recordOf(paymentId);
}

it('does not go on with the word that it has recorded when the other has recorded more', async () => {
  const { paymentId } = await saga().created();
  saga().gateway.standings.set(paymentId, approved(10_000));
  otherWorkerGoesOn('approved', cancelledAtConsole());
  await complete(paymentId);
  expect(await closed(paymentId)).toMatchObject({
    ...{ status: 'PARTIALLY_CANCELLED', attention: null },
    cancellations: [{ origin: 'EXTERNAL', status: 'SUCCEEDED' }],
  });
});

it.each([
  ['at once', false],
  ['in the background', true],
])('does not take a word from before the confirmation for a contradiction: asked %s', async (_, isSlow) => {
  const { paymentId } = await saga().created();
  const { gateway } = saga();
  gateway.standings.set(paymentId, agreed());
  gateway.isSlow = isSlow;
  otherWorkerGoesOn('agreed-tx-1', approved(10_000));
  expect(await complete(paymentId)).toEqual({ kind: 'done' });
  gateway.isSlow = false;
  expect(await closed(paymentId)).toMatchObject({ status: 'PAID', attention: null });
  expect(gateway.confirmed).not.toContain(paymentId);
});
