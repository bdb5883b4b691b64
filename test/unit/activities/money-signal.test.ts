/** A step that moves money heeds the stopping of its worker, and a mere wish to begin it anew does not cut it short. */
import { cancellationSignal } from '@temporalio/activity';
import { ActivityCancellationDetails } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { describe, expect, it } from 'vitest';
import { moneySignal } from '../../../activities/money-signal.ts';

type Told = ConstructorParameters<typeof ActivityCancellationDetails>[0];

/** Whether it gives up, told before or after it has asked for its signal. */
async function givesUp(
  reason: 'CANCELLED' | 'WORKER_SHUTDOWN' | 'TIMED_OUT',
  told: Told,
  when: 'before' | 'after',
) {
  const environment = new MockActivityEnvironment();
  const tell = () => environment.cancel(reason, new ActivityCancellationDetails(told));
  return await environment.run(async () => {
    if (when === 'before') tell();
    const signal = moneySignal();
    if (when === 'after') tell();
    expect(cancellationSignal().aborted).toBe(true);
    return signal.aborted;
  });
}

describe.each(['before', 'after'] as const)('a money step that is told %s it begins its call', (when) => {
  it('goes on when it is only to begin anew', async () => {
    expect(await givesUp('CANCELLED', { cancelRequested: true }, when)).toBe(false);
  });

  it.each([
    ['WORKER_SHUTDOWN', { workerShutdown: true }],
    ['WORKER_SHUTDOWN', undefined],
    ['TIMED_OUT', { timedOut: true }],
    ['WORKER_SHUTDOWN', { cancelRequested: true, workerShutdown: true }],
  ] as const)('gives up at %s %j', async (reason, told) => {
    expect(await givesUp(reason, told, when)).toBe(true);
  });
});
