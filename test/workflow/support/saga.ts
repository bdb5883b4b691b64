/** The saga with time skipped: a payment made, paid, and what is known of it afterwards. */
import { afterAll, beforeAll, expect } from 'vitest';
import type { Payment, PaymentStatus } from '../../../domain/payment.ts';
import type { CreateRequest } from '../../../domain/requests.ts';
import { paymentWorkflowId } from '../../../workflows/contract.ts';
import { approved } from './fake-gateway.ts';
import { type PaymentEnvironment, startPaymentEnvironment } from './payment-environment.ts';
import { budget, createRequest } from './requests.ts';

export type Saga = PaymentEnvironment & {
  readonly created: (more?: Partial<CreateRequest>) => Promise<Payment>;
  readonly paid: () => Promise<Payment>;
  readonly handleOf: (
    paymentId: string,
  ) => ReturnType<PaymentEnvironment['env']['client']['workflow']['getHandle']>;
  readonly statusOf: (paymentId: string) => PaymentStatus | undefined;
  readonly eventsOf: (paymentId: string) => readonly string[];
};

/** Starts the environment before a file's tests and ends it after them. */
export function useSaga(): () => Saga {
  let saga: Saga | undefined;
  beforeAll(async () => {
    saga = sagaIn(await startPaymentEnvironment());
  });
  afterAll(async () => await saga?.stop());
  return () => {
    if (saga === undefined) throw new Error('the environment has not started');
    return saga;
  };
}

function sagaIn(environment: PaymentEnvironment): Saga {
  const { payments, gateway, workflows, env } = environment;

  async function created(more: Partial<CreateRequest> = {}): Promise<Payment> {
    const request = createRequest(more);
    expect(await workflows.create(request, budget())).toEqual({ kind: 'done', replayed: false });
    const payment = payments.find(request.paymentId);
    if (payment === null) throw new Error('no success without a committed row');
    return payment;
  }

  async function paid(): Promise<Payment> {
    const payment = await created();
    gateway.standings.set(payment.paymentId, approved(10_000));
    await workflows.complete(payment, { pgTransactionId: 'tx-1' }, budget());
    return payment;
  }

  return {
    ...environment,
    created,
    paid,
    handleOf: (paymentId) => env.client.workflow.getHandle(paymentWorkflowId(paymentId)),
    statusOf: (paymentId) => payments.find(paymentId)?.status,
    eventsOf: (paymentId) =>
      payments.events.filter((event) => event.paymentId === paymentId).map(({ type }) => type),
  };
}
