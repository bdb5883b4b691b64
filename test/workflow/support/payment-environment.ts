/** A worker in a Temporal whose time skips, with the database in memory and the gateway scripted. */
import { activityInfo } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { Runtime, Worker } from '@temporalio/worker';
import type { Activities } from '../../../activities/create-activities.ts';
import { translated, UnsettledError } from '../../../activities/failures.ts';
import { createPaymentWorkflows } from '../../../api/payment-workflows.ts';
import type { GatewayStanding, UnknownOutcome } from '../../../domain/gateway-port.ts';
import type { Payment } from '../../../domain/payment.ts';
import { provideTimeSkippingServer } from '../../../sandbox/time-skipping-server.ts';
import { WORKFLOWS_PATH } from '../../../worker/create-worker.ts';
import { searchAttributes, TASK_QUEUE } from '../../../workflows/contract.ts';
import { createFakeGateway, type FakeGateway } from './fake-gateway.ts';
import { createInMemoryPayments, type InMemoryPayments } from './in-memory-payments.ts';

export const EXPIRES_AFTER_MS = 30 * 60_000;
const INDEXED_VALUE_TYPE_KEYWORD = 2;

export type PaymentEnvironment = {
  readonly env: TestWorkflowEnvironment;
  readonly payments: InMemoryPayments;
  readonly gateway: FakeGateway;
  readonly workflows: ReturnType<typeof createPaymentWorkflows>;
  readonly stop: () => Promise<void>;
};

export async function startPaymentEnvironment(): Promise<PaymentEnvironment> {
  Runtime.install({
    logger: { log: ignore, trace: ignore, debug: ignore, info: ignore, warn: ignore, error: ignore },
  });
  const path = await provideTimeSkippingServer();
  const env = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path } },
  });
  await env.connection.operatorService.addSearchAttributes({
    namespace: 'default',
    searchAttributes: Object.fromEntries(
      Object.values(searchAttributes).map(({ name }) => [name, INDEXED_VALUE_TYPE_KEYWORD]),
    ),
  });
  const payments = createInMemoryPayments();
  const gateway = createFakeGateway();
  const worker = await Worker.create({
    connection: env.nativeConnection,
    taskQueue: TASK_QUEUE,
    workflowsPath: WORKFLOWS_PATH,
    activities: createFakeActivities({ env, payments, gateway }),
  });
  const running = worker.run();
  return {
    env,
    payments,
    gateway,
    workflows: createPaymentWorkflows(env.client),
    async stop() {
      worker.shutdown();
      await running;
      await env.teardown();
    },
  };
}

type Fakes = Pick<PaymentEnvironment, 'env' | 'payments' | 'gateway'>;

function createFakeActivities({ env, payments, gateway }: Fakes): Activities {
  return {
    async dbCreatePayment(request) {
      const nowMs = await env.currentTimeMs();
      return {
        kind: 'created',
        payment: payments.create(request, { nowMs, expiresAfterMs: EXPIRES_AFTER_MS }),
      };
    },
    dbLoadPayment: async (paymentId) => payments.find(paymentId),
    async dbWriteChange(change) {
      if (payments.isDown) throw ApplicationFailure.create({ type: 'DATABASE_UNAVAILABLE' });
      return payments.write(change);
    },
    async gatewayRetrieve({ paymentId, pgTransactionId }) {
      gateway.asked.push(paymentId);
      const standing = gateway.standings.get(paymentId) ?? { kind: 'not_started' };
      const isTooSlow = gateway.isSlow && activityInfo().isLocal;
      if (standing.kind === 'unknown') return await unsettledBy(standing);
      if (isTooSlow || standing.kind === 'pending')
        throw ApplicationFailure.create({ type: 'GATEWAY_UNSETTLED' });
      if (!activityInfo().isLocal) await gateway.wordsArrive;
      return { standing, claimed: claimOf(standing, pgTransactionId) };
    },
    async gatewayConfirm({ paymentId }) {
      if (gateway.isSilentOnConfirm) throw ApplicationFailure.create({ type: 'CONFIRMATION_UNSETTLED' });
      gateway.confirmed.push(paymentId);
      const standing = gateway.onConfirm(paymentId);
      gateway.standings.set(paymentId, standing);
      const { kind } = standing;
      return kind === 'awaiting_confirm' || kind === 'pending' || kind === 'unknown' ? null : standing;
    },
    async gatewayCloseAccount({ paymentId }) {
      const standing = gateway.standings.get(paymentId) ?? { kind: 'not_started' };
      if (gateway.isSilentOnClose || standing.kind === 'unknown' || standing.kind === 'pending')
        throw ApplicationFailure.create({ type: 'CLOSING_UNSETTLED' });
      if (standing.kind !== 'account_issued') return standing;
      gateway.closed.push(paymentId);
      const after = gateway.onClose(paymentId);
      gateway.standings.set(paymentId, after);
      if (after.kind === 'account_issued' || after.kind === 'unknown' || after.kind === 'pending')
        throw ApplicationFailure.create({ type: 'CLOSING_UNSETTLED' });
      return after;
    },
    async gatewayCancel({ paymentId, cancellationId }) {
      payments.markSent(paymentId, cancellationId);
      if (gateway.isSilentOnCancel) throw ApplicationFailure.create({ type: 'CANCELLATION_UNSETTLED' });
      if (gateway.refusesCancellations) return { kind: 'refused', pgCode: 'NO', pgMessage: '' };
      giveBack({ payments, gateway }, paymentId, cancellationId);
      return { kind: 'succeeded', pgCancellationId: `pg-${cancellationId}` };
    },
    kafkaPublishEvents: async (paymentId) => payments.markPublished(paymentId),
    gatewayReconcile: async () => ({ reports: [], isCaughtUp: true }),
    temporalResumeOutstanding: async () => ({ outstanding: 0, reopened: 0 }),
  };
}

/** As the real one fails: by the table. */
async function unsettledBy(outcome: UnknownOutcome): Promise<never> {
  return await translated(async () => {
    throw UnsettledError.byUnknown('GATEWAY_UNSETTLED', outcome);
  });
}

function claimOf(standing: GatewayStanding, pgTransactionId: string | undefined) {
  if (pgTransactionId === undefined) return 'unasked';
  if (standing.kind === 'not_started') return 'no_attempt';
  return 'pgTransactionId' in standing && standing.pgTransactionId === pgTransactionId
    ? 'known'
    : 'unknown_here';
}

/** What the gateway holds afterwards, with our id in its reason, as a real one would show it. */
function giveBack(
  { payments, gateway }: Pick<Fakes, 'payments' | 'gateway'>,
  paymentId: string,
  cancellationId: string,
) {
  gateway.cancelled.push({ paymentId, cancellationId });
  const standing = gateway.standings.get(paymentId);
  const row = amountOf(payments.find(paymentId), cancellationId);
  if (standing?.kind !== 'approved' && standing?.kind !== 'cancelled') return;
  gateway.standings.set(paymentId, {
    ...standing,
    kind: 'cancelled',
    cancellations: [
      ...standing.cancellations,
      {
        pgCancellationId: `pg-${cancellationId}`,
        cancellationId,
        amountMinor: row,
        status: 'SUCCEEDED',
        cancelledAt: null,
      },
    ],
  });
}

function amountOf(payment: Payment | null, cancellationId: string): number {
  return payment?.cancellations.find((row) => row.cancellationId === cancellationId)?.amount ?? 0;
}

function ignore(): void {}
