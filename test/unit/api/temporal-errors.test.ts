/** The whole table from a Temporal error to what is done about it. */
import {
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure, WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { expect, it } from 'vitest';
import { classifyTemporalError } from '../../../api/temporal-errors.ts';

const grpc = (code: number) => Object.assign(new Error('grpc'), { code });

it.each([
  ['closed', new WorkflowNotFoundError('gone', 'payment-1', undefined)],
  [
    'closed',
    new WorkflowUpdateFailedError(
      'x',
      ApplicationFailure.nonRetryable('x', 'AcceptedUpdateCompletedWorkflow'),
    ),
  ],
  [
    'not taken',
    new WorkflowUpdateFailedError('x', ApplicationFailure.nonRetryable('x', 'UnprocessedUpdate')),
  ],
  ['too late', new WorkflowUpdateRPCTimeoutOrCancelledError('deadline')],
  ['too late', grpc(4)],
  ['busy', new Error('wrapped', { cause: grpc(8) })],
  ['again', grpc(9)],
  ['again', new Error('wrapped', { cause: grpc(10) })],
  ['again', grpc(6)],
  ['again', new WorkflowExecutionAlreadyStartedError('started', 'payment-1', 'paymentWorkflow')],
  ['down', grpc(14)],
  ['down', grpc(2)],
  ['down', grpc(13)],
  ['unexpected', grpc(3)],
  ['unexpected', new WorkflowUpdateFailedError('x', ApplicationFailure.nonRetryable('bug', 'TypeError'))],
  ['unexpected', new TypeError('bug')],
  ['unexpected', null],
] as const)('is %s: %s', (kind, error) => {
  expect(classifyTemporalError(error)).toBe(kind);
});
