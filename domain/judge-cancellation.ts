/** What the gateway's word means for a cancellation that a person wants to decide about: its word comes first. */
import type { GatewayStanding } from './gateway-port.ts';
import { isSame } from './holding.ts';
import type { ResolveRequest } from './operator.ts';
import type { Cancellation } from './payment.ts';

export type CancellationVerdict =
  | { readonly kind: 'succeeded'; readonly pgCancellationId: string }
  | { readonly kind: 'failed' }
  /** It shows that what the person says is not so. */
  | { readonly kind: 'contradicted' }
  /** Then the person's word is what there is. */
  | { readonly kind: 'cannot_tell' };

export function judgeCancellation(
  row: Cancellation,
  standing: GatewayStanding,
  { outcome, pgCancellationId }: Pick<ResolveRequest, 'outcome' | 'pgCancellationId'>,
): CancellationVerdict {
  if (standing.kind !== 'approved' && standing.kind !== 'cancelled') return { kind: 'cannot_tell' };
  const { cancellations } = standing;
  const found =
    cancellations.find((each) => isSame(row, each)) ??
    // Made by hand at the console in the place of ours: of the same amount it is what the person says it is.
    cancellations.find(
      (each) => each.pgCancellationId === pgCancellationId && each.amountMinor === row.amount,
    );
  switch (found?.status) {
    case 'SUCCEEDED':
      return { kind: 'succeeded', pgCancellationId: found.pgCancellationId };
    case 'FAILED':
      return { kind: 'failed' };
    case 'REQUESTED':
      return { kind: 'cannot_tell' };
    case undefined: {
      const isAnythingUnderWay = cancellations.some(({ status }) => status === 'REQUESTED');
      // That nothing is there does not mean that nothing comes: ours may still be on its way.
      return { kind: outcome === 'cancel_succeeded' && !isAnythingUnderWay ? 'contradicted' : 'cannot_tell' };
    }
  }
}
