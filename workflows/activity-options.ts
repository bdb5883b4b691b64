/**
 * How each step is run (design, section 4): first fast and local within the workflow task, and if that does not
 * succeed, as a regular activity that an operator sees, pauses, resets or retries, without end.
 */
import type { ActivityOptions, LocalActivityOptions } from '@temporalio/common';

/** One try: with the question to the gateway about a second in one workflow task, whose own time-out is 2 s. */
export const FAST_DATABASE: LocalActivityOptions = {
  startToCloseTimeout: '600ms',
  scheduleToCloseTimeout: '1.5s',
  retry: { maximumAttempts: 1 },
};

/** One quick question; asking again is the regular activity's. */
export const FAST_GATEWAY: LocalActivityOptions = {
  startToCloseTimeout: '700ms',
  scheduleToCloseTimeout: '1.5s',
  retry: { maximumAttempts: 1 },
};

export const DURABLE_DATABASE: ActivityOptions = {
  startToCloseTimeout: '10s',
  retry: { initialInterval: '200ms', backoffCoefficient: 2, maximumInterval: '10s' },
};

/** Its retries are the asking again: quick at first, for hours if need be. */
export const DURABLE_INQUIRY: ActivityOptions = {
  startToCloseTimeout: '10s',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '5m' },
};

/** For an operator who waits for the answer. That the gateway cannot tell is one as well, so it is not asked twice. */
export const ONE_QUESTION: ActivityOptions = {
  startToCloseTimeout: '7s',
  retry: { maximumAttempts: 1 },
};

/**
 * Moves money, so never local. A dead worker is noticed by its heartbeat; the gateway gets its 60 s. Cancelled (when an
 * operator has it begun anew), it counts as ended only when it has: two attempts are never under way at once.
 */
export const MONEY_AT_GATEWAY: ActivityOptions = {
  startToCloseTimeout: '65s',
  heartbeatTimeout: '5s',
  cancellationType: 'WAIT_CANCELLATION_COMPLETED',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '5m' },
};

/** A dead worker is noticed by its heartbeat: its event is late by five seconds, not by thirty. */
export const PUBLISHING: ActivityOptions = {
  startToCloseTimeout: '30s',
  heartbeatTimeout: '5s',
  cancellationType: 'WAIT_CANCELLATION_COMPLETED',
  retry: { initialInterval: '500ms', backoffCoefficient: 2, maximumInterval: '30s' },
};
