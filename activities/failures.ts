/**
 * The one table from what goes wrong in an activity to Temporal failures. All of them are retried: what is refused
 * for good is a result, not a failure. Messages carry no text of the gateway's, the driver's or the customer's.
 */
import { ConstraintViolationException, DriverException } from '@mikro-orm/core';
import { ApplicationFailure, ApplicationFailureCategory, CancelledFailure } from '@temporalio/common';
import kafkajs from 'kafkajs';
import type { UnknownOutcome } from '../domain/gateway-port.ts';

/** The outcome is open, and asking goes on: not an error of anybody's. */
export class UnsettledError extends Error {
  readonly type:
    | 'GATEWAY_UNSETTLED'
    | 'CANCELLATION_UNSETTLED'
    | 'CONFIRMATION_UNSETTLED'
    | 'CLOSING_UNSETTLED';
  /** When the gateway wants to be asked again; else the step's own pauses hold. */
  readonly retryAfterMs: number | undefined;

  constructor(type: UnsettledError['type'], why: string, retryAfterMs?: number) {
    super(why);
    this.type = type;
    this.retryAfterMs = retryAfterMs;
  }

  static byUnknown(type: UnsettledError['type'], { why, retryAfterMs }: UnknownOutcome): UnsettledError {
    return new UnsettledError(type, `unknown: ${why}`, retryAfterMs);
  }
}

/** Runs an activity's body; whatever it throws leaves as a failure of the table. */
export async function translated<Result>(body: () => Promise<Result>): Promise<Result> {
  try {
    return await body();
  } catch (error) {
    throw toFailure(error);
  }
}

function toFailure(error: unknown): Error {
  if (error instanceof CancelledFailure || error instanceof ApplicationFailure) return error;
  if (error instanceof UnsettledError) {
    return ApplicationFailure.create({
      type: error.type,
      message: error.message,
      category: ApplicationFailureCategory.BENIGN,
      ...(error.retryAfterMs !== undefined && { nextRetryDelay: error.retryAfterMs }),
    });
  }
  if (error instanceof ConstraintViolationException) {
    const constraint = 'constraint' in error ? String(error.constraint) : 'a constraint';
    return failure('RULE_VIOLATED', `the database refused: ${constraint}`);
  }
  if (error instanceof DriverException)
    return failure('DATABASE_UNAVAILABLE', 'the database does not answer as it should');
  if (error instanceof kafkajs.KafkaJSError)
    return failure('BROKER_UNAVAILABLE', 'Kafka did not acknowledge');
  return failure(
    'UNEXPECTED',
    error instanceof Error ? error.name : 'something other than an error was thrown',
  );
}

function failure(type: string, message: string): ApplicationFailure {
  return ApplicationFailure.create({ type, message });
}
