/**
 * The one table from what Temporal's client throws to what to do about it (observed on server 1.31, SDK 1.24).
 * A gRPC status may sit on the error itself or on its cause: update-with-start throws some of them raw.
 */
import {
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure, WorkflowExecutionAlreadyStartedError } from '@temporalio/common';

/**
 * `closed`: no open run, or it closed with the update unfinished. `not taken`: the server has given it up, whatever it
 * said before. `again`: a race, gone in a moment. `busy`: too many updates in flight. `down`: nobody answers. `too late`: the deadline; the update may still run.
 */
export type TemporalErrorKind =
  | 'closed'
  | 'not taken'
  | 'again'
  | 'busy'
  | 'down'
  | 'too late'
  | 'unexpected';

export function classifyTemporalError(error: unknown): TemporalErrorKind {
  if (error instanceof WorkflowNotFoundError) return 'closed';
  // Another request has opened it in the same moment.
  if (error instanceof WorkflowExecutionAlreadyStartedError) return 'again';
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return 'too late';
  if (error instanceof WorkflowUpdateFailedError) return BY_FAILURE[typeOf(error.cause)] ?? 'unexpected';
  const code = statusOf(error) ?? statusOf(causeOf(error));
  return code === undefined ? 'unexpected' : (BY_STATUS[code] ?? 'unexpected');
}

/** What the server itself makes an update fail with. */
const BY_FAILURE: Readonly<Record<string, TemporalErrorKind>> = {
  /** The run closed after accepting the update and before finishing it. */
  AcceptedUpdateCompletedWorkflow: 'closed',
  /** A workflow task came back without it: a worker whose answers were late, in the middle of an outage. */
  UnprocessedUpdate: 'not taken',
};

function typeOf(cause: unknown): string {
  return cause instanceof ApplicationFailure ? (cause.type ?? '') : '';
}

/** gRPC status codes. */
const BY_STATUS: Readonly<Record<number, TemporalErrorKind>> = {
  1: 'too late',
  // The server's own trouble (unknown, internal), as it shows under load or while it stops.
  2: 'down',
  4: 'too late',
  5: 'closed',
  6: 'again',
  8: 'busy',
  9: 'again',
  10: 'again',
  13: 'down',
  14: 'down',
};

function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'number' ? error.code : undefined;
}

function causeOf(error: unknown): unknown {
  return error instanceof Error ? error.cause : undefined;
}
