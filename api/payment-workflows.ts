/**
 * The one helper that talks to Temporal. Each request is one update with one id, the same on every try, so that
 * trying again never does a thing twice. First it must be accepted (durable), then its outcome is waited for.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type Client, type WorkflowUpdateHandle, WorkflowUpdateStage } from '@temporalio/client';
import type { UpdateDefinition } from '@temporalio/common';
import {
  cancelUpdate,
  completeUpdate,
  createUpdate,
  paymentWorkflowId,
  type Verdict,
  type WorkflowSubject,
  webhookUpdate,
} from '../workflows/contract.ts';
import { adaptiveLimit, type Outcome } from './adaptive-limit.ts';
import type { Budget, PaymentWorkflows, WorkflowAnswer } from './deps.ts';
import { classifyTemporalError } from './temporal-errors.ts';
import { startOperation } from './workflow-start.ts';

/** `maxUnaccepted`: of clients' requests, those that wait to be accepted. Webhooks have a limit of their own. */
export function createPaymentWorkflows(client: Client, maxUnaccepted = MAX_UNACCEPTED): PaymentWorkflows {
  const limit = adaptiveLimit(maxUnaccepted, Date.now);
  const send = async <Request>(message: Message<Request>, budget: Budget): Promise<WorkflowAnswer> => {
    if (!limit.enter()) return { kind: 'unaccepted' };
    let isWithin = true;
    const leave = (outcome: Outcome) => {
      if (isWithin) limit.leave(outcome);
      isWithin = false;
    };
    try {
      return await sendUpdate(client, { ...message, whenKnown: leave }, budget);
    } finally {
      leave('no sign');
    }
  };
  return {
    create: (request, budget) =>
      send({ update: createUpdate, args: [request], subject: request, opens: 'at once' }, budget),
    complete: (payment, request, budget) =>
      send({ update: completeUpdate, args: [request], subject: payment, opens: 'when closed' }, budget),
    cancel: (payment, request, budget) =>
      send({ update: cancelUpdate, args: [request], subject: payment, opens: 'when closed' }, budget),
    webhook: (payment, request, budget) =>
      sendUpdate(
        client,
        { update: webhookUpdate, args: [request], subject: payment, opens: 'when closed', isAwaited: false },
        budget,
      ),
  };
}

type Message<Request> = {
  readonly update: UpdateDefinition<Verdict, [Request]>;
  readonly args: [Request];
  /** What the workflow is told to be about when it has to be started, or opened again. */
  readonly subject: WorkflowSubject;
  /** A plain update spares the server the start of a workflow that is open already. */
  readonly opens: 'at once' | 'when closed';
  /** False: that it is durable is all that matters. */
  readonly isAwaited?: false;
  /** Told once it has been accepted, or not in time. A server that is down, or a payment that is busy, is no sign. */
  readonly whenKnown?: (outcome: Outcome) => void;
};

/** Where the configuration does not say. */
const MAX_UNACCEPTED = 256;
const MAX_TRIES = 6;
const TRIES_WHEN_BUSY = 3;
const TRIES_WHEN_DOWN = 2;
const PAUSE_MS = 100;

async function sendUpdate<Request>(
  client: Client,
  message: Message<Request>,
  budget: Budget,
): Promise<WorkflowAnswer> {
  const updateId = randomUUID();
  let withStart = message.opens === 'at once';
  let wasAccepted = false;
  const failures = { busy: 0, down: 0 };
  for (let attempt = 1; attempt <= MAX_TRIES && Date.now() < budget.acceptByMs; attempt += 1) {
    try {
      const handle = await accept(client, message, { updateId, withStart, acceptByMs: budget.acceptByMs });
      wasAccepted = true;
      message.whenKnown?.('in time');
      // One that nobody waits for is answered in the moment in which it is accepted: only then is it durable.
      const untilMs = message.isAwaited === false ? budget.acceptByMs : budget.answerByMs;
      return await client.withDeadline(untilMs, () => handle.result());
    } catch (error) {
      const kind = classifyTemporalError(error);
      if (kind === 'too late') break;
      if (kind === 'unexpected') throw error;
      if (kind === 'busy' && ++failures.busy >= TRIES_WHEN_BUSY)
        return { kind: wasAccepted ? 'pending' : 'busy' };
      if (kind === 'down' && ++failures.down >= TRIES_WHEN_DOWN) break;
      // The run it was sent to has closed, before or after accepting it: a new one loads the row and decides anew.
      if (kind === 'closed') withStart = true;
      if (kind === 'not taken') wasAccepted = false;
      if (kind !== 'closed') await delay(PAUSE_MS * attempt);
    }
  }
  if (failures.down < TRIES_WHEN_DOWN) message.whenKnown?.('too late');
  return { kind: wasAccepted ? 'pending' : 'unaccepted' };
}

type Attempt = { readonly updateId: string; readonly withStart: boolean; readonly acceptByMs: number };

/** Resolves once the update is in the workflow's history. A deadline given up on does not cancel the update. */
function accept<Request>(
  client: Client,
  { update, args, subject }: Message<Request>,
  { updateId, withStart, acceptByMs }: Attempt,
): Promise<WorkflowUpdateHandle<Verdict>> {
  const options = { args, updateId, waitForStage: WorkflowUpdateStage.ACCEPTED };
  return client.withDeadline(acceptByMs, () =>
    withStart
      ? client.workflow.startUpdateWithStart(update, {
          ...options,
          startWorkflowOperation: startOperation(subject),
        })
      : client.workflow.getHandle(paymentWorkflowId(subject.paymentId)).startUpdate(update, options),
  );
}
