/** The saga's steps by name, with what the Web UI shows of them: an id and a summary on each activity. */
import { ActivityFailure, ApplicationFailure } from '@temporalio/common';
import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/create-activities.ts';
import type { PaymentChange } from '../domain/changes/payment-change.ts';
import type { GatewayReport } from '../domain/gateway-port.ts';
import type { Cancellation, Confirmation, Payment } from '../domain/payment.ts';
import type { CreateRequest } from '../domain/requests.ts';
import * as options from './activity-options.ts';
import { attemptedLocally, fastThenDurable } from './fast-then-durable.ts';

const fastDatabase = proxyLocalActivities<Activities>(options.FAST_DATABASE);
const fastGateway = proxyLocalActivities<Activities>(options.FAST_GATEWAY);
const database = proxyActivities<Activities>(options.DURABLE_DATABASE);
const inquiry = proxyActivities<Activities>(options.DURABLE_INQUIRY);
const question = proxyActivities<Activities>(options.ONE_QUESTION);
const money = proxyActivities<Activities>(options.MONEY_AT_GATEWAY);
const publishing = proxyActivities<Activities>(options.PUBLISHING);

export async function createRecord(request: CreateRequest) {
  const summary = `Create ${request.currency} ${request.amount}`;
  return await fastThenDurable(
    async () => await fastDatabase.dbCreatePayment.executeWithOptions({ summary }, [request]),
    async () =>
      await database.dbCreatePayment.executeWithOptions({ summary, activityId: 'db-create-payment' }, [
        request,
      ]),
  );
}

export async function loadRecord(paymentId: string) {
  const summary = 'Load what is committed';
  return await fastThenDurable(
    async () => await fastDatabase.dbLoadPayment.executeWithOptions({ summary }, [paymentId]),
    async () =>
      await database.dbLoadPayment.executeWithOptions({ summary, activityId: 'db-load-payment' }, [
        paymentId,
      ]),
  );
}

export async function writeRecord(change: PaymentChange) {
  const summary = `Record ${change.transitionId} → ${change.to}`;
  const activityId = `db-write-change ${change.transitionId}`;
  return await fastThenDurable(
    async () => await fastDatabase.dbWriteChange.executeWithOptions({ summary }, [change]),
    async () => await database.dbWriteChange.executeWithOptions({ summary, activityId }, [change]),
  );
}

/** One quick question to the gateway. */
export async function askQuickly(payment: Payment, pgTransactionId: string | undefined) {
  const { paymentId, provider } = payment;
  const summary = `Ask ${provider}`;
  return await attemptedLocally(
    fastGateway.gatewayRetrieve.executeWithOptions({ summary }, [{ provider, paymentId, pgTransactionId }]),
  );
}

/** Asks until the gateway knows; resolves only then. Begun anew it has another id: the one before may still be asking. */
export async function askUntilKnown({ provider, paymentId }: Payment, timesAgain: number) {
  const again = timesAgain === 0 ? '' : ` again-${timesAgain}`;
  return await inquiry.gatewayRetrieve.executeWithOptions(
    { summary: `Ask ${provider} until it is known`, activityId: `gateway-retrieve${again}` },
    [{ provider, paymentId }],
  );
}

export type Answer =
  | { readonly kind: 'told'; readonly report: GatewayReport }
  /** Asked, and pending, silent or unreadable. */
  | { readonly kind: 'cannot_tell' }
  | { readonly kind: 'not_asked' };

/** One thorough question, for an operator who would decide in the gateway's place. */
export async function askForOperator({ provider, paymentId }: Payment): Promise<Answer> {
  try {
    const report = await question.gatewayRetrieve.executeWithOptions(
      { summary: `Ask ${provider} before an operator decides`, activityId: 'gateway-retrieve for-operator' },
      [{ provider, paymentId, budgetMs: ONE_QUESTION_BUDGET_MS }],
    );
    return { kind: 'told', report };
  } catch (error) {
    const cause = error instanceof ActivityFailure ? error.cause : undefined;
    const isUnsettled = cause instanceof ApplicationFailure && cause.type === 'GATEWAY_UNSETTLED';
    return { kind: isUnsettled ? 'cannot_tell' : 'not_asked' };
  }
}

/** Below the 8 s in which the operator is answered. */
const ONE_QUESTION_BUDGET_MS = 5_000;

/** The approval itself, where that is our own call; resolves when it is settled for good. */
export async function confirmAtGateway({ provider, paymentId }: Payment, { pgTransactionId }: Confirmation) {
  return await money.gatewayConfirm.executeWithOptions(
    { summary: `Confirm at ${provider}`, activityId: 'gateway-confirm' },
    [{ paymentId, pgTransactionId }],
  );
}

/** Ends the virtual account; resolves when the gateway says that nothing waits any more, or that it was paid into. */
export async function closeAtGateway({ provider, paymentId }: Payment) {
  return await money.gatewayCloseAccount.executeWithOptions(
    { summary: `Close the account at ${provider}`, activityId: 'gateway-close-account' },
    [{ provider, paymentId }],
  );
}

/** Gives money back; resolves when that is settled for good. */
export async function cancelAtGateway(
  { provider, paymentId }: Payment,
  { cancellationId, amount }: Cancellation,
) {
  const result = await money.gatewayCancel.executeWithOptions(
    { summary: `Give back ${amount} at ${provider}`, activityId: `gateway-cancel ${cancellationId}` },
    [{ paymentId, cancellationId }],
  );
  return { cancellationId, result };
}

export async function publishEvents({ paymentId, eventSequence }: Payment) {
  return await publishing.kafkaPublishEvents.executeWithOptions(
    { summary: `Publish up to event ${eventSequence}`, activityId: 'kafka-publish-events' },
    [paymentId],
  );
}
