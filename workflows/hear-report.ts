/** The gateway has spoken: record it, and tell all who waited for its word. */
import { changeOnConfirmResult, type SettledConfirm } from '../domain/changes/on-confirm-result.ts';
import type { GatewayReport, GatewayStanding } from '../domain/gateway-port.ts';
import { isHolding } from '../domain/holding.ts';
import { withoutDecline } from '../domain/open-window.ts';
import { cancelledAmount, type Payment } from '../domain/payment.ts';
import { isOpen } from '../domain/state-table.ts';
import { answerComplete } from './answer-complete.ts';
import { type Applied, applyStanding, askNow } from './ask-gateway.ts';
import { confirmParked } from './confirm-agreed.ts';
import { known, type Saga } from './saga.ts';

/** `about`: our record when the gateway was asked. */
export async function hearReport(saga: Saga, { standing }: GatewayReport, about: Payment): Promise<Applied> {
  saga.isInquiryWanted = false;
  if (standing.kind === 'awaiting_confirm' && (await confirmParked(saga, standing))) return 'unknown';
  if (isOvertaken(saga, standing, about)) return 'overtaken';
  return answerParked(saga, await applyStanding(saga, standing));
}

/** Of a report that no client of now asked for: unless one waits still, a decline does not end an open window. */
export async function hearUnasked(saga: Saga, report: GatewayReport, about: Payment): Promise<Applied> {
  if (saga.parked.length > 0) return await hearReport(saga, report, about);
  const standing = withoutDecline(known(saga), report.standing, Date.now());
  return await hearReport(saga, { ...report, standing }, about);
}

/** The end of our own confirmation. */
export async function hearConfirm(saga: Saga, result: SettledConfirm, about: Payment): Promise<Applied> {
  if (isOvertaken(saga, result, about)) return 'overtaken';
  const applied = await applyStanding(saga, result, changeOnConfirmResult);
  // `learn` took the confirmation for still open; it is not.
  return answerParked(saga, applied === 'unknown' ? 'recorded' : applied);
}

/**
 * What the gateway said may be older than what is on record by now: it said it in the background, or a write of ours has
 * shown what another worker recorded. It is not believed then: it knows nothing of a refund of ours that was recorded
 * meanwhile, nor of the money that a newer word has told us of.
 */
function isOvertaken(saga: Saga, standing: GatewayStanding, about: Payment): boolean {
  const payment = known(saga);
  if (cancelledAmount(payment) !== cancelledAmount(about)) {
    // It may have had more to tell: it is asked again.
    saga.isInquiryWanted = true;
    return true;
  }
  const isSettledSince = isOpen(about.status) && !isOpen(payment.status);
  if (!isSettledSince || isHolding(standing)) return false;
  saga.isInquiryWanted = saga.parked.length > 0;
  return true;
}

/** Asks now; what cannot be told now is asked for in the background. */
export async function look(saga: Saga): Promise<void> {
  const about = known(saga);
  const report = await askNow(saga);
  if (report !== null) await hearUnasked(saga, report, about);
}

/** Also when somebody else has decided. */
export function answerParked(saga: Saga, applied: Applied): Applied {
  if (applied === 'closing') return applied;
  for (const { entry, pgTransactionId } of saga.parked.splice(0)) {
    entry.verdict = answerComplete(saga, applied, pgTransactionId);
  }
  return applied;
}
