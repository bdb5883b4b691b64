/**
 * Our cancellationId inside the gateway's reason, so that an unknown outcome is matched to this cancellation when
 * it is read back. It stands first: whoever shortens a text cuts its end, and what a client writes comes after it.
 */

import { plainText } from './plain-text.ts';

/** Toss Payments' `cancelReason` takes 200 characters; the others no fewer are known of. */
const MAX_REASON_CHARACTERS = 200;

const TAGGED = /^\[(can_[\w-]{8,64})\]/;

export function taggedReason(cancellationId: string, reason: string): string {
  const tag = `[${cancellationId}] `;
  if (!TAGGED.test(tag)) throw new TypeError('not a cancellationId that could be read back');
  return plainText(`${tag}${reason}`, MAX_REASON_CHARACTERS);
}

/** The cancellation of ours that caused it; null when it was made elsewhere. */
export function cancellationIdIn(reason: string): string | null {
  return TAGGED.exec(reason)?.[1] ?? null;
}
