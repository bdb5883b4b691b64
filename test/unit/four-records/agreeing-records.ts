/** Records that agree: one payment of 10,000 won, paid through PortOne and given back in part. */
import type { JournalEntry } from '../../../sandbox/simulator/journal-entries.ts';
import type { TopicRecord } from '../../support/read-topic.ts';
import type { ClientAnswer, OurBooks, WorkflowRun } from '../../support/records.ts';

export const PAYMENT = 'pay_1';
export const START_MS = Date.UTC(2026, 0, 1);
const [CANCELLATION, AT_GATEWAY, USER] = ['can_1', 'pg-can-1', 'user-1'];

export function agreeingRecords() {
  return { books: [books()], journal: journal(), topic: topic(), answers: answers(), workflows: [run()] };
}

export type AgreeingRecords = ReturnType<typeof agreeingRecords>;

const at = (afterMs: number) => new Date(START_MS + afterMs).toISOString();

function books(): OurBooks {
  return {
    ...{
      paymentId: PAYMENT,
      userId: USER,
      orderId: 'order-1',
      amount: 10_000,
      currency: 'KRW',
      held: 10_000,
    },
    ...{ status: 'PARTIALLY_CANCELLED', version: 4, failureCode: null, attention: null },
    ...{ eventSequence: 2, publishedSequence: 2, createdAtMs: START_MS, expiresAtMs: START_MS + 60_000 },
    cancellations: [
      {
        ...{ cancellationId: CANCELLATION, amount: 4_000, status: 'SUCCEEDED', origin: 'CLIENT' },
        ...{ pgCancellationId: AT_GATEWAY, requestedAtMs: START_MS + 300, settledAtMs: START_MS + 400 },
      },
    ],
    events: [
      event(1, 'payment.completed', 'PAID'),
      event(2, 'payment.partially_cancelled', 'PARTIALLY_CANCELLED'),
    ],
    transitions: [
      { version: 1, transitionId: '0-created', from: null, to: 'READY', atMs: START_MS },
      { version: 2, transitionId: '1-approved', from: 'READY', to: 'PAID', atMs: START_MS + 200 },
      { version: 3, transitionId: '2-cancel_asked', from: 'PAID', to: 'PAID', atMs: START_MS + 300 },
      {
        version: 4,
        transitionId: '3-cancelled',
        from: 'PAID',
        to: 'PARTIALLY_CANCELLED',
        atMs: START_MS + 400,
      },
    ],
  };
}

function event(sequence: number, type: string, status: OurBooks['status']): OurBooks['events'][number] {
  const times = { occurredAtMs: START_MS + 200 * sequence, publishedAtMs: START_MS + 200 * sequence + 50 };
  return { id: `${PAYMENT}-${sequence}`, type, sequence, payload: { status, sequence }, ...times };
}

function journal(): JournalEntry[] {
  const common = { paymentId: PAYMENT, transactionId: 'tx-1' };
  const cancellation = {
    ...{ paymentId: PAYMENT, cancellationId: AT_GATEWAY, amountMinor: 4_000, idempotencyKey: CANCELLATION },
  };
  return [
    { type: 'approved', at: at(100), ...common, amountMinor: 10_000, currency: 'KRW', approvalNumber: '1' },
    call('retrieve', 150),
    {
      ...{ type: 'cancellation_requested', at: at(350), ...cancellation },
      ...{ reason: 'returned', trigger: 'API', settles: null },
    },
    { type: 'cancelled', at: at(350), ...cancellation },
    { ...call('cancel', 350), idempotencyKey: CANCELLATION },
  ];
}

export function call(name: string, afterMs: number): Extract<JournalEntry, { type: 'call' }> {
  return {
    ...{ type: 'call', at: at(afterMs), paymentId: PAYMENT, call: name, idempotencyKey: null },
    ...{ outcome: 'answered', status: 200, fault: null },
  };
}

function topic(): TopicRecord[] {
  return books().events.map(({ id, type, payload }, offset) => ({
    ...{
      partition: 0,
      offset,
      key: PAYMENT,
      eventId: id,
      type,
      bytes: JSON.stringify(payload),
      data: payload,
    },
  }));
}

function answers(): ClientAnswer[] {
  const given = [{ cancellationId: CANCELLATION, amount: 4_000, status: 'SUCCEEDED' }];
  return [
    { ...answer('create', 0, 'READY'), status: 201, key: 'key-1' },
    answer('complete', 150, 'PAID'),
    { ...answer('cancel', 300, 'PARTIALLY_CANCELLED', given), key: 'key-2' },
  ];
}

export function answer(
  operation: ClientAnswer['operation'],
  afterMs: number,
  ...[status, cancellations = []]: readonly [string, (readonly object[])?]
): ClientAnswer {
  return {
    ...{ operation, user: USER, key: undefined, sent: {}, paymentId: PAYMENT, status: 200 },
    ...{ beganAtMs: START_MS + afterMs, endedAtMs: START_MS + afterMs + 100 },
    body: { paymentId: PAYMENT, amount: 10_000, status, cancellations },
  };
}

function run(): WorkflowRun {
  return {
    ...{ paymentId: PAYMENT, runId: 'run-1', startedAtMs: START_MS, status: 'COMPLETED' },
    readAtMs: START_MS + 60_000,
    ...{ result: 'PARTIALLY_CANCELLED', failedTasks: [] },
  };
}
