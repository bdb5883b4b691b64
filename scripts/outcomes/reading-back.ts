/** What reading back after a refused confirmation finds, over every standing. */
import { fromReadingBack } from '../../activities/gateway/toss/confirm.ts';
import type { GatewayStanding } from '../../domain/gateway-port.ts';
import { afterConfirming, type Consequence } from './consequence.ts';
import { CONFIRM_ORDER, holding, issued } from './samples.ts';

const DECLINE = { reason: 'OTHER', pgCode: '', pgMessage: '' } as const;

const STANDINGS: Readonly<Record<string, GatewayStanding>> = {
  approved: { kind: 'approved', ...holding() },
  cancelled: { kind: 'cancelled', ...holding() },
  account_issued: issued(),
  account_closed: { kind: 'account_closed', pgTransactionId: 'tx-1' },
  'declined: this transaction': { kind: 'declined', pgTransactionId: 'tx-1', decline: DECLINE },
  'declined: another one': { kind: 'declined', pgTransactionId: 'tx-2', decline: DECLINE },
  not_started: { kind: 'not_started' },
  awaiting_confirm: { kind: 'awaiting_confirm', ...holding() },
  pending: { kind: 'pending' },
  unknown: { kind: 'unknown', why: 'timeout' },
};

export type Found = {
  readonly standing: string;
  readonly verdict: string;
  readonly consequence: Consequence;
};

export function foundByReadingBack(): readonly Found[] {
  return Object.entries(STANDINGS).flatMap(([name, standing]) =>
    [false, true].map((mayBeNothing) => ({
      standing: name,
      verdict: mayBeNothing ? 'nothing_there' : 'already_done',
      consequence: afterConfirming(
        fromReadingBack(standing, CONFIRM_ORDER, { kind: 'read_back', mayBeNothing }),
      ),
    })),
  );
}
