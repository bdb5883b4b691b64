/**
 * What a person may decide about a payment whose outcome stays unknown. Nobody can say that money is there: only the
 * gateway says that, with its transaction and amount (rule 2). What a person can say is that it is not, and if the
 * gateway shows it later all the same, it goes back (rule 3).
 */
import { containsCardNumber } from './card-number.ts';
import type { PaymentStatus } from './payment.ts';

export const RESOLVE_OUTCOMES = [
  /** A CONFIRMING payment: the gateway refused it, by its console or its support. → FAILED */
  'declined',
  /**
   * A CONFIRMING payment: nobody paid. → CANCELLED if that was asked, EXPIRED if its time is over, else FAILED. One that is
   * WAITING_FOR_DEPOSIT, and whose account is to be closed: nobody paid in, and it is closed. → CANCELLED or EXPIRED
   */
  'not_paid',
  /** A cancellation that is REQUESTED: the money went back, under this id of the gateway's. */
  'cancel_succeeded',
  /** A cancellation that is REQUESTED: no money went back, and none will by it. */
  'cancel_failed',
  /** A flag: somebody has looked, and nothing is left to do. */
  'acknowledged',
] as const;

export type ResolveOutcome = (typeof RESOLVE_OUTCOMES)[number];

export type RetryRequest = { readonly who: string; readonly reason: string };

export type ResolveRequest = {
  readonly outcome: ResolveOutcome;
  readonly reason: string;
  readonly who: string;
  /** Of the two outcomes about a cancellation. */
  readonly cancellationId?: string | undefined;
  /** Of `cancel_succeeded`: the gateway's id, from its console. */
  readonly pgCancellationId?: string | undefined;
};

export const OPERATOR_ACTIONS = ['retry', 'resolve'] as const;

export const OPERATOR_RESULTS = ['retried', 'overridden', 'answered_by_gateway', 'acknowledged'] as const;
export type OperatorResult = (typeof OPERATOR_RESULTS)[number];

/** What is recorded of it, in the transaction of what it changed. `who` and `reason` may name a person. */
export type OperatorAction = {
  readonly action: (typeof OPERATOR_ACTIONS)[number];
  readonly outcome: ResolveOutcome | null;
  readonly result: OperatorResult;
  readonly cancellationId: string | null;
  readonly who: string;
  readonly reason: string;
};

export type RecordedOperatorAction = OperatorAction & {
  /** ISO 8601. */
  readonly at: string;
  readonly fromStatus: PaymentStatus;
  readonly toStatus: PaymentStatus;
  readonly transitionId: string;
};

export type Parsed<Request> = { readonly request: Request } | { readonly faults: readonly string[] };

const LONGEST_WHO = 100;
const LONGEST_REASON = 500;
const LONGEST_ID = 100;

/** What was typed into the Web UI or a terminal is anything. Each fault is a sentence that says what to write. */
export function parseRetry(input: unknown): Parsed<RetryRequest> {
  const { text, faults } = fieldsOf(input);
  const request = { who: text('who', LONGEST_WHO) ?? '', reason: optional(text, input, 'reason') ?? '' };
  return faults.length > 0 ? { faults } : { request };
}

export function parseResolve(input: unknown): Parsed<ResolveRequest> {
  const { text, faults } = fieldsOf(input);
  const wanted = isRecord(input) ? input['outcome'] : undefined;
  const outcome = RESOLVE_OUTCOMES.find((known) => known === wanted);
  if (outcome === undefined) {
    const why = wanted === 'paid' ? ': only the gateway can say that money is there' : '';
    faults.push(`outcome must be one of ${RESOLVE_OUTCOMES.join(', ')}${why}`);
  }
  const who = text('who', LONGEST_WHO) ?? '';
  const reason = text('reason', LONGEST_REASON) ?? '';
  const isOfCancellation = outcome === 'cancel_succeeded' || outcome === 'cancel_failed';
  const cancellationId = isOfCancellation ? text('cancellationId', LONGEST_ID) : undefined;
  const pgCancellationId = outcome === 'cancel_succeeded' ? text('pgCancellationId', LONGEST_ID) : undefined;
  if (outcome === undefined || faults.length > 0) return { faults };
  return { request: { outcome, reason, who, cancellationId, pgCancellationId } };
}

type TakeText = (name: string, atMost: number) => string | undefined;

function fieldsOf(input: unknown): { readonly text: TakeText; readonly faults: string[] } {
  const faults: string[] = [];
  if (!isRecord(input)) faults.push('the input must be one JSON object');
  const text: TakeText = (name, atMost) => {
    if (!isRecord(input)) return undefined;
    const value = input[name];
    const trimmed = typeof value === 'string' ? value.trim() : '';
    if (trimmed === '') faults.push(`${name} must be a text that is not empty`);
    else if (trimmed.length > atMost) faults.push(`${name} may have ${atMost} characters at most`);
    else if (containsCardNumber(trimmed))
      faults.push(`${name} looks like it holds a card number: leave that out`);
    else return trimmed;
    return undefined;
  };
  return { text, faults };
}

function optional(text: TakeText, input: unknown, name: string): string | undefined {
  const value = isRecord(input) ? input[name] : undefined;
  return value === undefined || value === '' ? undefined : text(name, LONGEST_REASON);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
