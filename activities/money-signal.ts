/**
 * When a step that moves money gives up what it is at: when this worker stops, or the server has given the attempt up.
 * Not when the workflow cancels it, to begin it anew for an operator: an attempt under way is better ended than cut
 * short, and ending is all that is left to it, for a cancelled activity is not retried. Cut short all the same it would
 * be one more lost answer: the next attempt asks first.
 */
import { cancellationDetails, cancellationSignal } from '@temporalio/activity';

export function moneySignal(): AbortSignal {
  const told = cancellationSignal();
  const stop = new AbortController();
  const heed = () => {
    const details = cancellationDetails();
    const isOnlyAsked = details?.cancelRequested === true && !details.workerShutdown && !details.timedOut;
    if (!isOnlyAsked) stop.abort(told.reason);
  };
  if (told.aborted) heed();
  else told.addEventListener('abort', heed, { once: true });
  return stop.signal;
}
