/** The activities by their names, with the database in memory and the gateway scripted. */
import { activityInfo } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { Activities } from '../../../activities/create-activities.ts';
import { translated, UnsettledError } from '../../../activities/failures.ts';
import { withHeartbeat } from '../../../activities/with-heartbeat.ts';
import type { GatewayStanding, UnknownOutcome } from '../../../domain/gateway-port.ts';
import { KEY_EXPIRED } from '../../../domain/holding.ts';
import type { Payment } from '../../../domain/payment.ts';
import type { FakeGateway } from './fake-gateway.ts';
import type { InMemoryPayments } from './in-memory-payments.ts';

export const EXPIRES_AFTER_MS = 30 * 60_000;

export type Fakes = {
  readonly payments: InMemoryPayments;
  readonly gateway: FakeGateway;
  /** As the worker's configuration says; undefined: of a worker that is older than it. */
  readonly settings: { attentionAfterMs: number | undefined };
  readonly currentTimeMs: () => Promise<number>;
};

export function createFakeActivities({ payments, gateway, settings, currentTimeMs }: Fakes): Activities {
  return {
    async dbCreatePayment(request) {
      const nowMs = await currentTimeMs();
      return {
        kind: 'created',
        payment: payments.create(request, { nowMs, expiresAfterMs: EXPIRES_AFTER_MS }),
        ...(settings.attentionAfterMs === undefined ? {} : { attentionAfterMs: settings.attentionAfterMs }),
      };
    },
    async dbLoadPayment(paymentId) {
      const payment = payments.find(paymentId);
      const { attentionAfterMs } = settings;
      if (payment === null || attentionAfterMs === undefined) return payment;
      return { ...payment, beside: { attentionAfterMs, operatorActions: payments.actionsOf(paymentId) } };
    },
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
      if (!(await send({ gateway, currentTimeMs }, paymentId))) {
        const asked = gateway.standings.get(paymentId);
        if (asked?.kind === 'approved') return asked;
        throw ApplicationFailure.create({ type: 'CONFIRMATION_UNSETTLED' });
      }
      await withHeartbeat(gateway.onMoneyAttempt);
      if (gateway.isSilentOnConfirm) throw ApplicationFailure.create({ type: 'CONFIRMATION_UNSETTLED' });
      gateway.confirmed.push(paymentId);
      const standing = gateway.onConfirm(paymentId);
      gateway.standings.set(paymentId, standing);
      await withHeartbeat(async () => await gateway.wordsArrive);
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
      if (!(await send({ gateway, currentTimeMs }, cancellationId)))
        return { kind: 'refused', pgCode: KEY_EXPIRED, pgMessage: '' };
      await withHeartbeat(gateway.onMoneyAttempt);
      if (gateway.isSilentOnCancel) throw ApplicationFailure.create({ type: 'CANCELLATION_UNSETTLED' });
      if (gateway.refusesCancellations) return { kind: 'refused', pgCode: 'NO', pgMessage: '' };
      giveBack({ payments, gateway }, paymentId, cancellationId);
      return { kind: 'succeeded', pgCancellationId: `pg-${cancellationId}` };
    },
    kafkaPublishEvents: async (paymentId) => payments.markPublished(paymentId),
    gatewayReconcile: async () => ({ reports: [], isCaughtUp: true }),
    temporalResumeOutstanding: async () => ({ outstanding: 0, reopened: 0, unanswered: 0 }),
  };
}

/** As the real one fails: by the table. */
async function unsettledBy(outcome: UnknownOutcome): Promise<never> {
  return await translated(async () => {
    throw UnsettledError.byUnknown('GATEWAY_UNSETTLED', outcome);
  });
}

/** False: the key has run out, and it may have been sent before; nothing is sent then (rule 1). */
async function send(
  { gateway, currentTimeMs }: Pick<Fakes, 'gateway' | 'currentTimeMs'>,
  key: string,
): Promise<boolean> {
  const atMs = await currentTimeMs();
  const first = gateway.sendings.find((sending) => sending.key === key);
  if (first !== undefined && atMs - first.atMs >= gateway.keyLifetimeMs) return false;
  gateway.sendings.push({ key, atMs });
  return true;
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
