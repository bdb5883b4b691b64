/** The records of what happened to money, as the rules about them read them. Each is kept by somebody else. */
import { z } from 'zod';
import { ATTENTION_REASONS } from '../../domain/attention.ts';
import { CANCELLATION_ORIGINS, CANCELLATION_STATUSES, PAYMENT_STATUSES } from '../../domain/payment.ts';
import type { JournalEntry } from '../../sandbox/simulator/journal-entries.ts';
import type { TopicRecord } from './read-topic.ts';

const status = z.enum(PAYMENT_STATUSES);

export const ourBooksSchema = z.object({
  paymentId: z.string(),
  userId: z.string(),
  orderId: z.string(),
  amount: z.coerce.number(),
  currency: z.string(),
  status,
  version: z.number(),
  held: z.coerce.number().nullable(),
  failureCode: z.string().nullable(),
  attention: z.enum(ATTENTION_REASONS).nullable(),
  eventSequence: z.number(),
  publishedSequence: z.number(),
  createdAtMs: z.coerce.number(),
  expiresAtMs: z.coerce.number(),
  cancellations: z.array(
    z.object({
      cancellationId: z.string(),
      amount: z.number(),
      status: z.enum(CANCELLATION_STATUSES),
      origin: z.enum(CANCELLATION_ORIGINS),
      pgCancellationId: z.string().nullable(),
      requestedAtMs: z.number(),
      settledAtMs: z.number().nullable(),
    }),
  ),
  events: z.array(
    z.object({
      id: z.string(),
      type: z.string(),
      sequence: z.number(),
      payload: z.looseObject({ status }),
      occurredAtMs: z.number(),
      publishedAtMs: z.number().nullable(),
    }),
  ),
  /** In the order of their versions. */
  transitions: z.array(
    z.object({
      version: z.number(),
      transitionId: z.string(),
      from: status.nullable(),
      to: status,
      atMs: z.number(),
    }),
  ),
});

/** One payment in our database, with all that belongs to it. */
export type OurBooks = z.infer<typeof ourBooksSchema>;

/** What a client was told. No answer at all (a cut connection, or it gave up) is `status: 0`. */
export type ClientAnswer = {
  readonly operation: 'create' | 'complete' | 'cancel' | 'get' | 'list';
  readonly user: string;
  readonly key: string | undefined;
  readonly sent: unknown;
  readonly beganAtMs: number;
  readonly endedAtMs: number;
  readonly status: number;
  /** Unknown where a creation was not answered; none for a list. */
  readonly paymentId: string | undefined;
  /** The payment, the problem or the list. */
  readonly body: unknown;
};

/** After a failure the whole history is replayed: where a later task was completed, the code does fit it. */
export type FailedTask = { readonly cause: string; readonly isOvercome: boolean };

/** One run of a payment's workflow, as its history tells. */
export type WorkflowRun = {
  readonly paymentId: string;
  readonly runId: string;
  readonly startedAtMs: number;
  readonly readAtMs: number;
  readonly status: string;
  /** Of a run that has come to its end. */
  readonly result: string | null | undefined;
  readonly failedTasks: readonly FailedTask[];
};

export type Records = {
  readonly journal: readonly JournalEntry[];
  readonly books: readonly OurBooks[];
  readonly topic: readonly TopicRecord[];
  readonly answers: readonly ClientAnswer[];
  /** Absent where nobody read the histories. */
  readonly workflows?: readonly WorkflowRun[];
};

/** Everything that the records say of one payment. */
export type OfPayment = {
  readonly payment: OurBooks;
  readonly journal: readonly JournalEntry[];
  readonly topic: readonly TopicRecord[];
  readonly answers: readonly ClientAnswer[];
  readonly workflows: readonly WorkflowRun[] | undefined;
};

/** What is wrong, one sentence each. Pure. */
export type Rule = (of: OfPayment) => Iterable<string>;
